import { word } from "foyer/i18n";

const PATIENCE = 10_000;

/** Finds emoji by what they are called. What they are called is loaded when it is first asked for. */
export class Emoji {
  #address;
  #named = null;

  /** @param {string} address of the names: a list of them for each emoji, the usual one first */
  constructor(address) {
    this.#address = address;
  }

  /**
   * @param {string} query a colon, and the beginning of a name
   * @returns {Promise<import("foyer/completion").Option[]>} the best ones first
   */
  async find(query) {
    const wanted = query.replaceAll(":", "").replaceAll("-", "_").toLowerCase();
    const named = await this.#load();
    return named
      .map(([emoji, names]) => ({ emoji, name: names[0], rank: rank(names, wanted) }))
      .filter((found) => found.rank < Infinity)
      .sort((one, other) => one.rank - other.rank)
      .map(({ emoji, name }) => ({ text: emoji, label: emoji, hint: `:${name}:` }));
  }

  async #load() {
    try {
      this.#named ??= fetch(this.#address, { signal: AbortSignal.timeout(PATIENCE) })
        .then((response) => response.json())
        .then((names) => Object.entries(names));
      return await this.#named;
    } catch {
      // Nothing is offered this time, and the next time it is tried again.
      this.#named = null;
      return [];
    }
  }
}

function rank([name, ...others], wanted) {
  if (name === wanted || others.includes(wanted)) {
    return 0;
  }
  if (name.startsWith(wanted)) {
    return 1;
  }
  return others.some((other) => other.startsWith(wanted)) || name.includes(`_${wanted}`) ? 2 : Infinity;
}

const NAMES = ["me", "shrug", "leave", "help"];
const COMMAND = /^\/(\p{L}+)(?:\s+([^]*))?$/u;
const NO_COMMAND = /^\/\/\p{L}/u;
const SHRUG = "\u00af\\_(\u30c4)_/\u00af";

/** Reads the lines that begin with a slash. */
export class Commands {
  #leave;
  #help;

  /** @param {{leave: () => void, help: () => void}} to what is done on command */
  constructor({ leave, help }) {
    this.#leave = leave;
    this.#help = help;
  }

  /**
   * @param {string} line what was written
   * @returns {{text?: string, why?: string}} what is to be said, if anything is, or why nothing can be made of the line
   */
  read(line) {
    if (NO_COMMAND.test(line)) {
      return { text: line.slice(1) };
    }
    const [, name, rest = ""] = COMMAND.exec(line) ?? [];
    switch (name?.toLowerCase()) {
      case undefined:
        return { text: line };
      case "me":
        return rest.trim() === "" ? { why: word("writing.command.me.empty") } : { text: `/me ${rest}` };
      case "shrug":
        return { text: `${rest} ${SHRUG}`.trimStart() };
      case "leave":
        this.#leave();
        return {};
      case "help":
        this.#help();
        return {};
      default:
        return { why: word("writing.command.unknown", name) };
    }
  }
}

/** @returns {import("foyer/completion").Option[]} the commands that begin like this, unless it is one already */
export function findCommands(query) {
  const wanted = query.toLowerCase();
  const names = NAMES.map((name) => `/${name}`);
  return names.includes(wanted)
    ? []
    : names
        .filter((name) => name.startsWith(wanted))
        .map((name) => ({ text: `${name} `, label: name, hint: word(`writing.command.${name.slice(1)}`) }));
}

const MOST = 8;

/**
 * A way to complete what is being written.
 * @typedef {{text: string, label: string, hint?: string}} Option
 * `text` takes the place of what was written, `label` and `hint` tell what it is
 * @typedef {{pattern: RegExp, find: (query: string) => Option[] | Promise<Option[]>}} Source
 * `pattern` is matched against what stands before the caret; its group is what is asked for, and begins with the sign
 * that asks for it
 */

/** Offers ways to complete what is being written, in a list beside the field. */
export class Completion {
  #field;
  #list;
  #sources;
  #options = [];
  #chosen = 0;
  #start = 0;
  #asked = 0;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} list
   * @param {Source[]} sources
   */
  constructor(field, list, sources) {
    this.#field = field;
    this.#list = list;
    this.#sources = sources;
    field.ariaAutoComplete = "list";
    field.addEventListener("input", (event) => event.isComposing || this.#look());
    field.addEventListener("compositionend", () => this.#look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.close());
    // The field keeps the focus.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const index = Array.from(list.children).indexOf(target.closest("[role=option]"));
      if (index >= 0) {
        this.#choose(index);
        this.#take();
      }
    });
  }

  /**
   * Takes a key if it is for the list.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was
   */
  press(event) {
    if (this.#list.hidden || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return false;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      const count = this.#options.length;
      this.#choose((this.#chosen + steps[event.key] + count) % count);
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.#take();
    } else if (event.key === "Escape") {
      this.close();
    } else {
      if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
        this.close();
      }
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.#asked += 1;
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
    this.#field.removeAttribute("aria-controls");
  }

  async #look() {
    const { value, selectionStart, selectionEnd } = this.#field;
    const before = value.slice(0, selectionStart);
    this.#asked += 1;
    const asked = this.#asked;
    for (const { pattern, find } of selectionStart === selectionEnd ? this.#sources : []) {
      const query = pattern.exec(before)?.[1];
      const found = query === undefined ? [] : await find(query);
      if (asked !== this.#asked) {
        return;
      }
      if (found.length > 0) {
        this.#start = selectionStart - query.length;
        this.#offer(found.slice(0, MOST));
        return;
      }
    }
    this.close();
  }

  #offer(options) {
    this.#options = options;
    this.#list.replaceChildren(...options.map(paint));
    this.#list.hidden = false;
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#choose(0);
  }

  #choose(index) {
    this.#chosen = index;
    Array.from(this.#list.children, (option, at) => {
      option.ariaSelected = String(at === index);
    });
    const option = this.#list.children[index];
    this.#field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #take() {
    const { text } = this.#options[this.#chosen];
    this.#field.setSelectionRange(this.#start, this.#field.selectionEnd);
    // As if it were typed, so that it can be undone.
    if (!document.execCommand("insertText", false, text)) {
      this.#field.setRangeText(text, this.#start, this.#field.selectionEnd, "end");
      this.#field.dispatchEvent(new InputEvent("input"));
    }
    this.close();
  }
}

function paint({ label, hint }, index) {
  const option = document.createElement("li");
  option.id = `completion-${index}`;
  option.role = "option";
  const name = document.createElement("bdi");
  name.textContent = label;
  option.append(name);
  if (hint) {
    const explained = document.createElement("span");
    explained.className = "hint";
    explained.textContent = hint;
    option.append(" ", explained);
  }
  return option;
}
