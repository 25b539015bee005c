/**
 * An event of the room, as the server tells it. A change has `of`, the line that it changes, and a reaction or a pin
 * `on`. A line has what later events have changed of it, up to `rev`, as far as the server tells it.
 * @typedef {{seq: number, type: string, id?: string, author: string, html?: string, text?: string, at: string,
 *   re?: number, quote?: {seq: number, author?: string, text?: string, deleted?: boolean}, of?: number, emoji?: string,
 *   on?: boolean, rev?: number, edited?: boolean, editedAt?: string, deleted?: boolean, deletedAt?: string,
 *   reactions?: {emoji: string, count: number, mine: boolean, names: string[]}[], pinned?: boolean}} Event
 */

/** Whether an event shows as a line. Types that the page does not know do not: a newer server may have them. */
export function isLine({ type }) {
  return type === "message" || type === "join" || type === "leave";
}

/** Whether an event changes a line. */
export function isChange({ type }) {
  return type === "edit" || type === "delete" || type === "react" || type === "pin";
}

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
   * @param {string} [at] its time as the server wrote it, if known
   */
  constructor(first, last, at) {
    this.restart(first, last, at);
  }

  /** Begins anew with other events shown than before. The parameters are those of the constructor. */
  restart(first, last, at) {
    this.first = first;
    this.last = last;
    this.at = at;
    this.newest = last;
    this.#held.clear();
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
          this.#reach(event.seq, event.at);
          shown.push(event);
        }
      }
      if (upTo > this.last) {
        // What was not among them is no more: such old events are purged.
        this.#reach(upTo);
      }
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

  /** The events from `seq` on are shown. */
  reachBackTo(seq) {
    this.first = Math.min(this.first, seq);
  }

  #release(shown) {
    for (const seq of this.#held.keys()) {
      if (seq <= this.last) {
        this.#held.delete(seq);
      }
    }
    while (this.#held.has(this.last + 1)) {
      const event = this.#held.get(this.last + 1);
      this.#reach(event.seq, event.at);
      shown.push(event);
      this.#held.delete(event.seq);
    }
    return shown;
  }

  #reach(seq, at) {
    this.last = seq;
    this.at = at;
  }
}

function inOrder(events) {
  return [...events].sort((one, other) => one.seq - other.seq);
}

const PATIENCE = 3_000;
const LONG_PATIENCE = 10_000;
const POOL = 6;
const SMALL_FILE = document.querySelector("link[rel=icon]").href;
let cleaning = null;

/**
 * Sends a request. A line that dies without a sign leaves dead connections in the browser's pool, and a request that
 * gets one of them hangs. So a request that has no answer after three seconds is sent again over a new connection.
 * @param {URL} address
 * @param {RequestInit & {wait?: number}} [options] `wait`: how long the server may hold the answer, in seconds
 * @returns {Promise<Response>} fails where there is no answer
 */
export async function request(address, { wait = 0, ...options } = {}) {
  try {
    return await requestWithin(PATIENCE + wait * 1_000, address, options);
  } catch (error) {
    if (error.name !== "TimeoutError" || wait > 0) {
      throw error;
    }
    await closeDeadConnections();
    return requestWithin(LONG_PATIENCE, address, options);
  }
}

async function requestWithin(patience, address, { signal, headers, ...options }) {
  const abort = new AbortController();
  const giveUp = () => abort.abort(new DOMException("No answer", "TimeoutError"));
  const timer = setTimeout(giveUp, patience);
  signal?.addEventListener("abort", () => abort.abort(signal.reason), { signal: abort.signal });
  try {
    return await fetch(address, {
      cache: "no-store",
      headers: { Accept: "application/json", ...headers },
      signal: abort.signal,
      ...options,
    });
  } finally {
    clearTimeout(timer);
    // The rest of an answer may take its time, but not for ever.
    setTimeout(giveUp, LONG_PATIENCE);
  }
}

/**
 * Closes the connections of the browser's pool that are dead. Browsers have six to a host (HTTP/1.1). Of as many requests
 * at once, at least one gets a new connection; when it is answered the others are given up, and with them what they hang
 * on.
 */
function closeDeadConnections() {
  cleaning ??= askForSmallFile().finally(() => {
    cleaning = null;
  });
  return cleaning;
}

async function askForSmallFile() {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  const options = { cache: "no-store", signal: abort.signal };
  await Promise.any(Array.from({ length: POOL }, () => fetch(SMALL_FILE, options))).catch(() => {});
  clearTimeout(timer);
  abort.abort();
}

const MOST = 200;
const OLDER = 100;
const SEARCHED_PAGES = 25;
const SEARCHED_BACK = 2_000;
const MOST_BEHIND = 2_000;
const SECOND_LOOK = 1_000;

/** The guest has no seat in the room any more. */
export class SeatGone extends Error {}

/** The words of the server that mean the same. */
export const SEAT_GONE = ["session-ended", "not-a-member", "forbidden"];

/** Reads the room's log from the server into the {@link Log}. */
export class History {
  #address;
  #log;
  #show;
  #startOver;
  #running = null;
  #startingOver = null;
  #again = false;

  /**
   * @param {URL} address where the room's events are read
   * @param {import("foyer/event-log").Log} log
   * @param {(events: import("foyer/event-log").Event[]) => void} show is handed each run of new events to be shown
   * @param {(why: "reset" | "behind") => Promise<void>} startOver shows the newest events in place of those shown, and
   *   restarts the log with them: those shown are not in the room's log any more, as after a backup was restored
   *   (`reset`), or there are more than 2,000 after them (`behind`)
   */
  constructor(address, log, show, startOver) {
    this.#address = address;
    this.#log = log;
    this.#show = show;
    this.#startOver = startOver;
  }

