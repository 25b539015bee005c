import { word } from "foyer/i18n";

const SHOWN = 2_000;

const dialog = document.getElementById("invite");
const address = dialog.querySelector("#address");
const copyButton = dialog.querySelector("#copy");
const label = copyButton.textContent;

for (const element of [address, ...dialog.querySelectorAll(".lan")]) {
  element.textContent = readable(element.href ?? element.textContent);
}
dialog.querySelector("#share").hidden = typeof navigator.share !== "function";

/**
 * Copies or shares the address of the room. Other buttons do nothing here.
 * @param {HTMLButtonElement} button that was pressed
 */
export function press({ id }) {
  if (id === "copy") {
    copy();
  } else if (id === "share") {
    share();
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(address.href);
  } catch {
    // Pages without TLS have no clipboard API.
    copySelection();
  }
  copyButton.textContent = word("room.copied");
  setTimeout(() => {
    copyButton.textContent = label;
  }, SHOWN);
}

function copySelection() {
  const write = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", address.href);
  };
  getSelection().selectAllChildren(address);
  document.addEventListener("copy", write, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", write);
}

async function share() {
  try {
    await navigator.share({ title: dialog.querySelector("h2").textContent, url: address.href });
  } catch {
    // The reader has changed their mind, or the browser has nothing to share with.
  }
}

/** An address as people write it: decoded, and without its scheme. */
function readable(written) {
  return decodeURI(written).replace(/^https?:\/\//, "");
}
