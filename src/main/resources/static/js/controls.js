import { word } from "foyer/i18n";

/**
 * Folds away what was unfolded over the page when the reader goes on elsewhere: by a click, by moving the focus or by
 * Escape.
 * @param {HTMLDetailsElement} details
 * @param {{staysOpen?: () => boolean, opener?: () => HTMLElement | null}} [options] `staysOpen`: whether there is room
 * for it beside the rest; `opener`: what has the focus again after Escape, the summary if there is none
 * @returns {() => void} folds or unfolds it as `staysOpen` says
 */
export function foldAway(details, { staysOpen = () => false, opener = () => null } = {}) {
  const fit = () => {
    details.open = staysOpen();
  };
  fit();
  for (const type of ["click", "focusin"]) {
    document.addEventListener(type, ({ target }) => details.contains(target) || fit());
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && details.open && !staysOpen()) {
      event.preventDefault();
      const back = opener() ?? details.querySelector("summary");
      fit();
      back.focus();
    }
  });
  return fit;
}

/** A menu of buttons that unfolds from its summary. The arrow keys lead through it, as Tab does. */
export class Menu {
  #details;

  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.#details = details;
    foldAway(details);
    details.addEventListener("keydown", (event) => this.#press(event));
    details.addEventListener("click", ({ target }) => {
      if (target.closest("button")) {
        details.open = false;
      }
    });
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.#details.open = true;
    const buttons = [...this.#details.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = at < 0 && step < 0 ? -1 : at + step;
    buttons.at(next % buttons.length).focus();
  }
}

const SHOWN = 2_000;

/**
 * Shows the room's whole address, and makes the button copy it.
 * @param {HTMLAnchorElement} address
 * @param {HTMLButtonElement} button
 */
export function copyInvitation(address, button) {
  const label = button.textContent;
  address.textContent = address.href;
  button.addEventListener("click", async () => {
    await copy(address);
    button.textContent = word("room.copied");
    setTimeout(() => {
      button.textContent = label;
    }, SHOWN);
  });
}

async function copy(address) {
  try {
    await navigator.clipboard.writeText(address.href);
  } catch {
    // Without TLS there is no clipboard for scripts. What is selected can be copied all the same.
    getSelection().selectAllChildren(address);
    document.execCommand("copy");
  }
}

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

/**
 * Fits the page into what an on-screen keyboard leaves of the screen, for browsers that lay the keyboard over the page.
 * Where the page was only magnified, nothing is to be fitted.
 */
export function fitAboveKeyboard() {
  const { visualViewport } = window;
  const page = document.documentElement;
  visualViewport?.addEventListener("resize", () => {
    const isCovered = visualViewport.scale === 1 && visualViewport.height < page.clientHeight - 1;
    page.style.setProperty("--viewport", isCovered ? `${visualViewport.height}px` : "");
    if (isCovered) {
      window.scrollTo(0, 0);
    }
  });
}

/** Says in words in which state the live connection is. */
export class State {
  #element;
  #timer;

  constructor(element) {
    this.#element = element;
  }

  /**
   * @param {string} state one of those of {@link import("foyer/connection").Live}
   * @param {number} [until] when the next connection is tried
   * @param {string} [why] there is no connection
   */
  tell(state, until, why) {
    clearInterval(this.#timer);
    this.#element.dataset.state = state;
    this.#element.querySelector(".state-words").textContent = why ?? word(`live.${state}`);
    this.#count(until);
    if (until) {
      this.#timer = setInterval(() => this.#count(until), 1_000);
    }
  }

  /** The seconds are for the eye only: read out, they would never end. */
  #count(until) {
    const seconds = until ? Math.max(1, Math.round((until - Date.now()) / 1000)) : 0;
    this.#element.querySelector(".state-wait").textContent = seconds ? word("live.wait", seconds) : "";
  }
}
