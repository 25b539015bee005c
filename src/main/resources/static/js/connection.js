import { Client } from "@stomp/stompjs";

const HEART_BEAT = 10_000;
const PATIENCE = 10_000;

/** One connection to a room, that carries others along, from the first try to the last word. It is never made again. */
export class Connection {
  #client;
  #room;
  #others;
  #pulse;

  /**
   * @param {URL} address of the live connections
   * @param {string} room the room's key
   * @param {string[]} others the keys of other rooms
   * @param {{
   *   ready: (connection: Connection) => void,
   *   event: (event: import("foyer/log").Event) => void,
   *   elsewhere: (room: string, event: import("foyer/log").Event) => void,
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
        this.#pulse?.terminate();
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
    this.#beat();
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

  /** The timers of a page that nobody looks at slow down until the server misses heart-beats; a worker's do not. */
  #beat() {
    this.#pulse = new Worker(import.meta.resolve("foyer/pulse"));
    this.#pulse.addEventListener("message", () => this.isOpen && this.#client.webSocket.send("\n"));
    this.#pulse.postMessage(HEART_BEAT);
  }
}

/**
 * Asks why the server refuses a connection, which browsers do not tell.
 * @param {URL} address of the live connections
 * @returns {Promise<{title: string, retryAfter: number} | null>} the reason in the page's language and when to ask
 * again, in seconds; null if no limit refuses one, or there is no answer
 */
export async function askRefusal(address) {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const answer = response.ok ? {} : await response.json();
    return answer.title ? answer : null;
  } catch {
    return null;
  }
}
