import { newId } from "foyer/ids";
import { findItems, isSameRoom, itemKey } from "foyer/items";
import { local, parseObject, readText } from "foyer/web-storage";

/** What the server takes as the id of a message. */
const ID = /^[\w-]{1,64}$/;
const LONGEST = 4_000;
const LAST_ORDER = 2 ** 52;

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

  put(line) {
    local.set(this.#lineKey(line.id), JSON.stringify({ ...line, seat: this.#seat }));
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
  if (text.trim() === "") {
    return null;
  }
  const kept = parseObject(value) ?? {};
  const hasId = ID.test(id);
  return {
    ...kept,
    id: hasId ? id : newId(),
    text,
    order: isNumberUpTo(LAST_ORDER, kept.order) ? kept.order : 0,
    after: isNumberUpTo(Number.MAX_SAFE_INTEGER, kept.after) ? kept.after : undefined,
    error: errorOf(kept.error, text),
    // With a new id it might be sent twice, and so it is not sent unasked.
    seat: hasId && typeof kept.seat === "string" ? kept.seat : "",
  };
}

function errorOf(error, text) {
  if (error) {
    return typeof error === "string" ? error : "no-answer";
  }
  // Each character is at most two UTF-16 units.
  return text.length > 2 * LONGEST ? "too-large" : undefined;
}

function isNumberUpTo(most, number) {
  return Number.isSafeInteger(number) && number >= 0 && number <= most;
}
