import { closeOnLeave, writeCookie } from "foyer/controls";
import { collator, word } from "foyer/i18n";
import { foldName } from "foyer/mention";

const BESIDE = matchMedia("(min-width: 56rem)");
const ORDER = collator();
const FILTER_FROM = 20;

/**
 * A guest in the room.
 * @typedef {{name: string, color: string, initial: string, isAway: boolean, line?: HTMLElement}} Present
 */

/**
 * What guests do at the moment. Any of its fields may be absent.
 * @typedef {{typing?: string[], more?: number, away?: string, back?: string}} Signal
 * `typing` are usernames, `more` is how many others are typing
 */

/**
 * Who is here: as the page says, and then as the room's events tell. A wide screen has the list beside the talk until it
 * is closed; elsewhere it opens over the talk.
 */
export class People {
  #details;
  #me;
  #mention;
  #here;
  #away;
  #find;
  #people = new Map();
  #typing = [];

  /**
   * @param {HTMLDetailsElement} details
   * @param {string} me the reader's username
   * @param {(text: string) => void} mention writes a mention into the composer
   */
  constructor(details, me, mention) {
    this.#details = details;
    this.#me = me;
    this.#mention = mention;
    [this.#here, this.#away] = details.querySelectorAll(".names");
    this.#find = details.querySelector(".find");
    this.#foldWithPage();
    this.#find.addEventListener("input", () => this.#filter());
    for (const list of [this.#here, this.#away]) {
      list.addEventListener("click", ({ target }) => this.#take(target.closest(".person")));
    }
    details.addEventListener("keydown", (event) => this.#press(event));
    this.replace(details.querySelectorAll("[data-name]"));
  }

  /**
   * Lists these people and no others.
   * @param {Iterable<HTMLElement>} elements the people as the server rendered them
   */
  replace(elements) {
    this.#people.clear();
    for (const element of elements) {
      const { name, color, initial } = element.dataset;
      this.#people.set(name, { name, color, initial, isAway: element.matches(".away") });
    }
    this.#paint();
  }

  /**
   * Finds the people whose name, or a word of it, begins so.
   * @param {string} query an at sign, and the beginning of a name
   * @returns {import("foyer/completion").Option[]} none if there is a whole name already
   */
  find(query) {
    const wanted = foldName(query.slice(1));
    const names = [...this.#people.keys()].map((name) => ({ name, folded: foldName(name) }));
    return names.some(({ folded }) => folded === wanted.trimEnd())
      ? []
      : names
          .filter(({ name, folded }) => name !== this.#me && begins(folded, wanted))
          .sort((one, other) => ORDER.compare(one.name, other.name))
          .map(({ name }) => ({ text: textOf(name), label: name }));
  }

  /**
   * Updates the list after joins, leaves and messages of guests who were away; other messages leave it alone.
   * @param {import("foyer/event-log").Event[]} events new ones, in order
   */
  follow(events) {
    let isChanged = false;
    for (const { type, author, color, initial } of events) {
      if (type === "join") {
        this.#people.set(author, { name: author, color, initial, isAway: false });
        isChanged = true;
      } else if (type === "leave") {
        isChanged = this.#people.delete(author) || isChanged;
      } else {
        isChanged = this.#turn(author, false) || isChanged;
      }
    }
    if (isChanged) {
      this.#paint();
    }
  }

  /** @param {Signal} signal */
  hear({ away, back }) {
    const isAway = this.#turn(away, true);
    const isBack = this.#turn(back, false);
    if (isAway || isBack) {
      this.#paint();
    }
  }

  /** @param {string[]} names of those who are typing */
  showTyping(names) {
    [...this.#typing, ...names].forEach((name) => this.#paintWord(this.#people.get(name), names));
    this.#typing = names;
  }

  /** @returns {boolean} whether this changes anything */
  #turn(author, isAway) {
    const person = this.#people.get(author);
    const isChanged = person !== undefined && person.isAway !== isAway;
    if (isChanged) {
      person.isAway = isAway;
    }
    return isChanged;
  }

  #foldWithPage() {
    const details = this.#details;
    closeOnLeave(details, { staysOpen: () => BESIDE.matches });
    BESIDE.addEventListener("change", () => {
      details.open = BESIDE.matches && details.dataset.kept !== "closed";
    });
    details.querySelector("summary").addEventListener("click", () => {
      if (BESIDE.matches) {
        details.dataset.kept = details.open ? "closed" : "";
        writeCookie("people", details.dataset.kept);
      }
    });
  }

  #paint() {
    const people = [...this.#people.values()].sort((one, other) => ORDER.compare(one.name, other.name));
    const [here, away] = [false, true].map((isAway) => people.filter((person) => person.isAway === isAway));
    this.#fill(this.#here, here);
    this.#fill(this.#away, away);
    this.#details.querySelectorAll("[data-count]").forEach((count) => {
      count.textContent = here.length;
    });
    this.#away.parentElement.hidden = away.length === 0;
    this.#away.parentElement.querySelector(".number").textContent = away.length;
    this.#find.hidden = people.length < FILTER_FROM;
    this.#filter();
    this.#stopAt(this.#buttons().find(({ tabIndex }) => tabIndex === 0) ?? this.#buttons()[0]);
  }

  /** Lines that stay keep their element, and the focus that is in it. */
  #fill(list, people) {
    const lines = people.map((person) => this.#line(person));
    const isSame = lines.length === list.children.length && lines.every((line, i) => line === list.children[i]);
    if (!isSame) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...lines);
      if (focused?.isConnected) {
        focused.focus();
      }
    }
  }

  #line(person) {
    const { name, color, initial, isAway } = person;
    if (!person.line) {
      person.line = document.createElement("li");
      Object.assign(person.line.dataset, { name, color, initial });
      person.line.append(this.#nameOf(person), " ", part("span", "word", ""));
      this.#paintWord(person, this.#typing);
    }
    person.line.classList.toggle("away", isAway);
    return person.line;
  }

  #nameOf({ name }) {
    const text = part("bdi", "name", name);
    if (name === this.#me) {
      return text;
    }
    const button = part("button", "person", "");
    Object.assign(button, { type: "button", title: word("room.people.mention", isolate(name)), tabIndex: -1 });
    button.append(text);
    return button;
  }

