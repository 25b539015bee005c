import { limits } from "foyer/i18n";

/**
 * What the browser keeps for this site, by key.
 *
 * Nothing here throws. A browser may have no storage, forbid it (SecurityError) or refuse to write because it is full
 * (QuotaExceededError): then nothing is found, and `set` answers false.
 */
class Items {
  #open;

  /** @param {() => globalThis.Storage} open gets the browser's storage, which may fail */
  constructor(open) {
    this.#open = open;
  }

  /** @returns {string[]} */
  keys() {
    return this.#try((storage) => Object.keys(storage), []);
  }

  /** @returns {string | null} */
  get(key) {
    return this.#try((storage) => storage.getItem(key), null);
  }

  /** @returns {boolean} whether the item is stored; if not, its earlier value stays */
  set(key, value) {
    return this.#try((storage) => {
      storage.setItem(key, value);
      return true;
    }, false);
  }

  /**
   * Sets an item whose earlier value is of no use any more: if there is no space, that value is removed.
   * @returns {boolean} whether the item is stored
   */
  replace(key, value) {
    if (this.set(key, value)) {
      return true;
    }
    this.remove(key);
    return this.set(key, value);
  }

  remove(key) {
    this.#try((storage) => storage.removeItem(key));
  }

  #try(use, otherwise) {
    try {
      return use(this.#open());
    } catch {
      return otherwise;
    }
  }
}

/** Shared by all tabs, and kept when they are closed. */
export const local = new Items(() => window.localStorage);

/** Of this tab alone. It survives a reload; a duplicated tab begins with a copy. */
export const session = new Items(() => window.sessionStorage);

/**
 * Reads an item that was written as a JSON object.
 * @param {string | null} value
 * @returns {Object | null} null if it is anything else; the types of its fields are not checked
 */
export function parseObject(value) {
  const parsed = parse(value);
  return typeof parsed === "object" && !Array.isArray(parsed) ? parsed : null;
}

/**
 * Reads the field `text` of an item that was written as a JSON object, even if the item is damaged.
 * @param {string | null} value
 * @returns {string} as much of the text as can be read, empty if there is none
 */
export function readText(value) {
  const parsed = parse(value);
  if (parsed !== null) {
    const text = typeof parsed === "string" ? parsed : parsed.text;
    return typeof text === "string" ? text : "";
  }
  // The end of the item is missing: the text is read up to there.
  const [, escaped = ""] = /"text"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(value ?? "") ?? [];
  return parse(`"${escaped.replace(/\\u[\da-f]{0,3}$/i, "")}"`) ?? escaped;
}

