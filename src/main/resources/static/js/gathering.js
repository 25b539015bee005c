/** Gathers what comes in quick succession, and has it dealt with in one go, so that a busy room does not clog a page. */
export class Gathering {
  #deal;
  #items = [];
  #soon = null;

  /** @param {(items: any[]) => void} deal is given all that was gathered, in order */
  constructor(deal) {
    this.#deal = deal;
  }

  /** Adds items that can wait until the page is at leisure. */
  add(items) {
    this.#items.push(...items);
    if (this.#items.length > 0) {
      this.#soon ??= setTimeout(() => this.flush());
    }
  }

  /** Has everything dealt with now. */
  flush() {
    clearTimeout(this.#soon);
    this.#soon = null;
    if (this.#items.length > 0) {
      this.#deal(this.#items.splice(0));
    }
  }
}
