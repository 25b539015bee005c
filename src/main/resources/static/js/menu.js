import { foldAway } from "foyer/fold";

/** A menu of buttons that unfolds from its summary. The arrow keys lead through it, as Tab does. */
export class Menu {
  #details;

  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.#details = details;
    foldAway(details);
    details.addEventListener("keydown", (event) => this.#press(event));
    details.addEventListener("click", ({ target }) => {
      if (target.closest("button")) {
        details.open = false;
      }
    });
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.#details.open = true;
    const buttons = [...this.#details.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = at < 0 && step < 0 ? -1 : at + step;
    buttons.at(next % buttons.length).focus();
  }
}
