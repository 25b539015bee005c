import { word } from "foyer/i18n";
import { newId } from "foyer/storage";

const PATIENCE = 15_000;
const NAP = 5_000;

/**
 * Knows when the next message may go out, and when an answer has been waited for too long. Times are in milliseconds of
 * a monotonic clock.
 */
export class Pace {
  #silentSince = 0;
  #pausedUntil = 0;
  #lookedAt = 0;

  /** The server was heard, or can be talked to from now on. */
  heard(now) {
    this.#silentSince = now;
  }

  pause(now, span) {
    this.#pausedUntil = now + span;
  }

  isPaused(now) {
    return now < this.#pausedUntil;
  }

  /** Detects that the page slept. Call it before {@link isTooLong}, regularly while something waits. */
  look(now) {
    if (now - this.#lookedAt > NAP) {
      // The page slept, and what was answered meanwhile is yet to be heard.
      this.#silentSince = now;
    }
    this.#lookedAt = now;
  }

  /** Whether the time to wait for an answer is over for a message sent at a moment. */
  isTooLong(since, now) {
    return now - Math.max(since, this.#silentSince, this.#pausedUntil) >= PATIENCE;
  }
}

const TRIES = 3;
const OTHERS_TURN = 5_000;
const FIRST_RETRY = 30_000;
const LAST_RETRY = 5 * 60_000;
const RETRIED_FOR = 60 * 60_000;
const SETTLED_KEPT = 200;

/** The errors that may be over at the next try. */
const TEMPORARY = ["no-answer", "unavailable"];

/**
 * A message that is not in the room's log yet.
 * @typedef {{id: string, text: string, re?: number, files?: import("foyer/attachments").FileRecord[], order: number,
 *   after?: number, error?: string, waited?: number}} Line
 * `re` is the message that it replies to, `order` rises in the order of writing, `after` is the last event that was known
 * then, `error` is why it was not delivered, absent as long as it may still be, `waited` is for how long it waited in
 * open pages until it was stored
 * @typedef {{id: string, seq?: number, error?: string, retryAfter?: number}} Reply
 */

/**
 * Keeps what was written until the room's log has it.
 *
 * Lines are sent one at a time, in the order in which they were written, so that no line overtakes one that has to wait.
 * Each is kept in the store for a reloaded page and the guest's other tabs; as the server stores every id of a seat
 * once, two tabs may both send it. A line of another seat has the error `seat-gone`: the server would store it again,
 * and so it is sent only if the guest asks for that.
 *
 * A line that got no answer, or that the server could not store, shows as not delivered and is sent again by itself after
 * a while; one without an answer also over the next connection, and when the server answers something. It holds up the
 * lines written after it. An hour after it was written it is left to the guest. That hour counts the time in open pages;
 * closed ones add at most the time after which the server ends their seat.
 *
 * `now` is in milliseconds everywhere, by a monotonic clock.
 */
export class Outbox {
  #lines = new Map();
  /** The ids that were settled last: another tab may still report such a line as written. */
  #settled = new Set();
  #pace = new Pace();
  #store;
  #isOpen = false;
  #flying = null;
  #lastOrder = 0;

  /**
   * @param {{load: () => Line[], has: (id: string) => boolean, put: (line: Line) => boolean, drop: (id: string) => void}}
   * store `put` answers whether it could
   * @param {number} now
   */
  constructor(store, now) {
    this.#store = store;
    for (const line of store.load()) {
      this.#keep(line, now, now);
    }
  }

