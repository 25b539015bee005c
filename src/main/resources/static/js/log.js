/**
 * An event of the room, as the server tells it.
 * @typedef {{seq: number, type: string, id?: string, author: string, html?: string, text?: string, at: string}} Event
 */

const HELD = 1000;

/**
 * Merges what is heard of a room's log into one order without gaps or doubles.
 *
 * What is pushed live is a hint that may be lost, repeated or late; what was fetched is the truth. Each way in answers
 * with the events that are to be shown next, in rising order of `seq`: over the life of a log every event is answered
 * at most once, and never before all those that the room's log has between it and its predecessor.
 */
export class Log {
  #held = new Map();

  /**
   * @param {number} first the first event that is already shown, `last + 1` if there is none
   * @param {number} last the last event that is already shown
   */
  constructor(first, last) {
    this.first = first;
    this.last = last;
    this.newest = last;
  }

  /** Whether there are events after the last one shown. */
  get behind() {
    return this.newest > this.last;
  }

  /** Learns that the room's log reaches at least so far. */
  expect(seq) {
    this.newest = Math.max(this.newest, seq);
  }

  /**
   * Takes an event that was pushed. It waits here if some before it are missing.
   * @param {Event} event
   * @returns {Event[]} what to show
   */
  hear(event) {
    this.expect(event.seq);
    // What does not fit is not lost: it is fetched with the rest of the gap.
    if (event.seq > this.last && this.#held.size < HELD) {
      this.#held.set(event.seq, event);
    }
    return this.#release([]);
  }

  /**
   * Takes all events that the room's log has after `after`, up to the last of them or, if that is further, to `upTo`.
   * @param {number} after
   * @param {Event[]} events
   * @param {number} upTo
   * @returns {Event[]} what to show
   */
  take(after, events, upTo) {
    const shown = [];
    if (after <= this.last) {
      const heard = [...this.#held.values()].filter((event) => event.seq <= upTo);
      for (const event of inOrder([...events, ...heard])) {
        if (event.seq > this.last) {
          this.last = event.seq;
          shown.push(event);
        }
      }
      // What was not among them is no more: such old events are purged.
      this.last = Math.max(this.last, upTo);
      this.expect(this.last);
    }
    return this.#release(shown);
  }

  /**
   * Takes all events that the room's log has between the first of them and the first one shown.
   * @param {Event[]} events
   * @returns {Event[]} what to show before all others
   */
  takeOlder(events) {
    const shown = [];
    for (const event of inOrder(events)) {
      if (event.seq < this.first && event.seq !== shown.at(-1)?.seq) {
        shown.push(event);
      }
    }
    this.first = shown[0]?.seq ?? this.first;
    return shown;
  }

  /** Forgets the events before `seq`: they are no longer shown and may be taken again. */
  forgetBefore(seq) {
    this.first = Math.max(this.first, seq);
  }

  #release(shown) {
    for (const seq of this.#held.keys()) {
      if (seq <= this.last) {
        this.#held.delete(seq);
      }
    }
    while (this.#held.has(this.last + 1)) {
      this.last += 1;
      shown.push(this.#held.get(this.last));
      this.#held.delete(this.last);
    }
    return shown;
  }
}

function inOrder(events) {
  return [...events].sort((one, other) => one.seq - other.seq);
}
