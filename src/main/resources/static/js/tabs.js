const channel = open();

/** Tells all other tabs of this browser something. */
export function tellTabs(message) {
  channel?.postMessage(message);
}

/** @param {(message: Object) => void} hear told what other tabs tell; they may run another version of the page */
export function onTabs(hear) {
  channel?.addEventListener("message", ({ data }) => typeof data === "object" && data !== null && hear(data));
}

/** A browser that keeps nothing for the site may not let its tabs talk either. */
function open() {
  try {
    return new BroadcastChannel("foyer");
  } catch {
    return null;
  }
}
