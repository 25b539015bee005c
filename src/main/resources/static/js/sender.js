import { newId } from "foyer/ids";

const TICK = 500;

/** Sends what the outbox holds, and tries again as long as anything in it waits. */
export class Sender {
  #outbox;
  #send;
  #changed;
  #ticking = null;

  /**
   * @param {import("foyer/outbox").Outbox} outbox
   * @param {(line: import("foyer/outbox").Line) => void} send
   * @param {() => void} changed called when the outbox has to be painted again
   */
  constructor(outbox, send, changed) {
    this.#outbox = outbox;
    this.#send = send;
    this.#changed = changed;
  }

  /** Whether a line is not delivered. */
  get hasUnsent() {
    return this.#outbox.lines.some((line) => line.state !== "sent");
  }

  /**
   * @param {string} text
   * @param {number} after the last event of the room that is known
   */
  write(text, after) {
    this.#work((outbox, now) => outbox.write(newId(), text, now, after));
  }

  retry(id) {
    this.#work((outbox, now) => outbox.retry(id, now));
  }

  discard(id) {
    this.#work((outbox) => outbox.discard(id));
  }

  open() {
    this.#work((outbox, now) => outbox.open(now));
  }

  close() {
    this.#work((outbox) => outbox.close());
  }

  /** The guest has no seat any more: nothing can be delivered. */
  abandon(error) {
    this.#work((outbox) => outbox.abandon(error));
  }

  answer(reply) {
    this.#work((outbox, now) => outbox.answer(reply, now));
  }

  blame(error) {
    this.#work((outbox, now) => outbox.blame(error, now));
  }

  settle(ids) {
    if (ids.length > 0) {
      this.#work((outbox) => ids.forEach((id) => outbox.settle(id)));
    }
  }

  /** Follows what the guest's other tabs write, deliver and discard. */
  follow(storage) {
    storage.onOther(
      (line) => this.#work((outbox, now) => outbox.otherWrote(line, now)),
      (id) => this.#work((outbox) => outbox.otherDropped(id)),
    );
  }

  #work(change) {
    const now = Date.now();
    change(this.#outbox, now);
    this.#outbox.giveUp(now);
    const line = this.#outbox.next(now);
    if (line) {
      this.#send(line);
    }
    this.#changed();
    this.#tick();
  }

  #tick() {
    if (!this.#outbox.isBusy) {
      clearInterval(this.#ticking);
      this.#ticking = null;
    } else {
      this.#ticking ??= setInterval(() => this.#work(() => {}), TICK);
    }
  }
}