function parse(value) {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** The key of an item that the browser keeps for a guest in a room, such as `foyer/class%207b/Ann/draft/…`. */
export function itemKey(room, name, what) {
  return `foyer/${room}/${encodeURIComponent(name)}/${what}`;
}

/**
 * Finds all items of a kind, of all rooms and names.
 * @param {"line" | "draft" | "file" | "said" | "change"} kind
 * @returns {{key: string, room: string, id: string}[]} `id` is empty for an item that is the only one of its kind
 */
export function findItems(kind) {
  return local
    .keys()
    .map((key) => ({ key, parts: key.split("/") }))
    .filter(({ parts: [home, , , what] }) => home === "foyer" && what === kind)
    .map(({ key, parts: [, room, , , ...id] }) => ({ key, room, id: id.join("/") }));
}

/**
 * Whether two keys of rooms mean the same room. Keys kept by a page from before names of rooms were folded may be in
 * another spelling.
 */
export function isSameRoom(one, other) {
  return one === other || fold(one) === fold(other);
}

function fold(room) {
  try {
    return foldName(decodeURIComponent(room));
  } catch {
    return room;
  }
}

/** Makes names of one room equal, as the server does (`NameRules.java`). The folded name is not for display. */
export function foldName(name) {
  // Twice, since normalising may uncover capitals.
  return foldOnce(foldOnce(name.normalize("NFKC"))).replace(/\p{Zs}+/gu, " ");
}

/**
 * Upper case reaches letters with several small forms (ſ, ς) or none (ß), and lower case reaches ẞ. The dotless ı has
 * an upper case in common with i, from which the server tells it apart.
 */
function foldOnce(name) {
  return name
    .replace(/[^\u0131]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase())
    .replaceAll("i\u0307", "i")
    .replaceAll("\u03c2", "\u03c3")
    .normalize("NFKC");
}

const channel = open();

/** Tells all other tabs of this browser something, if the browser lets it. */
export function tellTabs(message) {
  try {
    channel?.postMessage(message);
  } catch {
    // As without a channel, each tab is on its own.
  }
}

/** @param {(message: Object) => void} hear told what other tabs tell; they may run another version of the page */
export function onTabs(hear) {
  channel?.addEventListener("message", ({ data }) => typeof data === "object" && data !== null && hear(data));
}

/** A browser that keeps nothing for the site may not let its tabs talk either. */
function open() {
  try {
    return new BroadcastChannel("foyer");
  } catch {
    return null;
  }
}

/** A random UUID (RFC 9562, version 4). The browser's own is missing from pages without TLS. */
export function newId() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Ids are no secrets: they only have to differ. */
function randomBytes(count) {
  const bytes = new Uint8Array(count);
  try {
    return crypto.getRandomValues(bytes);
  } catch {
    return bytes.map(() => Math.random() * 256);
  }
}

/** What the server takes as the id of a message. */
const ID = /^[\w-]{1,64}$/;
const LAST_ORDER = 2 ** 52;
/** Longer than any line is sent again by itself. */
const DAY = 24 * 60 * 60_000;

/**
 * The lines that a guest has written in a room and that are not delivered yet, kept in the browser for all its tabs.
 *
 * Each line is an item of its own, so that tabs never overwrite each other's, with the seat in which it was written.
 * Lines of another seat, under whatever name, count as not delivered: only the guest can tell whether to send them
 * again. An item that is damaged costs at most itself; as long as its text can be read, it counts as not delivered.
 */
export class Storage {
  #room;
  #name;
  #seat;
  #listening = new AbortController();

  /**
   * @param {string} room the room's key
   * @param {string} name the guest's username
   * @param {string} seat the seat's id
   */
  constructor(room, name, seat) {
    this.#room = room;
    this.#name = name;
    this.#seat = seat;
  }

  /**
   * Reads all lines, and takes over those of other names and of other spellings of the room's key.
   * @returns {import("foyer/outbox").Line[]}
   */
  load() {
    const lines = new Map();
    const isOurs = ({ key, id }) => key === this.#lineKey(id);
    for (const item of findItems("line").sort((one, other) => isOurs(other) - isOurs(one))) {
      const record = toRecord(item.id, local.get(item.key));
      const isHere = isSameRoom(item.room, this.#room) || record?.seat === this.#seat;
      if (isHere && !record) {
        local.remove(item.key);
      } else if (isHere && !lines.has(record.id)) {
        lines.set(record.id, this.#toLine(record));
        this.#move(item.key, record);
      }
    }
    return [...lines.values()];
  }

  /** @returns {boolean} whether the line is stored, and so survives the page */
  put(line) {
    return local.set(this.#lineKey(line.id), JSON.stringify({ ...line, seat: this.#seat }));
  }

  has(id) {
    return local.get(this.#lineKey(id)) !== null;
  }

  drop(id) {
    local.remove(this.#lineKey(id));
  }

  /**
   * @param {(line: import("foyer/outbox").Line) => void} wrote told of each line that another tab writes or changes
   * @param {(id: string) => void} dropped told of each line that another tab drops
   */
  onOther(wrote, dropped) {
    const lineKey = this.#lineKey("");
    const hear = ({ key, newValue }) => {
      if (!key?.startsWith(lineKey)) {
        return;
      }
      const id = key.slice(lineKey.length);
      const record = newValue === null ? null : toRecord(id, newValue);
      if (newValue === null) {
        dropped(id);
      } else if (record?.id === id) {
        wrote(this.#toLine(record));
      }
    };
    addEventListener("storage", hear, { signal: this.#listening.signal });
  }

  /** From now on nothing that other tabs do is told. */
  ignoreOthers() {
    this.#listening.abort();
  }

  #move(key, record) {
    const target = this.#lineKey(record.id);
    // Where there is no space for both, the line stays where it is until the next time.
    if (key !== target && local.set(target, JSON.stringify(record))) {
      local.remove(key);
    }
  }

  #toLine({ seat, ...line }) {
    return seat === this.#seat ? line : { ...line, error: "seat-gone" };
  }

  #lineKey(id) {
    return itemKey(this.#room, this.#name, `line/${id}`);
  }
}

/**
 * What is kept of a line, with every field that this page uses checked. Fields of newer pages stay as they are.
 * @returns {(import("foyer/outbox").Line & {seat: string}) | null} null if there is no text to be read
 */
function toRecord(id, value) {
  const text = readText(value);
  const kept = parseObject(value) ?? {};
  const files = filesOf(kept);
  if (text.trim() === "" && !files) {
    return null;
  }
  const hasId = ID.test(id);
  return {
    ...kept,
    id: hasId ? id : newId(),
    text,
    files,
    re: isNumberUpTo(Number.MAX_SAFE_INTEGER, kept.re) ? kept.re : undefined,
    order: isNumberUpTo(LAST_ORDER, kept.order) ? kept.order : 0,
    after: isNumberUpTo(Number.MAX_SAFE_INTEGER, kept.after) ? kept.after : undefined,
    error: errorOf(kept.error, text),
    waited: waitedOf(kept),
    // With a new id it might be sent twice, and so it is not sent unasked.
    seat: hasId && typeof kept.seat === "string" ? kept.seat : "",
  };
}

/** A damaged list would send the message without some of its files. */
function filesOf({ files }) {
  const isFile = (file) => typeof file?.id === "string" && typeof file.name === "string" && typeof file.type === "string";
  return Array.isArray(files) && files.length > 0 && files.every(isFile) ? files : undefined;
}

function errorOf(error, text) {
  if (error) {
    return typeof error === "string" ? error : "no-answer";
  }
  // Each character is at most two UTF-16 units.
  return text.length > 2 * limits.message ? "too-large" : undefined;
}

/** How long a failed line of an earlier version of the page waited is not known. */
function waitedOf({ waited, error }) {
  return Number.isFinite(waited) && waited >= 0 ? Math.min(waited, DAY) : error ? DAY : 0;
}

function isNumberUpTo(most, number) {
  return Number.isSafeInteger(number) && number >= 0 && number <= most;
}

const HOME = "foyer.wishes/";
const NOTIFY = ["none", "mentions", "all"];

/**
 * Which messages in a room the guest wants to be notified of while the page is hidden, as this browser remembers it.
 * @typedef {{notify: "none" | "mentions" | "all", sound: boolean}} Wishes
 */

/** @returns {Wishes} those for a room, by its key */
export function wishesFor(room) {
  const { notify, sound } = parseObject(local.get(HOME + room) ?? takeOver(room)) ?? {};
  return { notify: NOTIFY.includes(notify) ? notify : "none", sound: sound === true };
}

/** @param {Wishes} wishes */
export function remember(room, wishes) {
  local.set(HOME + room, JSON.stringify(wishes));
}

/** Moves what was kept under another spelling of the room's key. */
function takeOver(room) {
  const old = local.keys().find((key) => key.startsWith(HOME) && isSameRoom(key.slice(HOME.length), room));
  const value = old ? local.get(old) : null;
  if (value !== null && local.set(HOME + room, value)) {
    local.remove(old);
  }
  return value;
}
