const NONE = { notify: "none", sound: false };

/**
 * Of what the guest wishes to be told in a room while looking elsewhere, as this browser remembers it.
 * @typedef {{notify: "none" | "mentions" | "all", sound: boolean}} Wishes
 */

/** @returns {Wishes} those for a room, by its key */
export function wishesFor(room) {
  try {
    return { ...NONE, ...JSON.parse(localStorage.getItem(key(room))) };
  } catch {
    return NONE;
  }
}

/** @param {Wishes} wishes */
export function remember(room, wishes) {
  try {
    localStorage.setItem(key(room), JSON.stringify(wishes));
  } catch {
    // Then nobody is told of anything.
  }
}

function key(room) {
  return `foyer.wishes/${room}`;
}
