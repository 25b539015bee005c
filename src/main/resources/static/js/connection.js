import { request, SEAT_GONE, SeatGone } from "foyer/event-log";
import { session } from "foyer/storage";

const HEART_BEAT = 10_000;
const PATIENCE = 10_000;
const SILENCE = 20_000;
const LOOK_EVERY = 5_000;
const SECOND_LOOK = 500;
const PROVEN_AFTER = 5_000;
const GOING_AWAY = 1001;

/** Makes a socket send only while it is open. A browser reports what is sent while it closes as an error. */
function sendWhileOpen(socket) {
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    if (socket.readyState === WebSocket.OPEN) {
      send(data);
    }
  };
  return socket;
}

/**
 * One live connection: STOMP over WebSocket, from the first try to the last word. It is never made again.
 *
 * It counts the time by a monotonic clock. The STOMP library counts by the wall clock, and so its own check for
 * a dead line is off.
 */
class Connection {
  /** Whether it works: it carried something some time after it was ready, or carried the server's goodbye. */
  isProven = false;
  #client;
  #room;
  #heartbeat = null;
  #watch;
  #readyAt = Infinity;
  #closing = new AbortController();

  /**
   * @param {URL} address of the live connections
   * @param {string} room the room's key
   * @param {{
   *   ready: (connection: Connection) => void,
   *   event: (event: import("foyer/event-log").Event) => void,
   *   elsewhere: (news: import("foyer/rooms").News) => void,
   *   signal: (signal: import("foyer/people").Signal) => void,
   *   reply: (reply: import("foyer/outbox").Reply) => void,
   *   refused: (error: string) => void,
   *   closed: (connection: Connection, close: CloseEvent) => void,
   * }} to what is told of what happens; from `ready` on no event of the room is missed
   */
  constructor(address, room, to) {
    this.#room = room;
    this.#client = new window.StompJs.Client({
      webSocketFactory: () => {
        try {
          const live = address.href.replace(/^http/, "ws");
          return sendWhileOpen(new WebSocket(live, window.StompJs.Versions.default.protocolVersions()));
        } catch (error) {
          // The library does not report it.
          setTimeout(() => to.closed(this, { code: 1006, reason: "" }));
          throw error;
        }
      },
      reconnectDelay: 0,
      connectionTimeout: PATIENCE,
      heartbeatIncoming: HEART_BEAT,
      heartbeatOutgoing: HEART_BEAT,
      heartbeatToleranceMultiplier: Infinity,
      // A dead line would take its time to close.
      discardWebsocketOnCommFailure: true,
      // Answered in kind, and cheaper for the server.
      forceBinaryWSFrames: true,
      onConnect: () => this.#subscribe(to),
      onStompError: (frame) => to.refused(frame.headers.message),
      onWebSocketClose: (close) => {
        this.#closing.abort();
        clearInterval(this.#watch);
        this.#heartbeat?.terminate();
        // A server that stops closes what worked.
        this.isProven ||= close.code === GOING_AWAY && this.#readyAt < Infinity;
        to.closed(this, close);
      },
    });
    this.#client.activate();
  }

  get isOpen() {
    return this.#client.connected;
  }

  say(id, text, re, files = []) {
    const attached = files.length > 0 ? { files: files.map((file) => file.id), alts: files.map(({ alt = "" }) => alt) } : {};
    this.#send(this.#room, "say", { id, text, re, ...attached });
  }

  change(what, change) {
    this.#send(this.#room, what, change);
  }

  /** Tells the others in the room what the guest does; it is lost where the connection is. */
  signal(type) {
    this.signalAll(type, [this.#room]);
  }

  /** Tells the others in some rooms. */
  signalAll(type, rooms) {
    rooms.forEach((room) => this.#send(room, "signal", { type }));
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
    this.#watchLine();
    this.#beatWhileHidden();
    document.addEventListener("visibilitychange", () => this.#beatWhileHidden(), { signal: this.#closing.signal });
    const tooLate = setTimeout(() => this.drop(), PATIENCE);
    this.#client.watchForReceipt("room", () => {
      clearTimeout(tooLate);
      this.#readyAt = performance.now();
      to.ready(this);
    });
    this.#client.subscribe("/user/queue/replies", ({ body }) => to.reply(JSON.parse(body)));
    // Before the room itself, so that from its receipt on nothing is missed anywhere.
    this.#client.subscribe("/user/queue/rooms", ({ body }) => to.elsewhere(JSON.parse(body)));
    this.#client.subscribe(`/topic/rooms.${this.#room}`, ({ body }) => to.event(JSON.parse(body)), {
      id: "room",
      receipt: "room",
    });
    this.#client.subscribe(`/topic/rooms.${this.#room}.signals`, ({ body }) => to.signal(JSON.parse(body)), {
      id: "signals",
    });
  }

  /**
   * Drops a line that has brought nothing for too long, not even a heart-beat. In some browsers the monotonic clock stops
   * while the machine sleeps. The wall clock goes on, and so the line is dropped as soon as the machine wakes.
   */
  #watchLine() {
    let heardAt = performance.now();
    let ahead = wallClockAhead();
    this.#client.webSocket.addEventListener("message", () => {
      heardAt = performance.now();
      this.isProven ||= heardAt - this.#readyAt > PROVEN_AFTER;
    });
    const isSilent = () => performance.now() - heardAt > SILENCE;
    this.#watch = setInterval(() => {
      const slept = wallClockAhead() - ahead;
      ahead += slept;
      if (slept > SILENCE) {
        this.drop();
      } else if (isSilent()) {
        // What came while the page was busy is heard first.
        setTimeout(() => isSilent() && this.drop(), SECOND_LOOK);
      }
    }, LOOK_EVERY);
  }

  /** Timers of a hidden page slow down until the server misses heart-beats; those of a worker do not. */
  #beatWhileHidden() {
    if (document.hidden && !this.#heartbeat) {
      this.#heartbeat = startWorker();
      this.#heartbeat?.addEventListener("message", () => this.isOpen && this.#client.webSocket.send("\n"));
      this.#heartbeat?.postMessage(HEART_BEAT);
    }
  }
}

