import { SEAT_GONE, SeatGone } from "foyer/event-log";

const { Client } = window.StompJs;

const HEART_BEAT = 10_000;
const PATIENCE = 10_000;

/** One connection to a room, that carries others along, from the first try to the last word. It is never made again. */
class Connection {
  #client;
  #room;
  #others;
  #heartbeat = null;
  #closing = new AbortController();

  /**
   * @param {URL} address of the live connections
   * @param {string} room the room's key
   * @param {string[]} others the keys of other rooms
   * @param {{
   *   ready: (connection: Connection) => void,
   *   event: (event: import("foyer/event-log").Event) => void,
   *   elsewhere: (room: string, event: import("foyer/event-log").Event) => void,
   *   signal: (signal: {type: string, author: string}) => void,
   *   reply: (reply: import("foyer/outbox").Reply) => void,
   *   refused: (error: string) => void,
   *   closed: (connection: Connection, close: CloseEvent) => void,
   * }} to what is told of what happens; from `ready` on no event of the room is missed
   */
  constructor(address, room, others, to) {
    this.#room = room;
    this.#others = others;
    this.#client = new Client({
      brokerURL: address.href.replace(/^http/, "ws"),
      reconnectDelay: 0,
      connectionTimeout: PATIENCE,
      heartbeatIncoming: HEART_BEAT,
      heartbeatOutgoing: HEART_BEAT,
      // A dead line would take its time to close.
      discardWebsocketOnCommFailure: true,
      // Answered in kind, and cheaper for the server.
      forceBinaryWSFrames: true,
      onConnect: () => this.#subscribe(to),
      onStompError: (frame) => to.refused(frame.headers.message),
      onWebSocketClose: (close) => {
        this.#closing.abort();
        this.#heartbeat?.terminate();
        to.closed(this, close);
      },
    });
    this.#client.activate();
  }

  get isOpen() {
    return this.#client.connected;
  }

  say(id, text) {
    this.#send(this.#room, "say", { id, text });
  }

  /** Tells the others in the room what the guest does; it is lost where the connection is. */
  signal(type) {
    this.#send(this.#room, "signal", { type });
  }

  /** Tells the others in all rooms. */
  signalAll(type) {
    [this.#room, ...this.#others].forEach((room) => this.#send(room, "signal", { type }));
  }

  /** Tells how far the guest has read. */
  read(seq) {
    this.#send(this.#room, "read", { seq });
  }

  drop() {
    this.#client.deactivate({ force: true });
  }

  #send(room, what, body) {
    this.#client.publish({
      destination: `/app/rooms.${room}.${what}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  #subscribe(to) {
    this.#beatWhileHidden();
    document.addEventListener("visibilitychange", () => this.#beatWhileHidden(), { signal: this.#closing.signal });
    const tooLate = setTimeout(() => this.drop(), PATIENCE);
    this.#client.watchForReceipt("room", () => {
      clearTimeout(tooLate);
      to.ready(this);
    });
    this.#client.subscribe("/user/queue/replies", ({ body }) => to.reply(JSON.parse(body)));
    // Before the room itself, so that from its receipt on nothing is missed anywhere.
    for (const other of this.#others) {
      this.#client.subscribe(`/topic/rooms.${other}`, ({ body }) => to.elsewhere(other, JSON.parse(body)));
    }
    this.#client.subscribe(`/topic/rooms.${this.#room}`, ({ body }) => to.event(JSON.parse(body)), {
      id: "room",
      receipt: "room",
    });
    this.#client.subscribe(`/topic/rooms.${this.#room}.signals`, ({ body }) => to.signal(JSON.parse(body)), {
      id: "signals",
    });
  }

  /** Timers of a hidden page slow down until the server misses heart-beats; those of a worker do not. */
  #beatWhileHidden() {
    if (!document.hidden || this.#heartbeat) {
      return;
    }
    try {
      this.#heartbeat = new Worker(import.meta.resolve("foyer/heartbeat-worker"));
      this.#heartbeat.addEventListener("message", () => this.isOpen && this.#client.webSocket.send("\n"));
      this.#heartbeat.postMessage(HEART_BEAT);
    } catch {
      // Without a worker the server may take a page that is hidden for long for gone. It comes back when it is shown.
    }
  }
}

/**
 * Asks why the server refuses a connection, which browsers do not tell.
 * @param {URL} address of the live connections
 * @returns {Promise<{title: string, retryAfter: number} | null>} the reason in the page's language and when to ask
 * again, in seconds; null if no limit refuses one, or there is no answer
 */
async function askRefusal(address) {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const answer = response.ok ? {} : await response.json();
    return answer.title ? answer : null;
  } catch {
    return null;
  }
}

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const POLICY = 1008;
const TOO_BIG = 1009;

/**
 * Keeps the room's live connection, and says in which of these states it is:
 *
 * - `connecting`: a connection is being made, or the page is catching up over it
 * - `connected`: what is said comes here at once, and everything said before is shown
 * - `waiting`: the connection is gone, the next is tried after a while, or as soon as a limit allows it
 * - `offline`: the same, and the browser has no network
 * - `ended`: the guest has no seat here any more; nothing is tried again
 */
export class Live {
  #address;
  #room;
  #to;
  #connection = null;
  #attempts = 0;
  #timer;
  #state = null;
  #isAlone = true;
  #why = null;

