import { word } from "foyer/i18n";
import { loadPart, putBeside } from "foyer/overlay";
import { local } from "foyer/storage";

const RECENT = "foyer.emoji";
const MAX_RECENT = 16;
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

/**
 * Where a picker opens and what for. It is put at the end of `host`, where the style sheet places it, or beside `anchor`.
 * `opener` opens and closes it. `pick` is given the emoji that is picked, after the picker is closed; `giveUp` is called
 * when the reader closes it by Escape.
 * @typedef {{host: HTMLElement, anchor?: HTMLElement, opener?: HTMLElement, pick: (emoji: string) => void,
 * giveUp: () => void}} Occasion
 */

let loading = null;

/**
 * Opens the picker, or closes it if it is open for the same opener.
 * @param {import("foyer/completion").Emoji} emoji
 * @param {Occasion} occasion
 * @returns {Promise<void>} fails if the picker or the emoji cannot be loaded
 */
export async function togglePicker(emoji, occasion) {
  const index = await emoji.load();
  if (!index) {
    throw new Error("The names of emoji cannot be loaded");
  }
  loading ??= loadPart("emoji-picker").then((part) => new Picker(part.getElementById("picker")));
  loading.catch(() => {
    loading = null;
  });
  (await loading).toggle(index, occasion);
}

/** Keeps an emoji as the one that was used last. */
function noteUse(emoji) {
  local.set(RECENT, JSON.stringify([emoji, ...readRecent().filter((one) => one !== emoji)].slice(0, MAX_RECENT)));
}

