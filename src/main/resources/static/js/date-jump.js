let jump = null;

/**
 * Asks for a day.
 * @param {HTMLDialogElement} dialog
 * @param {(at: number) => void} go told where the day begins for the reader, in milliseconds
 */
export function askForDay(dialog, go) {
  jump ??= new DateJump(dialog, go);
  jump.open();
}

/** Asks for a day, and goes there. */
class DateJump {
  #dialog;
  #field;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(at: number) => void} go told where the day begins for the reader, in milliseconds
   */
  constructor(dialog, go) {
    this.#dialog = dialog;
    this.#field = dialog.querySelector("input");
    // The focus can leave a dialog only when it is closed.
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "go") {
        const [year, month, day] = this.#field.value.split("-").map(Number);
        go(new Date(year, month - 1, day).getTime());
      }
    });
  }

  /** Asks for a day. */
  open() {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    this.#field.max = today.join("-");
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
  }
}