function wallClockAhead() {
  return Date.now() - performance.now();
}

function startWorker() {
  try {
    return new Worker(import.meta.resolve("foyer/heartbeat-worker"));
  } catch {
    // Without a worker the page's own timers have to do.
    return null;
  }
}

/** Whether this page can make live connections: an extension may have taken away what it needs. */
function canConnect() {
  return Boolean(window.WebSocket && window.StompJs);
}

/**
 * Asks why the server refuses a connection, which browsers do not tell.
 * @param {URL} address of the live connections
 * @returns {Promise<{error: string, title: string, retryAfter?: number} | null>} the reason, and in the page's language,
 *   and when to ask again, in seconds; null if there is none but a lost seat, or no answer
 */
async function askRefusal(address) {
  const asked = new URL(address);
  asked.searchParams.set("origin", location.origin);
  try {
    const response = await request(asked);
    const answer = response.ok ? {} : await response.json();
    return answer.title && answer.error !== "not-a-member" ? answer : null;
  } catch {
    return null;
  }
}

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const CATCH_UP_AGAIN = 1_000;
const CONNECT_AGAIN = 60_000;
const FAILURES = 2;
const POLICY = 1008;
const TOO_BIG = 1009;

/**
 * What carries the talk of this page, for modules that are loaded later.
 * @type {Live}
 */
export let live;

/** Kept while the network of this tab bars live connections, so that the next page begins without one. */
const BARRED = "foyer.barred";

/**
 * Keeps the room's talk going, and says in which of these states it is:
 *
 * - `connecting`: a connection is being made, or the page is catching up over it
 * - `connected`: what is said comes here at once, and everything said before is shown
 * - `polling`: live connections fail, and everything goes by HTTP; one is tried again every minute
 * - `waiting`: the connection is gone, the next is tried after a while, or as soon as a limit allows it
 * - `offline`: the same, and the browser has no network
 * - `ended`: the guest has no seat here any more; nothing is tried again
 *
 * A {@link Connection} carries the talk, or a {@link import("foyer/polling").Polling}; both have `isOpen`, `say`,
 * `change`, `signal`, `signalAll`, `read` and `drop`.
 */
