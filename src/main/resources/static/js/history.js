const MOST = 200;
const OLDER = 100;
const SEARCHED_PAGES = 25;
const SEARCHED_BACK = 2_000;
const PATIENCE = 10_000;
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
  #running = null;
  #again = false;

  /**
   * @param {URL} address where the room's events are read
   * @param {import("foyer/log").Log} log
   * @param {(events: import("foyer/log").Event[]) => void} show is handed each run of new events to be shown
   */
  constructor(address, log, show) {
    this.#address = address;
    this.#log = log;
    this.#show = show;
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
   * Fetches some events before the first one shown.
   * @returns {Promise<{events: import("foyer/log").Event[], more: boolean}>}
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
      const { last, newest } = this.#log;
      const page = await this.#fetch({ after: last, limit: MOST });
      const isFull = page.events.length === MOST;
      this.#show(this.#log.take(last, page.events, isFull ? last : newest));
      this.#log.expect(page.lastSeq);
      more = isFull || this.#again || this.#log.behind;
    }
  }

  async #fetch(query) {
    let response = await this.#get(query);
    if (response.status === 403) {
      // Another tab may just be walking into a room, by which the session gets a new id.
      await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
      response = await this.#get(query);
    }
    if (response.status === 403) {
      throw new SeatGone();
    }
    if (!response.ok) {
      throw new Error(`The room's log is not to be read: ${response.status}`);
    }
    return response.json();
  }

  #get(query) {
    const address = new URL(this.#address);
    address.search = new URLSearchParams(query).toString();
    return fetch(address, {
      cache: "no-store",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }
}
