/**
 * The page with the link to another device. Asks whether the guest continues there, and then
 * shows the page that says so.
 */

const INTERVAL = 2_000;

const { after } = document.querySelector("main").dataset;

/** Answered with 204 for as long as the link waits to be used. */
async function check() {
  try {
    const answer = await fetch(after, { redirect: "manual" });
    if (answer.status !== 204) {
      location.replace(after);
      return;
    }
  } catch {
    // Offline: the next round may succeed.
  }
  setTimeout(check, INTERVAL);
}

setTimeout(check, INTERVAL);