  /**
   * In order. `isLeft`: the line is not sent again by itself.
   * @returns {{id: string, text: string, re?: number, files?: import("foyer/attachments").FileRecord[],
   *   state: "offline" | "sending" | "sent" | "failed", error?: string, isLeft: boolean}[]}
   */
  linesAt(now) {
    const onTheWay = this.#isOpen ? "sending" : "offline";
    return this.#inOrder().map((entry) => {
      const { id, text, re, files, error } = entry.line;
      const state = error ? "failed" : entry.isSent ? "sent" : onTheWay;
      return { id, text, re, files, error, state, isLeft: state === "failed" && !isRetried(entry, now) };
    });
  }

  /** Whether a line is not delivered. */
  get hasUnsent() {
    return this.#inOrder().some(({ isSent }) => !isSent);
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

  /** Whether every line that is not sent is kept in the store. Those that could not be stored before are tried again. */
  store(now) {
    const unstored = this.#inOrder().filter(({ isSent, isStored }) => !isSent && !isStored);
    unstored.forEach((entry) => this.#put(entry, now));
    return unstored.every(({ isStored }) => isStored);
  }

  /**
   * The page is left: the next one goes on counting for how long the lines have waited. What the store does not have any
   * more was delivered by another tab.
   */
  leave(now) {
    this.#inOrder()
      .filter((entry) => this.#store.has(entry.line.id) && (isWaiting(entry) || isRetried(entry, now)))
      .forEach((entry) => this.#put(entry, now));
  }

  /** Whether a line is yet to be delivered, or sent again. */
  isBusyAt(now) {
    return this.#inOrder().some((entry) => isWaiting(entry) || isRetried(entry, now));
  }

  /**
   * @param {number} after the last event of the room that is known
   * @param {number} [re] the message that it replies to
   * @param {import("foyer/attachments").FileRecord[]} [files]
   */
  write(id, text, now, after, re, files) {
    this.#put(this.#keep({ id, text, re, files, order: this.#lastOrder + 1, after }, now, now), now);
  }

  /** The room can be talked to: everything that waits goes out, again if need be. */
  open(now) {
    this.#isOpen = true;
    this.#pace.heard(now);
    this.#retryAll(["no-answer"], now);
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
    const next = this.#inOrder().find((entry) => (isWaiting(entry) && entry.since <= now) || isRetried(entry, now));
    if (!next || (next.line.error && next.retryAt > now)) {
      return undefined;
    }
    if (next.line.error) {
      this.#retryAll(TEMPORARY, now);
    }
    this.#flying = next.line.id;
    return next.line;
  }

  /** @param {Reply} reply */
  answer({ id, seq, error, retryAfter = 1 }, now) {
    this.#pace.heard(now);
    this.#retryAll(["no-answer"], now);
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
      this.#fail(entry, error, now);
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
        this.#fail(entry, "no-answer", now);
      }
    }
  }

  /** The guest has no seat any more: nothing can be delivered. */
  abandon(error, now) {
    this.close();
    [...this.#lines.values()]
      .filter((entry) => isWaiting(entry) || isRetried(entry, now))
      .forEach((entry) => this.#fail(entry, error, now));
  }

  /** The room's log has the line, and so it is not kept here any more. */
  settle(id) {
    this.#settled.add(id);
    if (this.#settled.size > SETTLED_KEPT) {
      this.#settled.delete(this.#settled.values().next().value);
    }
    this.discard(id);
  }

  /** @returns {((now: number) => void) | undefined} takes the line in again as it was; nothing if there is no such line */
  discard(id) {
    const entry = this.#lines.get(id);
    this.#land(id);
    this.#lines.delete(id);
    this.#store.drop(id);
    return entry && ((later) => this.#restore(entry, later));
  }

  /** The guest asks for a line to be sent again. Those that are sent again by themselves do not wait any longer either. */
  retry(id, now) {
    const entry = this.#lines.get(id);
    if (entry) {
      this.#retryAll(TEMPORARY, now);
      this.#retry(entry, now);
      this.#put(entry, now);
    }
  }

  /** Another tab wrote a line, or changed it. It is that tab's to send, unless nothing comes of it. */
  otherWrote(line, now) {
    const entry = this.#lines.get(line.id);
    if (entry?.isSent) {
      this.#store.drop(line.id);
    } else if (entry) {
      Object.assign(entry, { line, retryAt: now + OTHERS_TURN });
    } else if (!this.#settled.has(line.id)) {
      this.#keep(line, now + OTHERS_TURN, now);
    }
  }

  /** Another tab has delivered or discarded a line. */
  otherDropped(id) {
    if (!this.#lines.get(id)?.isSent) {
      this.#land(id);
      this.#lines.delete(id);
    }
  }

  #keep(line, since, now) {
    const isAdopted = line.error === "seat-gone";
    const writtenAt = now - (line.waited ?? 0);
    const entry = { line, since, writtenAt, retryAt: since, tries: 0, failures: 0, isSent: false, isStored: true, isAdopted };
    this.#lastOrder = Math.max(this.#lastOrder, line.order);
    this.#lines.set(line.id, entry);
    return entry;
  }

  #put(entry, now) {
    entry.line.waited = now - entry.writtenAt;
    entry.isStored = this.#store.put(entry.line);
  }

  #restore(entry, now) {
    if (!this.#settled.has(entry.line.id)) {
      this.#lines.set(entry.line.id, entry);
      this.#put(entry, now);
    }
  }

  #fail(entry, error, now) {
    entry.line.error = error;
    entry.retryAt = now + Math.min(LAST_RETRY, FIRST_RETRY * 2 ** entry.failures);
    entry.failures += 1;
    this.#put(entry, now);
  }

  /** Sends the lines with one of these errors again. */
  #retryAll(errors, now) {
    this.#inOrder()
      .filter((entry) => isRetried(entry, now) && errors.includes(entry.line.error))
      .forEach((entry) => this.#retry(entry, now));
  }

  #retry(entry, now) {
    delete entry.line.error;
    Object.assign(entry, { since: now, tries: 0 });
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

/** Whether a line failed and is sent again by itself. */
function isRetried({ line, writtenAt }, now) {
  return TEMPORARY.includes(line.error) && now - writtenAt < RETRIED_FOR;
}

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
    return this.#outbox.hasUnsent;
  }

  /** Whether the browser keeps everything that is not delivered. */
  isStored() {
    return this.#outbox.store(performance.now());
  }

  /**
   * @param {string} text
   * @param {number} after the last event of the room that is known
   * @param {number} [re] the message that it replies to
   * @param {import("foyer/attachments").FileRecord[]} [files]
   */
  write(text, after, re, files) {
    this.#work((outbox, now) => outbox.write(newId(), text, now, after, re, files));
  }

  retry(id) {
    this.#work((outbox, now) => outbox.retry(id, now));
  }

  /** @returns {() => void} takes the line in again, still not delivered */
  discard(id) {
    let restore;
    this.#work((outbox) => {
      restore = outbox.discard(id);
    });
    return () => this.#work((_, now) => restore?.(now));
  }

  open() {
    this.#work((outbox, now) => outbox.open(now));
  }

  close() {
    this.#work((outbox) => outbox.close());
  }

  /** The guest has no seat any more: nothing can be delivered. */
  abandon(error) {
    this.#work((outbox, now) => outbox.abandon(error, now));
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

  /** Follows what the guest's other tabs write, deliver and discard, and the end of the page. */
  follow(storage) {
    addEventListener("pagehide", () => this.#outbox.leave(performance.now()));
    storage.onOther(
      (line) => this.#work((outbox, now) => outbox.otherWrote(line, now)),
      (id) => this.#work((outbox) => outbox.otherDropped(id)),
    );
  }

  #work(change) {
    const now = performance.now();
    change(this.#outbox, now);
    this.#outbox.giveUp(now);
    const line = this.#outbox.next(now);
    if (line) {
      this.#send(line);
    }
    this.#changed();
    this.#tick(now);
  }

  #tick(now) {
    if (!this.#outbox.isBusyAt(now)) {
      clearInterval(this.#ticking);
      this.#ticking = null;
    } else {
      this.#ticking ??= setInterval(() => this.#work(() => {}), TICK);
    }
  }
}

/**
 * Settles the lines of an earlier seat that were delivered in it after all.
 *
 * The room's log says so: a message in it has the id of its line. A line is in the log after the last event that the
 * page knew when the line was written, and so the log is searched from there on. Where it is not among the events that
 * {@link import("foyer/event-log").History#find} reads, or was purged since, the line stays as not delivered.
 */
export class Adoption {
  #outbox;
  #sender;
  #history;
  #checked = new Set();

  /**
   * @param {import("foyer/outbox").Outbox} outbox
   * @param {import("foyer/outbox").Sender} sender
   * @param {import("foyer/event-log").History} history
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

/**
 * Asks before the page is left while something that was written and is not delivered could not be stored.
 * @param {() => boolean} isKept
 */
export function askBeforeLoss(isKept) {
  addEventListener("beforeunload", (event) => isKept() || event.preventDefault());
}

function toldOf({ state, error = "" }) {
  return `${state} ${error}`;
}

/** Paints the lines in the outbox at the end of the message box, each with its state. */
export class Pending {
  #outbox;
  #lines;
  #sender;
  #painted = new Map();

  /**
   * @param {import("foyer/outbox").Outbox} outbox
   * @param {import("foyer/timeline").Lines} lines
   * @param {{retry: (id: string) => void, discard: (id: string) => void}} sender
   */
  constructor(outbox, lines, sender) {
    this.#outbox = outbox;
    this.#lines = lines;
    this.#sender = sender;
  }

  /** Lines that are left to the guest come last: others pass them when they are delivered. */
  paint() {
    const all = this.#outbox.linesAt(performance.now());
    const waiting = [...all.filter(({ isLeft }) => !isLeft), ...all.filter(({ isLeft }) => isLeft)];
    const ids = new Set(waiting.map((line) => line.id));
    for (const [id, element] of this.#painted) {
      if (!ids.has(id)) {
        this.#lines.removePending(element);
        this.#painted.delete(id);
      }
    }
    for (const line of waiting) {
      const element = this.#painted.get(line.id) ?? this.#add(line);
      if (element.dataset.told !== toldOf(line)) {
        this.#tell(element, line);
      }
    }
    this.#lines.orderPending(waiting.map(({ id, isLeft }) => ({ element: this.#painted.get(id), isLeft })));
  }

  #add({ id, text, re, files }) {
    const element = this.#lines.appendPending(id, text, re, files);
    element.append(document.getElementById("delivery").content.cloneNode(true));
    element.querySelector(".retry").addEventListener("click", () => this.#sender.retry(id));
    element.querySelector(".discard").addEventListener("click", () => this.#sender.discard(id));
    this.#painted.set(id, element);
    return element;
  }

  #tell(element, { state, error, files }) {
    const failed = state === "failed";
    element.dataset.state = state;
    element.dataset.told = toldOf({ state, error });
    element.classList.toggle("failed", failed);
    element.querySelectorAll("button").forEach((button) => {
      button.hidden = !failed;
    });
    const told = element.querySelector(".delivery-state");
    told.role = failed ? "alert" : null;
    const why = error === "gone" && files ? word("files.gone") : word(`message.${error}`);
    told.textContent = failed ? `${word("delivery.failed")} ${why}` : word(`delivery.${state}`);
  }
}
