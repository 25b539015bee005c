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

  /** @returns {boolean} whether the item is kept now; if not, what was kept before stays */
  set(key, value) {
    return this.#try((storage) => {
      storage.setItem(key, value);
      return true;
    }, false);
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
