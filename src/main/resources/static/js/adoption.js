/**
 * Settles the lines of an earlier seat that were delivered in it after all.
 *
 * The room's log says so: a message in it has the id of its line. A line is in the log after the last event that the
 * page knew when the line was written, and so the log is searched from there on. Where it is not among the events that
 * {@link import("foyer/history").History#find} reads, or was purged since, the line stays as not delivered.
 */
export class Adoption {
  #outbox;
  #sender;
  #history;
  #checked = new Set();

  /**
   * @param {import("foyer/outbox").Outbox} outbox
   * @param {import("foyer/sender").Sender} sender
   * @param {import("foyer/history").History} history
   */
  constructor(outbox, sender, history) {
    this.#outbox = outbox;
    this.#sender = sender;
    this.#history = history;
  }

  /** Checks the lines that were not checked yet. It fails where the log cannot be read. */
  async check() {
    const unchecked = this.#outbox.adopted.filter(({ id }) => !this.#checked.has(id));
    for (const after of new Set(unchecked.map((line) => line.after))) {
      const ids = unchecked.filter((line) => line.after === after).map(({ id }) => id);
      this.#sender.settle(await this.#history.find(ids, after));
      ids.forEach((id) => this.#checked.add(id));
    }
  }
}
