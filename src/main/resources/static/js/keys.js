import { IS_MAC, prepareDialog } from "foyer/controls";
import { loadPart } from "foyer/overlay";

let loading = null;

/**
 * Shows the keyboard shortcuts and commands, as they are on the reader's keyboard. It fails where the list cannot be
 * loaded.
 */
export async function showKeys() {
  try {
    loading ??= load();
    (await loading).showModal();
  } catch (error) {
    loading = null;
    throw error;
  }
}

async function load() {
  const content = await loadPart("keys");
  const dialog = content.querySelector("dialog");
  if (IS_MAC) {
    const signs = { ctrl: "\u2318", alt: "\u2325" };
    dialog.querySelectorAll(".ctrl, .alt").forEach((key) => {
      key.textContent = signs[key.className];
    });
  }
  document.body.append(dialog);
  prepareDialog(dialog);
  return dialog;
}