/** A grid of all emoji in groups, the recently used ones first, with a search field. */
class Picker {
  #index;
  /** @type {Occasion | null} */
  #occasion = null;
  #panel;
  #search;
  #list;
  #none;
  #tabs;
  #options = [];
  #chosen = 0;

  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#search = panel.querySelector(".find");
    this.#list = panel.querySelector("[role=listbox]");
    this.#none = panel.querySelector("[role=status]");
    this.#tabs = panel.querySelector(".emoji-groups");
    panel.addEventListener("keydown", (event) => this.#press(event));
    this.#search.addEventListener("input", () => this.#fill());
    // The search field keeps the focus, and a touch keyboard stays closed.
    [this.#list, this.#tabs].forEach((part) => part.addEventListener("mousedown", (event) => event.preventDefault()));
    this.#list.addEventListener("click", ({ target }) => this.#pick(target.closest("[role=option]")));
    this.#tabs.addEventListener("click", ({ target }) => this.#showGroup(target.closest("button")?.dataset.group));
    panel.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && this.#closeUnless(relatedTarget));
    document.addEventListener("pointerdown", ({ target }) => this.#closeUnless(target));
  }

  toggle(index, occasion) {
    const isSame = this.#occasion !== null && this.#occasion.opener === occasion.opener;
    this.#close();
    if (!isSame) {
      this.#open(index, occasion);
    }
  }

  #open(index, occasion) {
    this.#index = index;
    this.#occasion = occasion;
    this.#search.value = "";
    this.#panel.hidden = false;
    this.#panel.classList.toggle("beside", occasion.anchor !== undefined);
    ["left", "top"].forEach((side) => this.#panel.style.removeProperty(side));
    occasion.host.append(this.#panel);
    occasion.opener?.setAttribute("aria-expanded", "true");
    this.#fill();
    if (occasion.anchor) {
      putBeside(this.#panel, occasion.anchor.getBoundingClientRect());
    }
    (TOUCH.matches ? this.#panel : this.#search).focus({ preventScroll: true });
  }

  #close() {
    this.#occasion?.opener?.setAttribute("aria-expanded", "false");
    this.#occasion = null;
    this.#panel.hidden = true;
    this.#list.replaceChildren();
  }

  #closeUnless(target) {
    if (this.#occasion && !this.#panel.contains(target) && !this.#occasion.opener?.contains(target)) {
      this.#close();
    }
  }

  #fill() {
    const query = this.#search.value;
    const isSearch = query.trim() !== "";
    const groups = isSearch ? [["", this.#index.find(query)]] : this.#grouped();
    this.#options = [];
    this.#list.replaceChildren(...groups.filter(([, entries]) => entries.length > 0).map((group) => this.#paint(...group)));
    this.#tabs.hidden = isSearch;
    this.#none.textContent = this.#options.length > 0 ? "" : word("writing.emoji.none");
    this.#choose(0);
  }

  #grouped() {
    return [["recent", this.#index.entriesOf(readRecent())], ...this.#index.groups];
  }

  /** A group with a title, or what was found. */
  #paint(name, entries) {
    const group = document.createElement("ul");
    group.role = "group";
    group.dataset.group = name;
    group.ariaLabel = word(name === "" ? "writing.emoji" : `emoji.${name}`);
    const options = entries.map((entry, index) => paintOption(entry, this.#options.length + index));
    this.#options.push(...options);
    group.append(...options);
    return group;
  }

  #showGroup(name) {
    const option = this.#list.querySelector(`[data-group="${name}"]`)?.firstElementChild;
    if (option) {
      this.#choose(this.#options.indexOf(option));
      this.#list.scrollTop += option.parentElement.getBoundingClientRect().top - this.#list.getBoundingClientRect().top;
    }
  }

  #press(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const isRtl = getComputedStyle(this.#list).direction === "rtl";
    const steps = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
    const rows = { ArrowDown: 1, ArrowUp: -1 };
    const groups = { PageDown: "nextElementSibling", PageUp: "previousElementSibling" };
    if (event.key in steps) {
      this.#choose(this.#chosen + steps[event.key]);
    } else if (event.key in rows) {
      this.#choose(this.#beside(rows[event.key]));
    } else if (event.key in groups) {
      this.#showGroup(this.#options[this.#chosen]?.parentElement[groups[event.key]]?.dataset.group);
    } else if (event.key === "Enter" && !event.target.closest("button")) {
      this.#pick(this.#options[this.#chosen]);
    } else if (event.key === "Escape") {
      const { giveUp } = this.#occasion;
      this.#close();
      giveUp();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The place in the row below or above that of the chosen emoji, also of the next group. */
  #beside(step) {
    const group = this.#options[this.#chosen]?.parentElement;
    const options = Array.from(group?.children ?? []);
    const columns = this.#columns;
    const start = this.#options.indexOf(options[0]);
    const at = this.#chosen - start;
    const column = at % columns;
    const lastRow = Math.floor((options.length - 1) / columns);
    const row = Math.floor(at / columns) + step;
    if (row >= 0 && row <= lastRow) {
      return start + Math.min(row * columns + column, options.length - 1);
    }
    const next = step > 0 ? group?.nextElementSibling : group?.previousElementSibling;
    if (!next) {
      return this.#chosen;
    }
    const { length } = next.children;
    const begin = this.#options.indexOf(next.firstElementChild);
    const into = step > 0 ? 0 : Math.floor((length - 1) / columns) * columns;
    return begin + Math.min(into + column, length - 1);
  }

  get #columns() {
    const { firstElementChild: first } = this.#list;
    return first ? getComputedStyle(first).gridTemplateColumns.split(" ").length : 1;
  }

  #choose(index) {
    const option = this.#options[index];
    if (!option) {
      if (this.#options.length === 0) {
        this.#search.removeAttribute("aria-activedescendant");
      }
      return;
    }
    this.#options[this.#chosen]?.setAttribute("aria-selected", "false");
    this.#chosen = index;
    option.ariaSelected = "true";
    this.#search.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #pick(option) {
    if (option) {
      const emoji = option.textContent;
      const { pick } = this.#occasion;
      noteUse(emoji);
      this.#close();
      pick(emoji);
    }
  }
}

/** @returns {string[]} the last one first */
function readRecent() {
  try {
    const recent = JSON.parse(local.get(RECENT));
    return Array.isArray(recent) ? recent.filter((emoji) => typeof emoji === "string") : [];
  } catch {
    return [];
  }
}

function paintOption({ emoji, names: [name], label }, index) {
  const option = document.createElement("li");
  option.id = `emoji-${index}`;
  option.role = "option";
  option.ariaSelected = "false";
  option.ariaLabel = label;
  option.title = `:${name}:`;
  option.textContent = emoji;
  return option;
}
