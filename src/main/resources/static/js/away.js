const PATIENCE = 5 * 60 * 1000;

/** Tells when the guest has looked elsewhere for a while, and when the page is looked at again. */
export class Away {
  #tell;
  #isAway = false;
  #timer = null;

  /** @param {(type: "away" | "back") => void} tell */
  constructor(tell) {
    this.#tell = tell;
    addEventListener("focus", () => this.#look());
    addEventListener("blur", () => this.#look());
    document.addEventListener("visibilitychange", () => this.#look());
    this.#look();
  }

  /** A new connection is taken for one that is looked at. */
  tellAgain() {
    if (this.#isAway) {
      this.#tell("away");
    }
  }

  #look() {
    if (!document.hidden && document.hasFocus()) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#turn(false);
    } else {
      this.#timer ??= setTimeout(() => this.#turn(true), PATIENCE);
    }
  }

  #turn(isAway) {
    if (isAway !== this.#isAway) {
      this.#isAway = isAway;
      this.#tell(isAway ? "away" : "back");
    }
  }
}
