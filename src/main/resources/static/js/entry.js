/*
 * Keeps what is typed in the entry form while the server cannot be reached: this page is then loaded again, after the one
 * that says so (`offline.js`).
 */

const ENTRY = "foyer/entry";
const form = document.getElementById("entry");
const { elements } = form;

function restore() {
  const { isKept, ...typed } = JSON.parse(sessionStorage.getItem(ENTRY)) ?? {};
  sessionStorage.removeItem(ENTRY);
  if (!isKept) {
    return;
  }
  for (const name of ["username", "room"]) {
    const field = elements[name];
    if (field.type !== "hidden" && typeof typed[name] === "string") {
      field.value = typed[name];
    }
  }
  keep();
}

function keep() {
  const { username, room } = elements;
  sessionStorage.setItem(ENTRY, JSON.stringify({ username: username.value, room: room.value }));
}

/** A browser may have no storage, forbid it, or have no space. */
function attempt(act) {
  try {
    act();
  } catch {
    // Then nothing is kept.
  }
}

attempt(restore);
["input", "submit"].forEach((type) => form.addEventListener(type, () => attempt(keep)));
