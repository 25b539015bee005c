import { request } from "foyer/event-log";

/** How long the server may hold an answer, in seconds. A proxy may allow less. */
const LONGEST_WAIT = 25;
const SHORTEST_WAIT = 2;
/** Browsers have six connections to a host (HTTP/1.1), which hidden tabs must not use up. */
const WAIT_WHILE_HIDDEN = 1;
const PAUSE = 2_000;
const PAUSE_WHILE_HIDDEN = 10_000;
const OTHER_ROOMS_EVERY = 15_000;

/**
 * Carries the talk of a room by HTTP requests, for networks that bar WebSocket. What is said is posted, and events are
 * asked for by long polls. What the guest does (typing, away) is not told.
 */
export class Polling {
  #address;
  #token;
  #to;
  #wait = LONGEST_WAIT;
  #closing = new AbortController();

  /**
   * @param {URL} address of the room, with a slash at its end
   * @param {string} token that the server asks for in what is posted (CSRF)
   * @param {{
   *   ready: (polling: Polling) => void,
   *   catchUp: () => Promise<boolean>,
   *   poll: (wait: number, signal: AbortSignal) => Promise<boolean>,
   *   lookElsewhere: () => Promise<void>,
   *   reply: (reply: import("foyer/outbox").Reply) => void,
   *   closed: (polling: Polling) => void,
   * }} to `ready` is told once the page has caught up, `closed` when that is over; `catchUp` says
   *   whether it could, `poll` whether anything came, `lookElsewhere` has the counts of other rooms fetched
   */
  constructor(address, token, to) {
    this.#address = address;
    this.#token = token;
    this.#to = to;
    this.#run();
  }

  get isOpen() {
    return !this.#closing.signal.aborted;
  }

  /** Says something. The answer is told even if the polling is dropped meanwhile. */
  say(id, text, re, files = []) {
    const attached = files.flatMap((file) => [
      ["files", file.id],
      ["alts", file.alt ?? ""],
    ]);
    this.#postAndReply("messages", { id, text, ...(re && { re }) }, attached);
  }

  /** Sends a change of a message. The answer is told as that of {@link #say}. */
  change(what, { of, ...fields }) {
    this.#postAndReply(`messages/${of}/${what}`, fields);
  }

  signal() {}

  signalAll() {}

  /** Tells how far the guest has read. */
  read(seq) {
    this.#post("read", { seq }).catch(() => this.drop());
  }

  drop() {
    if (this.isOpen) {
      this.#closing.abort();
      this.#to.closed(this);
    }
  }

  async #run() {
    if (await this.#to.catchUp()) {
      this.#to.ready(this);
      await this.#poll();
    } else {
      this.drop();
    }
  }

  async #poll() {
    let lookedAt = performance.now();
    while (this.isOpen) {
      const since = performance.now();
      const { hidden } = document;
      const isNew = await this.#pollOnce(hidden ? WAIT_WHILE_HIDDEN : this.#wait);
      if (performance.now() - lookedAt >= OTHER_ROOMS_EVERY) {
        lookedAt = performance.now();
        await this.#to.lookElsewhere();
      }
      if (hidden) {
        await this.#pause(PAUSE_WHILE_HIDDEN);
      } else if (!isNew && performance.now() - since < PAUSE) {
        // A proxy may not let the server hold its answer.
        await this.#pause(PAUSE);
      }
    }
  }

  async #pollOnce(wait) {
    try {
      return await this.#to.poll(wait, this.#closing.signal);
    } catch {
      if (this.isOpen && !(await this.#to.catchUp())) {
        this.drop();
      }
      // A proxy may cut what takes too long.
      this.#wait = Math.max(SHORTEST_WAIT, Math.floor(this.#wait / 2));
      return false;
    }
  }

  async #postAndReply(what, fields, repeated) {
    try {
      const response = await this.#post(what, fields, repeated);
      this.#to.reply({ ...(await readReply(response)), id: fields.id });
    } catch {
      this.drop();
    }
  }

  #post(what, fields, repeated = []) {
    return request(new URL(what, this.#address), {
      method: "POST",
      body: new URLSearchParams([...Object.entries({ ...fields, _csrf: this.#token }), ...repeated]),
    });
  }

  /** A page that is looked at again does not wait any longer. */
  #pause(span) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", end);
        done();
      };
      const timer = setTimeout(end, span);
      document.addEventListener("visibilitychange", end);
    });
  }
}

/** What stands in the way may answer instead of the server, with a page of its own. */
async function readReply(response) {
  const { seq, error, retryAfter } = await response.json().catch(() => ({}));
  if (response.ok && Number.isSafeInteger(seq)) {
    return { seq };
  }
  // What a filter refuses for its text would be refused again.
  const isFinal = response.status >= 400 && response.status < 500 && ![403, 408, 429].includes(response.status);
  return { error: typeof error === "string" ? error : isFinal ? "bad-frame" : "unavailable", ...(retryAfter > 0 && { retryAfter }) };
}