  #paintWord(person, typing) {
    if (person?.line) {
      const { name, line } = person;
      line.querySelector(".word").textContent =
        name === this.#me ? word("room.people.you") : typing.includes(name) ? word("room.people.typing") : "";
    }
  }

  #filter() {
    const wanted = this.#find.hidden ? "" : foldName(this.#find.value.trim());
    for (const { name, line } of this.#people.values()) {
      line.hidden = wanted !== "" && !begins(foldName(name), wanted);
    }
  }

  #take(button) {
    if (button) {
      if (!BESIDE.matches) {
        this.#details.open = false;
      }
      this.#mention(textOf(button.textContent));
    }
  }

  /** One name can be reached by Tab; from there the arrow keys lead to the others. */
  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = this.#buttons();
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[at + step];
    if (step && (at >= 0 || event.target === this.#find) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#stopAt(next);
      next?.focus();
    }
  }

  #buttons() {
    return [...this.#details.querySelectorAll("li:not([hidden]) > .person")];
  }

  #stopAt(button) {
    if (button) {
      this.#buttons().forEach((other) => {
        other.tabIndex = other === button ? 0 : -1;
      });
    }
  }
}

/** Whether a folded name, or a word of it, begins so. */
function begins(folded, wanted) {
  return ` ${folded}`.includes(` ${wanted}`);
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

/** Shows who is typing. */
export class Typing {
  #element;
  #me;
  #tell;
  #timers = new Map();
  /** Whether more are typing than are named. */
  #areMore = false;
  #moreTimer;

  /**
   * @param {HTMLElement} element
   * @param {string} me the reader's username
   * @param {(names: string[]) => void} tell told who is typing when that changes
   */
  constructor(element, me, tell) {
    this.#element = element;
    this.#me = me;
    this.#tell = tell;
  }

  /** @param {Signal} signal */
  hear({ typing = [], more = 0 }) {
    for (const name of typing.filter((other) => other !== this.#me)) {
      clearTimeout(this.#timers.get(name));
      this.#timers.set(
        name,
        setTimeout(() => this.#forget([name]), LASTS),
      );
    }
    if (more > 0) {
      clearTimeout(this.#moreTimer);
      this.#areMore = true;
      this.#moreTimer = setTimeout(() => {
        this.#areMore = false;
        this.#paint();
      }, LASTS);
    }
    if (typing.length > 0) {
      this.#paint();
    }
  }

  /** Stops showing guests as typing who have sent a message or left. */
  follow(events) {
    this.#forget(events.map(({ author }) => author));
  }

  #forget(names) {
    names.forEach((name) => clearTimeout(this.#timers.get(name)));
    if (names.filter((name) => this.#timers.delete(name)).length > 0) {
      this.#paint();
    }
  }

  #paint() {
    const names = [...this.#timers.keys()];
    const count = this.#areMore ? "several" : ["", "one", "two"][names.length] ?? "several";
    this.#element.textContent = count && word(`writing.typing.${count}`, ...names.map(isolate));
    this.#tell(names);
  }
}

/**
 * Tells that the guest is writing, not more often than anybody needs to know.
 * @param {HTMLTextAreaElement} field
 * @param {() => void} tell
 */
export function tellTyping(field, tell) {
  let toldAt = -PAUSE;
  field.addEventListener("input", () => {
    const now = performance.now();
    if (field.value.trim() !== "" && now - toldAt >= PAUSE) {
      toldAt = now;
      tell();
    }
  });
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