export class Live {
  #address;
  #room;
  #to;
  #follower = { state: () => {}, reply: () => {}, blame: () => {} };
  /** What carries the talk, or will once it is ready. */
  #carrier = null;
  /** The connection that is tried while the talk is carried by polling. */
  #candidate = null;
  #attempts = 0;
  /** How many connections in a row failed while HTTP worked. */
  #failures = 0;
  #isPolling = false;
  #triedAt = -Infinity;
  #timer;
  #catchUpTimer = null;
  #state = null;
  #why = null;

  /**
   * @param {URL} home where the server is
   * @param {string} room the room's key
   * @param {{
   *   token: () => string,
   *   others: () => string[],
   *   state: (state: string, until?: number, why?: string) => void,
   *   event: (event: import("foyer/event-log").Event) => void,
   *   elsewhere: (news: import("foyer/rooms").News) => void,
   *   signal: (signal: import("foyer/people").Signal) => void,
   *   reply: (reply: import("foyer/outbox").Reply) => void,
   *   blame: (error: string) => void,
   *   catchUp: () => Promise<void>,
   *   poll: (wait: number, signal: AbortSignal) => Promise<boolean>,
   *   lookElsewhere: () => Promise<void>,
   * }} to what is told of what happens, and asked: `token` is for what is posted (CSRF), `others` are the keys of the
   *   guest's other rooms, `blame` says why the server cuts a connection, `catchUp` fails with {@link SeatGone} if the
   *   guest has no seat any more, `poll` is that of {@link import("foyer/event-log").History}, `lookElsewhere` fetches
   *   the counts of other rooms; `until` is of the clock of `performance.now()`
   */
  constructor(home, room, to) {
    this.#address = { live: new URL("live", home), room: new URL(`rooms/${room}/`, home) };
    this.#room = room;
    this.#to = to;
  }

  start() {
    live = this;
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#carrier?.drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    this.#failures = session.get(BARRED) === null ? 0 : FAILURES;
    this.#open();
  }

  /** Has somebody else told, too, of states, replies and blame: who sends changes of messages. */
  follow(follower) {
    this.#follower = follower;
  }

  /** Whether the guest has no seat here any more. */
  get isOver() {
    return this.#state === "ended";
  }

  /**
   * Says something. Only to be called in the states `connected` and `polling`.
   * @param {number} [re] the message that it replies to
   * @param {import("foyer/attachments").FileRecord[]} [files]
   */
  say(id, text, re, files) {
    this.#carrier?.say(id, text, re, files);
  }

  /**
   * Sends a change of a message, if that can be done at the moment.
   * @param {"edit" | "delete" | "react" | "pin"} what
   * @param {{id: string, of: number}} change with the fields of its kind
   * @returns {boolean} whether it could
   */
  change(what, change) {
    if (this.#isReady) {
      this.#carrier.change(what, change);
    }
    return this.#isReady;
  }

  /** Tells the others in the room what the guest does, if that can be done at the moment. */
  signal(type) {
    if (this.#isReady) {
      this.#carrier.signal(type);
    }
  }

  /** Tells the others in all rooms. */
  signalAll(type) {
    if (this.#isReady) {
      this.#carrier.signalAll(type, [this.#room, ...this.#to.others()]);
    }
  }

  /**
   * Tells how far the guest has read, if that can be done at the moment.
   * @returns {boolean} whether it could
   */
  read(seq) {
    if (!this.#isReady) {
      return false;
    }
    this.#carrier.read(seq);
    return true;
  }

  /** Has the page catch up. While there is a connection it is tried until it succeeds. */
  async catchUp() {
    if (!(await this.#catchUpOnce()) && this.#carrier?.isOpen) {
      this.#catchUpTimer ??= setTimeout(() => {
        this.#catchUpTimer = null;
        this.catchUp();
      }, CATCH_UP_AGAIN);
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
    this.#carrier?.drop();
    this.#candidate?.drop();
  }

