/*
 * Stands in for a page that cannot be loaded: says whether there is no network or the server does not answer, and loads
 * the page as soon as it can be.
 */

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const PATIENCE = 10_000;
const ENTRY = "foyer/entry";

const [away, down] = document.querySelectorAll("header");
const PAGE = new URL("offline", new URL(document.querySelector("main").dataset.base, location.href));
let isChecking = false;
let wait = FIRST_WAIT;
let timer;

function tell() {
  away.hidden = navigator.onLine;
  down.hidden = !navigator.onLine;
  document.title = document.querySelector("header:not([hidden]) h1").textContent;
}

/**
 * A server on the same device or network may answer without the browser having a network. At its own address this page
 * stands in for none.
 */
async function check() {
  clearTimeout(timer);
  if (isChecking || location.pathname === PAGE.pathname) {
    return;
  }
  isChecking = true;
  if (await isAnswering()) {
    location.reload();
    return;
  }
  isChecking = false;
  timer = setTimeout(check, wait * (1 + Math.random()));
  wait = Math.min(2 * wait, LONGEST_WAIT);
}

async function isAnswering() {
  const giveUp = new AbortController();
  const late = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const { ok } = await fetch(PAGE, { cache: "no-store", signal: giveUp.signal });
    return ok;
  } catch {
    return false;
  } finally {
    clearTimeout(late);
  }
}

function hurry() {
  tell();
  if (!document.hidden) {
    wait = FIRST_WAIT;
    check();
  }
}

/** Tells the page with the entry form that it is the same as before. */
function keepEntry() {
  try {
    const typed = sessionStorage.getItem(ENTRY);
    if (typed) {
      sessionStorage.setItem(ENTRY, JSON.stringify({ ...JSON.parse(typed), isKept: true }));
    }
  } catch {
    // Without storage there is nothing to keep.
  }
}

["online", "offline"].forEach((type) => addEventListener(type, hurry));
document.addEventListener("visibilitychange", hurry);
keepEntry();
tell();
timer = setTimeout(check, FIRST_WAIT);
