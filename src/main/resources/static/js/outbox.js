import { Pace } from "foyer/pace";

const TRIES = 3;
const OTHERS_TURN = 5_000;

/**
 * A message that is not in the room's log yet.
 * @typedef {{id: string, text: string, order: number, after?: number, error?: string}} Line
 * `order` rises in the order of writing, `after` is the last event that was known then, `error` is why it was not
 * delivered, absent as long as it may still be
 * @typedef {{id: string, seq?: number, error?: string, retryAfter?: number}} Reply
 */

/**
 * Keeps what was written until the room's log has it.
 *
 * Lines are sent one at a time, in the order in which they were written, so that no line overtakes one that has to wait.
 * Each is kept in the store for a reloaded page and the guest's other tabs; as the server stores every id of a seat
 * once, two tabs may both send it. A line of another seat has the error `seat-gone`: the server would store it again,
 * and so it is sent only if the guest asks for that. `now` is in milliseconds everywhere.
 */
export class Outbox {
  #lines = new Map();
  #done = new Set();
  #pace = new Pace();
  #store;
  #isOpen = false;
  #flying = null;
  #lastOrder = 0;

  /** @param {{load: () => Line[], put: (line: Line) => void, drop: (id: string) => void}} store */
  constructor(store) {
    this.#store = store;
    for (const line of store.load()) {
      this.#keep(line, 0);
    }
  }

  /** @returns {{id: string, text: string, state: "offline" | "sending" | "sent" | "failed", error?: string}[]} */
  get lines() {
    const onTheWay = this.#isOpen ? "sending" : "offline";
    return this.#inOrder().map(({ line: { id, text, error }, isSent }) => {
      return { id, text, error, state: error ? "failed" : isSent ? "sent" : onTheWay };
    });
  }

  /** The lines that were written in another seat. The log may have them. */
  get adopted() {
    return this.#inOrder()
      .filter(({ isAdopted }) => isAdopted)
      .map(({ line }) => line);
  }

  has(id) {
    return this.#lines.has(id);
  }

  /** Whether a line is yet to be delivered. */
  get isBusy() {
    return this.#inOrder().some(isWaiting);
  }

  /** @param {number} after the last event of the room that is known */
  write(id, text, now, after) {
    const line = { id, text, order: Math.max(now, this.#lastOrder + 1), after };
    this.#keep(line, now);
    this.#store.put(line);
  }

  /** The room can be talked to: everything that waits goes out, again if need be. */
  open(now) {
    this.#isOpen = true;
    this.#pace.heard(now);
    for (const entry of this.#lines.values()) {
      entry.since = Math.min(entry.since, now);
    }
  }

  close() {
    this.#isOpen = false;
    this.#flying = null;
  }

  /** @returns {Line | undefined} the line to be sent now; it counts as sent */
  next(now) {
    if (!this.#isOpen || this.#flying !== null || this.#pace.isPaused(now)) {
      return undefined;
    }
    const next = this.#inOrder().find((entry) => isWaiting(entry) && entry.since <= now)?.line;
    this.#flying = next?.id ?? null;
    return next;
  }

  /** @param {Reply} reply */
  answer({ id, seq, error, retryAfter = 1 }, now) {
    this.#pace.heard(now);
    this.#land(id);
    const entry = this.#lines.get(id);
    if (!entry) {
      return;
    }
    if (seq !== undefined) {
      entry.isSent = true;
      delete entry.line.error;
      this.#store.drop(id);
    } else if (error === "rate-limited") {
      this.#pace.pause(now, retryAfter * 1000);
    } else if (error === "unavailable" && entry.tries < TRIES) {
      entry.tries += 1;
      this.#pace.pause(now, 1000 * 2 ** entry.tries);
    } else {
      this.#fail(entry, error);
    }
  }

  /** The server cut the connection because of what was sent last. */
  blame(error, now) {
    if (this.#flying !== null) {
      this.answer({ id: this.#flying, error }, now);
    }
  }

  /** Gives up the lines that got no answer for too long. */
  giveUp(now) {
    this.#pace.look(now);
    for (const entry of this.#lines.values()) {
      if (this.#isOpen && isWaiting(entry) && this.#pace.isTooLong(entry.since, now)) {
        this.#land(entry.line.id);
        this.#fail(entry, "no-answer");
      }
    }
  }

  /** The guest has no seat any more: nothing can be delivered. */
  abandon(error) {
    this.close();
    [...this.#lines.values()].filter(isWaiting).forEach((entry) => this.#fail(entry, error));
  }

  /** The room's log has the line, and so it is not kept here any more. */
  settle(id) {
    this.#done.add(id);
    this.discard(id);
  }

  discard(id) {
    this.#land(id);
    this.#lines.delete(id);
    this.#store.drop(id);
  }

  retry(id, now) {
    const entry = this.#lines.get(id);
    if (entry) {
      delete entry.line.error;
      Object.assign(entry, { since: now, tries: 0 });
      this.#store.put(entry.line);
    }
  }

  /** Another tab wrote a line, or changed it. It is that tab's to send, unless nothing comes of it. */
  otherWrote(line, now) {
    const entry = this.#lines.get(line.id);
    if (entry) {
      entry.line = line;
    } else if (!this.#done.has(line.id)) {
      this.#keep(line, now + OTHERS_TURN);
    }
  }

  /** Another tab has delivered or discarded a line. */
  otherDropped(id) {
    if (!this.#lines.get(id)?.isSent) {
      this.#land(id);
      this.#lines.delete(id);
    }
  }

  #keep(line, since) {
    this.#lastOrder = Math.max(this.#lastOrder, line.order);
    this.#lines.set(line.id, { line, since, tries: 0, isSent: false, isAdopted: line.error === "seat-gone" });
  }

  #fail(entry, error) {
    entry.line.error = error;
    this.#store.put(entry.line);
  }

  #land(id) {
    if (this.#flying === id) {
      this.#flying = null;
    }
  }

  #inOrder() {
    return [...this.#lines.values()].sort((one, other) => one.line.order - other.line.order);
  }
}

function isWaiting({ line, isSent }) {
  return !line.error && !isSent;
}