  get #isReady() {
    return (this.#state === "connected" || this.#state === "polling") && this.#carrier?.isOpen === true;
  }

  get #isWaiting() {
    return !this.#isPolling && (this.#state === "waiting" || this.#state === "offline");
  }

  /** @returns {Promise<boolean>} whether the page has caught up */
  async #catchUpOnce() {
    try {
      await this.#to.catchUp();
      return true;
    } catch (error) {
      if (error instanceof SeatGone) {
        this.end();
      }
      return false;
    }
  }

  /** Begins with what is likely to succeed. */
  #open() {
    this.#why = null;
    this.#tell("connecting");
    if (this.#failures < FAILURES && canConnect()) {
      this.#carrier = this.#connect();
    } else {
      this.#poll();
    }
  }

  #connect() {
    this.#triedAt = performance.now();
    return new Connection(this.#address.live, this.#room, {
      event: this.#to.event,
      elsewhere: (news) => this.#hearElsewhere(news),
      signal: this.#to.signal,
      reply: (reply) => this.#answer(reply),
      ready: (connection) => this.#ready(connection),
      refused: (error) => this.#refused(error),
      closed: (connection, close) => this.#closed(connection, close),
    });
  }

  /** The page has to catch up before it counts as connected. Where that fails for now, the connection is kept. */
  async #ready(connection) {
    const isWanted = () => connection.isOpen && (connection === this.#carrier || connection === this.#candidate);
    while (isWanted() && !(await this.#catchUpOnce())) {
      await new Promise((done) => setTimeout(done, CATCH_UP_AGAIN));
    }
    if (!isWanted()) {
      return;
    }
    if (connection === this.#candidate) {
      this.#changeOverTo(connection);
    }
    this.#why = null;
    session.remove(BARRED);
    this.#tell("connected");
  }

  #changeOverTo(connection) {
    const polling = this.#carrier;
    this.#carrier = connection;
    this.#candidate = null;
    this.#isPolling = false;
    this.#failures = 0;
    clearTimeout(this.#timer);
    polling?.drop();
    // What was posted and is not answered is said again: the room's log takes each id once.
    this.#tell("connecting");
  }

  /** A guest who leaves one of several rooms keeps the connection. */
  #hearElsewhere(news) {
    if (news.left && news.room === this.#room) {
      this.end();
    } else {
      this.#to.elsewhere(news);
    }
  }

  #answer(reply) {
    this.#follower.reply(reply);
    this.#to.reply(reply);
  }

  #refused(error) {
    if (!SEAT_GONE.includes(error)) {
      this.#blame(error);
    }
  }

  #blame(error) {
    this.#follower.blame(error);
    this.#to.blame(error);
  }

  #closed(connection, { code, reason }) {
    if (this.#state === "ended") {
      return;
    }
    if (reason === "session-ended") {
      this.end();
    } else if (connection === this.#candidate) {
      this.#candidate = null;
      this.#connectLater();
      this.#explainPolling();
    } else if (connection === this.#carrier) {
      this.#carrier = null;
      this.#lost(connection, code);
    }
  }

  #lost(connection, code) {
    if (code === TOO_BIG) {
      this.#blame("too-large");
    }
    if (connection.isProven) {
      this.#attempts = 0;
      this.#failures = 0;
    }
    this.#wait();
    if (!connection.isProven || code === POLICY) {
      this.#findOut(connection.isProven);
    }
  }

  /**
   * Finds out why a connection failed: a browser does not tell. Reading tells whether the guest has a seat and whether
   * HTTP works, and goes on where only reading is possible.
   */
  async #findOut(isProven) {
    const [isReadable, refusal] = await Promise.all([this.#catchUpOnce(), askRefusal(this.#address.live)]);
    if (this.#state === "ended" || this.#isReady || this.#isPolling) {
      return;
    }
    if (refusal && !(isReadable && isForGood(refusal))) {
      this.#waitAsTold(refusal);
    } else if (isReadable) {
      this.#failures = refusal ? FAILURES : this.#failures + Number(!isProven);
      if (this.#failures >= FAILURES) {
        this.#why = refusal?.title ?? null;
        this.#poll();
      }
    } else {
      this.#failures = 0;
    }
  }

  /** Goes on over HTTP. A connection that is being made goes on being made. */
  async #poll() {
    clearTimeout(this.#timer);
    this.#isPolling = true;
    this.#candidate = this.#carrier;
    this.#carrier = null;
    session.set(BARRED, "");
    try {
      const { Polling } = await import("foyer/polling");
      if (this.#isPolling && this.#state !== "ended") {
        this.#carrier = new Polling(this.#address.room, this.#to.token(), {
          ready: (polling) => this.#pollingReady(polling),
          catchUp: () => this.#catchUpOnce(),
          poll: this.#to.poll,
          lookElsewhere: this.#to.lookElsewhere,
          reply: (reply) => this.#answer(reply),
          closed: (polling) => this.#pollingClosed(polling),
        });
      }
    } catch {
      // The module could not be loaded: only a connection can help.
      if (this.#isPolling && this.#state !== "ended") {
        this.#failures = 0;
        session.remove(BARRED);
        this.#stopPolling();
      }
    }
  }

  #pollingReady(polling) {
    if (polling === this.#carrier && this.#state !== "ended") {
      this.#attempts = 0;
      this.#tell("polling", undefined, this.#why ?? undefined);
      this.#connectLater();
    }
  }

  #pollingClosed(polling) {
    if (polling === this.#carrier && this.#state !== "ended") {
      this.#stopPolling();
    }
  }

  #stopPolling() {
    const candidate = this.#candidate;
    this.#candidate = null;
    this.#carrier = null;
    this.#isPolling = false;
    candidate?.drop();
    this.#wait();
  }

  async #explainPolling() {
    const refusal = await askRefusal(this.#address.live);
    const why = refusal && isForGood(refusal) ? refusal.title : null;
    if (this.#state === "polling" && why !== this.#why) {
      this.#why = why;
      this.#tell("polling", undefined, why ?? undefined);
    }
  }

  /** Tries a connection, not more often than once a minute. */
  #connectLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connectBeside(), this.#triedAt + CONNECT_AGAIN - performance.now());
  }

  /** Tries a connection while everything goes by HTTP. */
  #connectBeside() {
    clearTimeout(this.#timer);
    if (canConnect()) {
      this.#candidate ??= this.#connect();
    }
  }

  /** Waits longer from try to try, and never as long as the others who lost their connection at the same time. */
  #wait() {
    clearTimeout(this.#timer);
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
    if (this.#state === "polling") {
      this.#connectBeside();
    } else if (this.#isWaiting) {
      clearTimeout(this.#timer);
      if (this.#why) {
        this.#tryAgain();
      } else {
        this.#open();
      }
    }
  }

  /** Shows why a connection is refused, and waits until it may not be any longer. */
  #waitAsTold({ title, retryAfter }) {
    if (this.#isWaiting) {
      if (this.#why !== title) {
        this.#why = title;
        this.#tell("waiting", undefined, title);
      }
      clearTimeout(this.#timer);
      const wait = (retryAfter ?? LONGEST_WAIT / 1_000) * 1_000 * (1 + Math.random());
      this.#timer = setTimeout(() => this.#tryAgain(), wait);
    }
  }

  async #tryAgain() {
    this.catchUp();
    const refusal = await askRefusal(this.#address.live);
    if (refusal) {
      this.#waitAsTold(refusal);
    } else if (this.#isWaiting) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  /** Where the state cannot be shown, the talk goes on all the same. */
  #tell(state, until, why) {
    this.#state = state;
    try {
      this.#to.state(state, until, why);
      this.#follower.state(state);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Whether there is no use in waiting: the server does not take connections from where this page came from. */
function isForGood({ error }) {
  return error === "forbidden";
}
