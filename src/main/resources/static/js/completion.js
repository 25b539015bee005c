import { word } from "foyer/i18n";
import { showToast } from "foyer/toast";

/** Opens with a colon at the beginning, after a blank, an opening bracket or quotation mark, or an emoji. */
const BEFORE_COLON = "(?<=^|[\\s\\p{Ps}\\p{Pi}\"'\\p{Extended_Pictographic}\\p{Emoji_Presentation}\\p{Emoji_Modifier}\\ufe0f\\u20e3])";
/** No name that is offered begins with a digit, so that times, scores and ratios stay as they are. */
const NAME_BEGUN = new RegExp(`${BEFORE_COLON}(:(?:\\p{L}[\\p{L}\\p{N}_+-]{1,39}|[+-]1))$`, "u");
const NAME_CLOSED = new RegExp(`${BEFORE_COLON}(:[\\p{L}\\p{N}_+-]{1,40}:)$`, "u");

/** Loads what finds emoji when it is first asked for. */
export class Emoji {
  #addresses;
  #index = null;

  /** @param {DOMStringMap} addresses of the names of emoji: `emoji` in English, `translated` in the page's language */
  constructor({ emoji, translated }) {
    this.#addresses = [emoji, translated];
  }

  /** @returns {Promise<import("foyer/emoji").EmojiIndex | null>} null if it cannot be loaded now */
  async load() {
    try {
      this.#index ??= import("foyer/emoji").then(({ load }) => load(...this.#addresses));
      return await this.#index;
    } catch {
      this.#index = null;
      return null;
    }
  }
}

/**
 * What completes names of emoji: a name that is closed by a colon becomes its emoji at once.
 * @param {Emoji} emoji
 * @returns {Source[]}
 */
export function emojiSources(emoji) {
  const get = async (query) => {
    const found = (await emoji.load())?.get(query.slice(1, -1));
    return found ? [{ text: found, label: found }] : [];
  };
  const find = async (query) =>
    ((await emoji.load())?.find(query.slice(1)) ?? []).map(({ emoji: text, name }) => ({ text, label: text, hint: `:${name}:` }));
  return [
    { pattern: NAME_CLOSED, find: get, isCertain: true, isExcluded: isInCode },
    { pattern: NAME_BEGUN, find, isExcluded: isInCode },
  ];
}

/** Opens the picker of emoji, which is loaded when it is first opened. */
export class EmojiButton {
  #isLoading = false;

  /**
   * @param {HTMLButtonElement} button
   * @param {Emoji} emoji
   * @param {import("foyer/composer").Composer} composer
   */
  constructor(button, emoji, composer) {
    button.addEventListener("click", () => this.#isLoading || this.#toggle(button, emoji, composer));
  }

  async #toggle(button, emoji, composer) {
    this.#isLoading = true;
    try {
      const { togglePicker } = await import("foyer/emoji-picker");
      await togglePicker(emoji, {
        opener: button,
        host: button.form,
        pick: (picked) => composer.insert(picked),
        giveUp: () => composer.focus(),
      });
    } catch {
      showToast(word("writing.emoji.not-loaded"));
    } finally {
      this.#isLoading = false;
    }
  }
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Whether a text ends inside of a fenced code block, or behind a backtick that may begin a code span. */
export function isInCode(text) {
  let fence = "";
  let paragraph = "";
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1] ?? "";
    if (fence !== "") {
      fence = mark.startsWith(fence) && line.trim() === mark ? "" : fence;
      paragraph = "";
    } else {
      fence = mark;
      paragraph = mark !== "" || line.trim() === "" ? "" : `${paragraph}\n${line}`;
    }
  }
  return fence !== "" || endsInCodeSpan(paragraph);
}

function endsInCodeSpan(paragraph) {
  let open = "";
  for (const [ticks] of paragraph.matchAll(/`+/g)) {
    open = open === "" ? ticks : open === ticks ? "" : open;
  }
  return open !== "";
}

const NAMES = ["me", "shrug", "leave", "help"];
const COMMAND = /^\/(\p{L}+)(?:\s+([^]*))?$/u;
const ESCAPED_COMMAND = new RegExp(`^//(${NAMES.join("|")})(?!\\S)`, "i");
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
    const [, escaped] = ESCAPED_COMMAND.exec(line) ?? [];
    if (escaped) {
      // Behind a blank, the server does not read it as the command /me.
      return { text: escaped.toLowerCase() === "me" ? ` ${line.slice(1)}` : line.slice(1) };
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
 * @typedef {{pattern: RegExp, find: (query: string) => Option[] | Promise<Option[]>, isCertain?: boolean,
 * isExcluded?: (before: string) => boolean}} Source
 * `pattern` is matched against what stands before the caret; its group is what is asked for, and begins with the sign
 * that asks for it. Nothing is offered where `isExcluded`. What is found takes its place at once if it `isCertain`, as
 * long as it was typed
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
    field.addEventListener("input", (event) => event.isComposing || this.#look(event.inputType === "insertText"));
    field.addEventListener("compositionend", () => this.#look(true));
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

  async #look(isTyped) {
    const { value, selectionStart, selectionEnd } = this.#field;
    const before = value.slice(0, selectionStart);
    this.#asked += 1;
    const asked = this.#asked;
    for (const { pattern, find, isCertain = false, isExcluded } of selectionStart === selectionEnd ? this.#sources : []) {
      const query = pattern.exec(before)?.[1];
      const isWanted = query !== undefined && (isTyped || !isCertain) && !isExcluded?.(before);
      const found = isWanted ? await find(query) : [];
      if (asked !== this.#asked) {
        return;
      }
      if (found.length > 0 && isCertain) {
        this.#field.setSelectionRange(selectionStart - query.length, selectionStart);
        type(this.#field, found[0].text);
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
    type(this.#field, text);
    this.close();
  }
}

/** Inserts a text in the place of what is selected in the focused field, as if it were typed: it can be undone. */
export function type(field, text) {
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
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
