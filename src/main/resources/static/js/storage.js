/**
 * What a guest has written in a room and not sent, kept in the browser for all its tabs.
 *
 * It is kept by the guest's name, so that it outlives a seat that was lost: what was written in an earlier seat counts
 * as not delivered. Every line has an entry of its own, so that two tabs never write over each other. Storage may be
 * closed or full: then nothing is kept, and talking goes on.
 */
export class Storage {
  #prefix;
  #seat;
  #storage;
  #listening = new AbortController();

  /**
   * What other names of the same browser left in this room is removed: it is nobody else's to send or read.
   * @param {string} room the room's key
   * @param {string} name the guest's username
   * @param {string} seat the seat's id
   */
  constructor(room, name, seat) {
    const ofRoom = `foyer/${room}/`;
    this.#prefix = `${ofRoom}${encodeURIComponent(name)}/`;
    this.#seat = seat;
    this.#storage = open();
    this.#keys(ofRoom)
      .filter((key) => !key.startsWith(this.#prefix))
      .forEach((key) => this.#storage.removeItem(key));
  }

  load() {
    return this.#keys(this.#lineKey("")).map((key) => this.#read(this.#storage.getItem(key)));
  }

  put(line) {
    this.#set(this.#lineKey(line.id), JSON.stringify({ ...line, seat: this.#seat }));
  }

  drop(id) {
    this.#storage?.removeItem(this.#lineKey(id));
  }

  get draft() {
    return this.#storage?.getItem(`${this.#prefix}draft`) ?? "";
  }

  set draft(text) {
    this.#set(`${this.#prefix}draft`, text);
  }

  /** What was said last. */
  get said() {
    return this.#storage?.getItem(`${this.#prefix}said`) ?? "";
  }

  set said(text) {
    this.#set(`${this.#prefix}said`, text);
  }

  /** Forgets everything that the guest has here. */
  clear() {
    this.#keys(this.#prefix).forEach((key) => this.#storage.removeItem(key));
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
      if (newValue === null) {
        dropped(key.slice(lineKey.length));
      } else {
        wrote(this.#read(newValue));
      }
    };
    addEventListener("storage", hear, { signal: this.#listening.signal });
  }

  /** From now on nothing that other tabs do is told. */
  ignoreOthers() {
    this.#listening.abort();
  }

  /** What was written in a seat that is gone may or may not have arrived: only its author can tell what to do. */
  #read(value) {
    const { seat, ...line } = JSON.parse(value);
    return seat === this.#seat ? line : { ...line, error: "seat-gone" };
  }

  #lineKey(id) {
    return `${this.#prefix}line/${id}`;
  }

  #keys(prefix) {
    return Object.keys(this.#storage ?? {}).filter((key) => key.startsWith(prefix));
  }

  #set(key, value) {
    try {
      this.#storage?.setItem(key, value);
    } catch {
      // Full: the page itself still has it.
    }
  }
}

function open() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
