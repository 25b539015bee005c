const IS_MAC = /^(Mac|iP)/.test(navigator.platform);
const FIELD = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])";

/**
 * Keys that work wherever the focus is. A key that types a character outside of a field types it into the composer, and
 * what is pasted there goes the same way. Shortcuts have a modifier, except Escape: no plain key does anything else.
 *
 * Space and Enter keep what they do in browsers: they press a button, follow a link or scroll.
 */
export class Keys {
  #composer;
  #box;
  #shortcuts;

  /**
   * @param {import("foyer/composer").Composer} composer
   * @param {HTMLElement} box the message box
   * @param {{find: () => void, help: () => void, step: (step: 1 | -1) => void}} to what the shortcuts do
   */
  constructor(composer, box, to) {
    this.#composer = composer;
    this.#box = box;
    this.#shortcuts = {
      "Mod+k": to.find,
      "Mod+/": to.help,
      "Alt+ArrowUp": () => to.step(-1),
      "Alt+ArrowDown": () => to.step(1),
      Escape: () => composer.focus(),
    };
    document.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("paste", (event) => this.#paste(event));
  }

  #press(event) {
    if (event.defaultPrevented || event.isComposing || isDialogOpen()) {
      return;
    }
    const shortcut = this.#shortcuts[nameOf(event)];
    if (shortcut && !isForField(event)) {
      event.preventDefault();
      shortcut();
    } else if (this.#composer.isField(event.target)) {
      this.#scroll(event);
    } else if (types(event) && !event.target.closest(FIELD)) {
      // The browser types into what has the focus once this event is over.
      (fieldBeside(event.target) ?? this.#composer).focus();
    }
  }

  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (text !== "" && !event.defaultPrevented && !isDialogOpen() && !event.target.closest(FIELD)) {
      event.preventDefault();
      this.#composer.insert(text);
    }
  }

  /** The composer needs these keys itself only where its text is longer than it is. */
  #scroll(event) {
    const way = { PageUp: -1, PageDown: 1 }[event.key];
    const { scrollHeight, clientHeight } = event.target;
    if (way && modifiersOf(event) === "" && scrollHeight <= clientHeight) {
      event.preventDefault();
      this.#box.scrollBy(0, 0.9 * way * this.#box.clientHeight);
    }
  }
}

/** Writes the shortcuts in a list as they are on the reader's keyboard. */
export function writeShortcuts(list) {
  if (IS_MAC) {
    const signs = { ctrl: "\u2318", alt: "\u2325" };
    list.querySelectorAll(".ctrl, .alt").forEach((key) => {
      key.textContent = signs[key.className];
    });
  }
}

/** Such as `Alt+ArrowUp`; `Mod` is Ctrl or, on keyboards of Apple, Command. Slash has a shift on many keyboards. */
function nameOf(event) {
  const key = latinKeyOf(event);
  const modifiers = modifiersOf(event);
  return (key === "/" ? modifiers.replace("Shift+", "") : modifiers) + key;
}

/** Keyboards without Latin letters have the shortcuts where others have them. */
function latinKeyOf({ key = "", code = "" }) {
  const isOther = /^[^\0-\x7f]$/u.test(key);
  return isOther ? code.replace(/^Key/, "").replace("Slash", "/").toLowerCase() : key.length === 1 ? key.toLowerCase() : key;
}

function modifiersOf({ ctrlKey, metaKey, altKey, shiftKey }) {
  const isBoth = ctrlKey && metaKey;
  const mod = isBoth ? "Both+" : ctrlKey || metaKey ? "Mod+" : "";
  return mod + (altKey ? "Alt+" : "") + (shiftKey ? "Shift+" : "");
}

/** Whether a field needs a shortcut for itself: on Apple's keyboards Ctrl+K cuts a line, Alt and an arrow open a list. */
function isForField({ target, ctrlKey, altKey }) {
  return (IS_MAC && ctrlKey && target.closest(FIELD) !== null) || (altKey && target.closest("select") !== null);
}

/** Whether a key types a character, or begins to. AltGr and Apple's Option are there to type some. */
function types(event) {
  const { key = "", ctrlKey, altKey, metaKey } = event;
  const isCharacter = (/^.$/u.test(key) && key !== " ") || key === "Dead" || key === "Process";
  const isModified = ctrlKey || metaKey || (altKey && !IS_MAC);
  return isCharacter && (!isModified || event.getModifierState("AltGraph"));
}

/** What unfolded over the page may have a field of its own to type into. */
function fieldBeside(element) {
  return element.closest("details[open]")?.querySelector("[role=combobox]");
}

function isDialogOpen() {
  return document.querySelector("dialog[open]") !== null;
}
