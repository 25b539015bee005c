import { word } from "foyer/words";

/** Says in words in which state the live connection is. */
export class State {
  #element;
  #timer;

  constructor(element) {
    this.#element = element;
  }

  /**
   * @param {string} state one of those of {@link import("foyer/live").Live}
   * @param {number} [until] when the next connection is tried
   * @param {string} [why] there is no connection
   */
  tell(state, until, why) {
    clearInterval(this.#timer);
    this.#element.dataset.state = state;
    this.#element.querySelector(".state-words").textContent = why ?? word(`live.${state}`);
    this.#count(until);
    if (until) {
      this.#timer = setInterval(() => this.#count(until), 1_000);
    }
  }

  /** The seconds are for the eye only: read out, they would never end. */
  #count(until) {
    const seconds = until ? Math.max(1, Math.round((until - Date.now()) / 1000)) : 0;
    this.#element.querySelector(".state-wait").textContent = seconds ? word("live.wait", seconds) : "";
  }
}