  /**
   * Fetches page by page whatever the room's log has after the last event shown. When the promise is kept, the page
   * shows all that the room's log had when this was called.
   */
  catchUp() {
    this.#again = this.#running !== null;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /**
   * Shows what the room's log has after the last event shown. If it has nothing the server waits for an event.
   * @param {number} wait how long, in seconds
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} whether there was one
   */
  async poll(wait, signal) {
    const { last } = this.#log;
    await this.#fetchNext({ wait, signal });
    return this.#log.last !== last;
  }

  /**
   * Fetches some events before the first one shown.
   * @returns {Promise<{events: import("foyer/event-log").Event[], more: boolean}>}
   */
  async older() {
    const { first } = this.#log;
    const { events } = await this.#fetch({ before: first, limit: OLDER });
    if (first !== this.#log.first) {
      // Meanwhile the log has forgotten what came after these.
      return this.older();
    }
    return { events: this.#log.takeOlder(events), more: events.length === OLDER };
  }

  /** Fetches the line of a number; undefined if there is none. */
  async line(seq) {
    const { events } = await this.#fetch({ before: seq + 1, limit: 1 });
    return events.find((event) => event.seq === seq);
  }

  /**
   * Fetches some events before a number.
   * @returns {Promise<{events: import("foyer/event-log").Event[], more: boolean, firstSeq: number}>} `more`: whether
   * there may be older ones
   */
  async before(seq) {
    const { events, firstSeq } = await this.#fetch({ before: seq, limit: OLDER });
    return { events, more: events.length === OLDER, firstSeq };
  }

  /**
   * Fetches some events on both sides of a number, or the oldest ones if those are purged.
   * @returns {Promise<{events: import("foyer/event-log").Event[], more: boolean, upTo: number}>} all up to a number
   */
  async around(seq) {
    const end = seq + OLDER / 2;
    const page = await this.before(end);
    return end <= page.firstSeq ? this.around(page.firstSeq) : { ...page, upTo: end - 1 };
  }

  /**
   * Fetches some events after a number.
   * @returns {Promise<{events: import("foyer/event-log").Event[], upTo: number}>} all up to a number
   */
  async following(seq) {
    const { events } = await this.before(seq + OLDER + 1);
    return { events: events.filter((event) => event.seq > seq), upTo: seq + OLDER };
  }

  /**
   * Finds the first event at or after a moment.
   * @param {number} at in milliseconds
   * @returns {Promise<number | undefined>} its number; undefined if there is none
   */
  async findFirstAt(at) {
    const { events } = await this.#fetch({ from: new Date(at).toISOString(), limit: 1 });
    return events[0]?.seq;
  }

  /**
   * Finds out which messages the room's log has. It reads at most 5,000 events.
   * @param {string[]} ids
   * @param {number} [after] they can only stand after this event; without it, the newest 2,000 events are searched
   * @returns {Promise<string[]>} the ids of those that were found
   */
  async find(ids, after) {
    const found = new Set();
    let last = after ?? Infinity;
    if (last > this.#log.newest) {
      // Unknown, or beyond the end of a log that was restored from a backup.
      last = Math.max(0, this.#log.newest - SEARCHED_BACK);
    }
    for (let pages = 0; pages < SEARCHED_PAGES && found.size < ids.length; pages++) {
      const { events } = await this.#fetch({ after: last, limit: MOST });
      events.filter(({ id }) => ids.includes(id)).forEach(({ id }) => found.add(id));
      if (events.length < MOST) {
        break;
      }
      last = events.at(-1).seq;
    }
    return [...found];
  }

  async #run() {
    let more = true;
    while (more) {
      this.#again = false;
      more = (await this.#fetchNext()) || this.#again || this.#log.behind;
    }
  }

  /** @returns {Promise<boolean>} whether there may be more */
  async #fetchNext(options = {}) {
    const { last, newest, at } = this.#log;
    const page = await this.#fetch({ after: last, ...(at && { at }), limit: MOST }, options);
    const [next] = page.events;
    if (page.reset || (next && page.lastSeq - next.seq >= MOST_BEHIND)) {
      this.#startingOver ??= this.#startOver(page.reset ? "reset" : "behind").finally(() => {
        this.#startingOver = null;
      });
      await this.#startingOver;
      return true;
    }
    const isFull = page.events.length === MOST;
    this.#show(this.#log.take(last, page.events, isFull ? last : newest));
    this.#log.expect(page.lastSeq);
    return isFull;
  }

  async #fetch(query, options) {
    let response = await this.#get(query, options);
    if (response.status === 403) {
      // Another tab may just be walking into a room, by which the session gets a new id.
      await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
      response = await this.#get(query, options);
    }
    if (response.status === 403) {
      // A proxy may refuse, too.
      const { error } = await response.json().catch(() => ({}));
      if (SEAT_GONE.includes(error)) {
        throw new SeatGone();
      }
    }
    if (!response.ok) {
      throw new Error(`The room's log cannot be read: ${response.status}`);
    }
    return response.json();
  }

  #get(query, options) {
    const address = new URL(this.#address);
    address.search = new URLSearchParams({ ...query, ...(options?.wait && { wait: options.wait }) }).toString();
    return request(address, options);
  }
}
