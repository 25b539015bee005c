import { foldAway } from "foyer/fold";
import { language, word } from "foyer/words";

const BESIDE = matchMedia("(min-width: 56rem)");
const ORDER = new Intl.Collator(language);

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
    BESIDE.addEventListener("change", foldAway(panel.querySelector("details"), () => BESIDE.matches));
    this.#paint();
  }

  /** Goes to the list of those who are here. */
  visit() {
    this.#panel.querySelector("details").open = true;
    this.#panel.querySelector(".sheet").focus();
  }

  /**
   * The people whose name, or a part of it, begins so.
   * @param {string} query an at sign, and the beginning of a name
   * @returns {import("foyer/completion").Option[]}
   */
  find(query) {
    const wanted = query.slice(1).toLocaleLowerCase(language);
    const found = [...this.#names]
      .filter((name) => name !== this.#me && ` ${name}`.toLocaleLowerCase(language).includes(` ${wanted}`))
      .sort(ORDER.compare);
    const isWhole = found.length === 1 && found[0].toLocaleLowerCase(language) === wanted;
    return isWhole ? [] : found.map((name) => ({ text: `@${name} `, label: name }));
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

function part(element, kind, text) {
  const created = document.createElement(element);
  created.className = kind;
  created.textContent = text;
  return created;
}
