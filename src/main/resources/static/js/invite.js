import { word } from "foyer/words";

const SHOWN = 2_000;

/**
 * Shows the room's whole address, and makes the button copy it.
 * @param {HTMLAnchorElement} address
 * @param {HTMLButtonElement} button
 */
export function copyInvitation(address, button) {
  const label = button.textContent;
  address.textContent = address.href;
  button.addEventListener("click", async () => {
    await copy(address);
    button.textContent = word("room.copied");
    setTimeout(() => {
      button.textContent = label;
    }, SHOWN);
  });
}

async function copy(address) {
  try {
    await navigator.clipboard.writeText(address.href);
  } catch {
    // Without TLS there is no clipboard for scripts. What is selected can be copied all the same.
    getSelection().selectAllChildren(address);
    document.execCommand("copy");
  }
}
