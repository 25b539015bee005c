import { foldAway } from "foyer/controls";
import { collator, language, word } from "foyer/i18n";
import { foldName } from "foyer/mention";

const BESIDE = matchMedia("(min-width: 56rem)");
const ORDER = collator();

/** Who is here: as the page says, and then as the room's events tell. */
export class People {
  #panel;
  #me;
  #names;
  #away;

  /**
   * @param {HTMLElement} panel
   * @param {string} me the reader's username
   */
  constructor(panel, me) {
    this.#panel = panel;
    this.#me = me;
    this.#names = new Set(Array.from(panel.querySelectorAll(".name"), (name) => name.textContent));
    this.#away = new Set(Array.from(panel.querySelectorAll(".away .name"), (name) => name.textContent));
    // Beside the talk the list is always there; on a small screen it is a sheet over the talk.
    BESIDE.addEventListener("change", foldAway(panel.querySelector("details"), { staysOpen: () => BESIDE.matches }));
    this.#paint();
  }

  /**
   * Finds the people whose name, or a word of it, begins so.
   * @param {string} query an at sign, and the beginning of a name
   * @returns {import("foyer/completion").Option[]} none if there is a whole name already
   */
  find(query) {
    const wanted = foldName(query.slice(1));
    const names = [...this.#names].map((name) => ({ name, folded: foldName(name) }));
    return names.some(({ folded }) => folded === wanted.trimEnd())
      ? []
      : names
          .filter(({ name, folded }) => name !== this.#me && ` ${folded}`.includes(` ${wanted}`))
          .sort((one, other) => ORDER.compare(one.name, other.name))
          .map(({ name }) => ({ text: textOf(name), label: name }));
  }

  /** @param {import("foyer/event-log").Event[]} events new ones, in order */
  follow(events) {
    for (const { type, author } of events) {
      if (type === "join") {
        this.#names.add(author);
      } else if (type === "leave") {
        this.#names.delete(author);
      }
      this.#away.delete(author);
    }
    this.#paint();
  }

  /** Somebody looks elsewhere, or is back from there. */
  look(author, isAway) {
    if (isAway) {
      this.#away.add(author);
    } else {
      this.#away.delete(author);
    }
    this.#paint();
  }

  #paint() {
    const names = [...this.#names].sort(ORDER.compare);
    this.#panel.querySelector(".names").replaceChildren(...names.map((name) => this.#line(name)));
    this.#panel.querySelectorAll("[data-count]").forEach((count) => {
      count.textContent = names.length;
    });
  }

  #line(name) {
    const line = document.createElement("li");
    line.append(part("bdi", "name", name));
    if (name === this.#me) {
      line.append(" ", part("span", "you", word("room.you")));
    }
    if (this.#away.has(name)) {
      line.className = "away";
      line.append(" ", part("span", "look", word("writing.away")));
    }
    return line;
  }
}

/** The mention of a name. Backticks are left out, or the name could become code, which calls nobody. */
function textOf(name) {
  return `@${name.replaceAll("`", "")} `;
}

function part(element, kind, text) {
  const created = document.createElement(element);
  created.className = kind;
  created.textContent = text;
  return created;
}

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

const PATIENCE = 5 * 60 * 1000;

/** Tells when the guest has looked elsewhere for a while, and when the page is looked at again. */
export class Away {
  #tell;
  #isAway = false;
  #timer = null;

  /** @param {(type: "away" | "back") => void} tell */
  constructor(tell) {
    this.#tell = tell;
    addEventListener("focus", () => this.#look());
    addEventListener("blur", () => this.#look());
    document.addEventListener("visibilitychange", () => this.#look());
    this.#look();
  }

  /** A new connection is taken for one that is looked at. */
  tellAgain() {
    if (this.#isAway) {
      this.#tell("away");
    }
  }

  #look() {
    if (!document.hidden && document.hasFocus()) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#turn(false);
    } else {
      this.#timer ??= setTimeout(() => this.#turn(true), PATIENCE);
    }
  }

  #turn(isAway) {
    if (isAway !== this.#isAway) {
      this.#isAway = isAway;
      this.#tell(isAway ? "away" : "back");
    }
  }
}
