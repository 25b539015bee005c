import { word } from "foyer/i18n";
import { showToast } from "foyer/toast";

const FIELD = "input, textarea, select, [contenteditable]";

/**
 * Keeps the page open whatever is dropped on it, and says that files cannot be sent. Text can be dropped into fields,
 * and pasted even if a picture of it comes along.
 */
export function refuseFiles() {
  for (const type of ["dragover", "drop"]) {
    document.addEventListener(type, (event) => {
      if (hasFiles(event.dataTransfer) || !event.target.closest?.(FIELD)) {
        event.preventDefault();
      }
    });
  }
  document.addEventListener("drop", ({ dataTransfer }) => hasFiles(dataTransfer) && sayNo());
  document.addEventListener(
    "paste",
    (event) => {
      const { clipboardData } = event;
      if (hasFiles(clipboardData) && clipboardData.getData("text/plain") === "") {
        event.preventDefault();
        sayNo();
      }
    },
    { capture: true },
  );
}

function hasFiles(data) {
  return data?.types.includes("Files") ?? false;
}

function sayNo() {
  showToast(word("room.no-files"));
}
