import { findItems, isSameRoom, itemKey, local, newId, onTabs, parseObject, tellTabs } from "foyer/storage";

const DATABASE = "foyer";
const STORE = "files";
/** How long other tabs have to say which files are theirs, in milliseconds. */
const ANSWERS_WITHIN = 300;
/** Longer than any seat lasts. */
const FORGOTTEN_AFTER = 7 * 24 * 60 * 60_000;

/**
 * What is kept of a file: the content in IndexedDB, the rest as an item like those of drafts.
 * @typedef {{key: string, me: string, seat: string, at: number, name: string, type: string, size: number, isFile: boolean,
 *   alt: string, id?: string}} KeptFile `isFile`: it is sent as it is, and not drawn anew; `id` is that of the upload, if
 *   it has begun in this seat
 */

/**
 * The files that wait to be sent, kept in the browser until they are sent or removed, for the next page of the same
 * guest in the room. Nothing here throws: a browser may keep nothing, and then nothing is found.
 */
export class KeptFiles {
  #room;
  #me;
  #seat;
  /** Tells the files of this page from those of other tabs. */
  #tab = newId();
  #database = null;

  /**
   * @param {string} room the room's key
   * @param {string} me the guest's username
   * @param {string} seat the seat's id
   */
  constructor(room, me, seat) {
    this.#room = room;
    this.#me = me;
    this.#seat = seat;
    onTabs(({ filesOf, from }) => {
      if (filesOf === room) {
        tellTabs({ to: from, tab: this.#tab });
      }
    });
  }

  /**
   * Takes over what no open page has.
   * @returns {Promise<(KeptFile & {content?: Blob, drawn?: Blob})[]>} in the order in which they were added
   */
  async takeOver() {
    const claimed = new Set();
    onTabs(({ to, tab }) => to === this.#tab && claimed.add(tab));
    tellTabs({ filesOf: this.#room, from: this.#tab });
    await new Promise((done) => setTimeout(done, ANSWERS_WITHIN));
    const found = this.#find().filter(({ tab }) => !claimed.has(tab) && tab !== this.#tab);
    const taken = [];
    for (const { itemKey: key, ...item } of found.sort((one, other) => one.at - other.at)) {
      const contents = await this.#do("readonly", (store) => store.get(item.key));
      local.remove(key);
      if (contents || (item.id && item.seat === this.#seat)) {
        const { seat, ...kept } = item;
        taken.push({ ...kept, id: seat === this.#seat ? item.id : undefined, ...contents });
        this.put(taken.at(-1));
      }
    }
    return taken;
  }

  /** Whether an item is still the one of this page: another may have taken it over while the browser kept this page. */
  has(key) {
    return parseObject(local.get(this.#keyOf(key)))?.tab === this.#tab;
  }

  /**
   * @param {KeptFile} file
   * @returns {boolean} whether it is stored; its content is another matter
   */
  put({ key, at, name, type, size, isFile, alt, id }) {
    const item = { tab: this.#tab, me: this.#me, seat: this.#seat, at, name, type, size, isFile, alt, id };
    return local.set(this.#keyOf(key), JSON.stringify(item));
  }

  /**
   * Keeps the content of a file, and what was drawn of it.
   * @returns {Promise<boolean>} whether it is stored
   */
  async putContent(key, content, drawn) {
    return (await this.#do("readwrite", (store) => store.put({ content, drawn }, key))) !== undefined;
  }

  drop(key) {
    local.remove(this.#keyOf(key));
    this.#do("readwrite", (store) => store.delete(key));
  }

  /** The files of the guest in this room. Those that nobody can want any more are removed on the way. */
  #find() {
    const all = findItems("file").map(({ key, room, id }) => ({ ...parseObject(local.get(key)), itemKey: key, room, key: id }));
    const isOld = ({ at }) => !(Date.now() - at < FORGOTTEN_AFTER);
    all.filter(isOld).forEach((item) => {
      local.remove(item.itemKey);
      this.#do("readwrite", (store) => store.delete(item.key));
    });
    return all
      .filter((item) => !isOld(item) && isSameRoom(item.room, this.#room) && item.me === this.#me)
      .filter(({ name, type }) => typeof name === "string" && typeof type === "string");
  }

  #keyOf(key) {
    return itemKey(this.#room, this.#me, `file/${key}`);
  }

  /** @returns {Promise<any>} the result, undefined if there is none */
  async #do(mode, act) {
    try {
      const database = await (this.#database ??= open());
      return await new Promise((done, failed) => {
        const transaction = database.transaction(STORE, mode);
        const asked = act(transaction.objectStore(STORE));
        transaction.addEventListener("complete", () => done(asked.result));
        ["error", "abort"].forEach((type) => transaction.addEventListener(type, () => failed(transaction.error)));
      });
    } catch {
      return undefined;
    }
  }
}

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.addEventListener("upgradeneeded", () => asked.result.createObjectStore(STORE));
    asked.addEventListener("success", () => {
      // Another version of the page may want to change it.
      asked.result.addEventListener("versionchange", () => asked.result.close());
      done(asked.result);
    });
    ["error", "blocked"].forEach((type) => asked.addEventListener(type, () => failed(asked.error)));
  });
}
