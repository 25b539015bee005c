import { foldAway } from "foyer/fold";
import { collator } from "foyer/formats";
import { foldName } from "foyer/mention";
import { language, word } from "foyer/words";

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

  /** @param {import("foyer/log").Event[]} events new ones, in order */
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