  /**
   * @param {URL} address of the live connections
   * @param {string} room the room's key
   * @param {{
   *   others: () => string[],
   *   state: (state: string, until?: number, why?: string) => void,
   *   event: (event: import("foyer/event-log").Event) => void,
   *   elsewhere: (room: string, event: import("foyer/event-log").Event) => void,
   *   signal: (signal: {type: string, author: string}) => void,
   *   reply: (reply: import("foyer/outbox").Reply) => void,
   *   blame: (error: string) => void,
   *   catchUp: () => Promise<void>,
   * }} to what is told of what happens; `others` are the keys of the rooms to be carried along, `blame` says why the server cuts a connection, `catchUp` fails with
   * {@link SeatGone} if the guest has no seat any more
   */
  constructor(address, room, to) {
    this.#address = address;
    this.#room = room;
    this.#to = to;
  }

  start() {
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#connection?.drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    this.#open();
  }

  /** Says something. Only to be called in the state `connected`. */
  say(id, text) {
    this.#connection.say(id, text);
  }

  /** Tells the others in the room what the guest does, if that can be done at the moment. */
  signal(type) {
    if (this.#isConnected) {
      this.#connection.signal(type);
    }
  }

  /** Tells the others in all rooms. */
  signalAll(type) {
    if (this.#isConnected) {
      this.#connection.signalAll(type);
    }
  }

  /**
   * Tells how far the guest has read, if that can be done at the moment.
   * @returns {boolean} whether it could
   */
  read(seq) {
    if (!this.#isConnected) {
      return false;
    }
    this.#connection.read(seq);
    return true;
  }

  /** Has the page catch up; if that cannot be, a new connection may help. */
  async catchUp() {
    const connection = this.#connection;
    try {
      await this.#to.catchUp();
    } catch (error) {
      if (error instanceof SeatGone) {
        this.end();
      } else {
        connection?.drop();
      }
    }
  }

  /** The guest has no seat here any more. */
  end() {
    if (this.#state !== "ended") {
      this.quit();
      this.#to.state("ended");
    }
  }

  /** The guest is about to leave: the connection is given up for good, and nothing more is told. */
  quit() {
    this.#state = "ended";
    clearTimeout(this.#timer);
    this.#connection?.drop();
  }

  get #isConnected() {
    return this.#state === "connected" && this.#connection.isOpen;
  }

  #open() {
    this.#why = null;
    this.#tell("connecting");
    const others = this.#to.others();
    this.#isAlone = others.length === 0;
    this.#connection = new Connection(this.#address, this.#room, others, {
      event: this.#to.event,
      elsewhere: this.#to.elsewhere,
      signal: this.#to.signal,
      reply: this.#to.reply,
      ready: (connection) => this.#ready(connection),
      refused: (error) => this.#refused(error),
      closed: (connection, close) => this.#closed(connection, close),
    });
  }

  async #ready(connection) {
    await this.catchUp();
    if (connection === this.#connection && connection.isOpen && this.#state === "connecting") {
      this.#attempts = 0;
      this.#tell("connected");
    }
  }

  #refused(error) {
    if (!SEAT_GONE.includes(error)) {
      this.#to.blame(error);
    } else if (this.#isAlone) {
      this.end();
    }
  }

  #closed(connection, { code, reason }) {
    if (connection !== this.#connection || this.#state === "ended") {
      return;
    }
    this.#connection = null;
    // With other rooms on board the seat may be that in another one. Catching up tells.
    if (SEAT_GONE.includes(reason) && this.#isAlone) {
      this.end();
      return;
    }
    if (code === TOO_BIG) {
      this.#to.blame("too-large");
    }
    const wasConnecting = this.#state === "connecting";
    this.#wait();
    if (wasConnecting || code === POLICY) {
      // A browser does not tell why it got no connection. Reading does, and goes on where only reading is possible.
      this.catchUp();
    }
    if (wasConnecting) {
      this.#explain();
    }
  }

  /** Waits longer from try to try, and never as long as the others who lost their connection at the same time. */
  #wait() {
    const most = Math.min(LONGEST_WAIT, 2 * SHORTEST_WAIT * 2 ** this.#attempts);
    const wait = SHORTEST_WAIT + Math.random() * (most - SHORTEST_WAIT);
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#open(), wait);
    if (navigator.onLine) {
      this.#tell("waiting", performance.now() + wait);
    } else {
      this.#tell("offline");
    }
  }

  #hurry() {
    if (this.#state === "waiting" || this.#state === "offline") {
      clearTimeout(this.#timer);
      if (this.#why) {
        this.#tryAgain();
      } else {
        this.#open();
      }
    }
  }

  /**
   * Shows which limit refuses a connection, if one does, and waits until it no longer does.
   * @returns {Promise<boolean>} whether one does
   */
  async #explain() {
    const refusal = await askRefusal(this.#address);
    if (this.#state !== "waiting" || !refusal) {
      return false;
    }
    if (this.#why !== refusal.title) {
      this.#why = refusal.title;
      this.#tell("waiting", undefined, this.#why);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tryAgain(), refusal.retryAfter * 1_000 * (1 + Math.random()));
    return true;
  }

  async #tryAgain() {
    this.catchUp();
    if (!(await this.#explain()) && (this.#state === "waiting" || this.#state === "offline")) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  #tell(state, until, why) {
    this.#state = state;
    this.#to.state(state, until, why);
  }
}
