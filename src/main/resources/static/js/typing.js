import { word } from "foyer/words";

const PAUSE = 1_000;
const LASTS = 5_000;

/** Shows who is writing at the moment. */
export class Typing {
  #element;
  #me;
  #timers = new Map();

  /**
   * @param {HTMLElement} element
   * @param {string} me the reader's username
   */
  constructor(element, me) {
    this.#element = element;
    this.#me = me;
  }

  /** Somebody has just written something. */
  hear(author) {
    if (author !== this.#me) {
      clearTimeout(this.#timers.get(author));
      this.#timers.set(
        author,
        setTimeout(() => this.#forget(author), LASTS),
      );
      this.#paint();
    }
  }

  /** Whoever has said it, or has left, writes no more. */
  follow(events) {
    events.forEach(({ author }) => this.#forget(author));
  }

  #forget(author) {
    clearTimeout(this.#timers.get(author));
    if (this.#timers.delete(author)) {
      this.#paint();
    }
  }

  #paint() {
    const names = [...this.#timers.keys()];
    this.#element.textContent = names.length > 0 ? word(`writing.typing.${howMany(names)}`, ...names.map(isolate)) : "";
  }
}

/**
 * Tells that the guest is writing, not more often than anybody needs to know.
 * @param {HTMLTextAreaElement} field
 * @param {() => void} tell
 */
export function tellTyping(field, tell) {
  let toldAt = 0;
  field.addEventListener("input", () => {
    const now = Date.now();
    if (field.value.trim() !== "" && now - toldAt >= PAUSE) {
      toldAt = now;
      tell();
    }
  });
}

function howMany({ length }) {
  return ["one", "two"][length - 1] ?? "several";
}

/** Keeps a name that is written from right to left from turning the words around it. */
function isolate(name) {
  return `\u2068${name}\u2069`;
}
