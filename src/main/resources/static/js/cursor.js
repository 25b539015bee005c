const PAUSE = 2_000;

/** Tells the server how far the reader has read, now and then. */
export class Cursor {
  #told;
  #reached;
  #tell;
  #waiting = null;

  /**
   * @param {number} seq how far the server knows already
   * @param {(seq: number) => boolean} tell says whether it could
   */
  constructor(seq, tell) {
    this.#told = seq;
    this.#reached = seq;
    this.#tell = tell;
  }

  reach(seq) {
    this.#reached = Math.max(this.#reached, seq);
    if (this.#reached > this.#told) {
      this.#waiting ??= setTimeout(() => this.#flush(), PAUSE);
    }
  }

  #flush() {
    this.#waiting = null;
    if (this.#tell(this.#reached)) {
      this.#told = this.#reached;
    }
  }
}
