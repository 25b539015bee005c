import { word } from "foyer/i18n";

const IME_KEY_CODE = 229;

/**
 * Whether a key belongs to an input method. Safari reports the Enter that confirms a word with `isComposing` false and
 * the key code 229.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === IME_KEY_CODE;
}

/**
 * Closes a panel that opens over the page when the reader goes on elsewhere: by a click, by moving the focus or by
 * Escape.
 * @param {HTMLDetailsElement} details
 * @param {{staysOpen?: () => boolean, opener?: () => HTMLElement | null}} [options] `staysOpen`: whether the panel stands
 * beside the rest of the page; `opener`: gets the focus after Escape, the summary if there is none
 */
export function closeOnLeave(details, { staysOpen = () => false, opener = () => null } = {}) {
  const close = () => {
    if (!staysOpen()) {
      details.open = false;
    }
  };
  close();
  for (const type of ["click", "focusin"]) {
    document.addEventListener(type, ({ target }) => details.contains(target) || close());
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !isComposing(event) && details.open && !staysOpen()) {
      event.preventDefault();
      const back = opener() ?? details.querySelector("summary");
      close();
      back.focus();
    }
  });
}

/** A menu of buttons that opens from its summary. The arrow keys lead through it, as Tab does. */
export class Menu {
  #details;

  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.#details = details;
    closeOnLeave(details);
    details.addEventListener("keydown", (event) => this.#press(event));
    details.addEventListener("click", ({ target }) => {
      if (target.closest("button")) {
        details.open = false;
      }
    });
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || modifiersOf(event) !== "") {
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

let focusElsewhere;

/**
 * Makes the dialogs of the page work where the browser does not do it by itself: buttons that open or close one by
 * `commandfor`, and a click beside an open dialog, which closes it.
 * @param {() => void} focus called when a dialog closes and what opened it is hidden
 */
export function prepareDialogs(focus) {
  focusElsewhere = focus;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[commandfor]");
    if (button && !("command" in button)) {
      const dialog = document.getElementById(button.getAttribute("commandfor"));
      if (button.getAttribute("command") === "close") {
        dialog.close();
      } else {
        dialog.showModal();
      }
    }
  });
  document.querySelectorAll("dialog").forEach(prepareDialog);
}

/** Does the same for a dialog that comes later. */
export function prepareDialog(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && !("closedBy" in dialog) && isOutside(event, dialog.getBoundingClientRect())) {
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement.getClientRects().length === 0) {
      focusElsewhere();
    }
  });
}

function isOutside({ clientX, clientY }, { left, right, top, bottom }) {
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

const YEAR = 365 * 24 * 60 * 60;

/** Keeps a choice in a cookie of this installation. An empty value removes it. */
export function writeCookie(name, value) {
  const { content: prefix, dataset } = document.querySelector("meta[name=cookies]");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${prefix}${name}=${value}; Path=${dataset.path}; Max-Age=${value ? YEAR : 0}; SameSite=Lax${secure}`;
}

export const IS_MAC = /^(Mac|iP)/.test(navigator.platform);
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
   * @param {{find: () => void, search: () => void, help: () => void, step: (step: 1 | -1) => void}} to what the shortcuts do
   */
  constructor(composer, box, to) {
    this.#composer = composer;
    this.#box = box;
    this.#shortcuts = {
      "Mod+k": to.find,
      "Mod+Shift+f": to.search,
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
    const shortcut = isComposing(event) ? null : this.#shortcuts[nameOf(event)];
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

/**
 * Whether a key types a character, or begins to. AltGr and Apple's Option are there to type some, and keys of Arabic and
 * Hindi keyboards type several at once; named keys are ASCII.
 */
function types(event) {
  const { key = "", ctrlKey, altKey, metaKey } = event;
  const isCharacter = (/^.$|[^\0-\x7f]/u.test(key) && key !== " ") || key === "Dead" || key === "Process";
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
 * Where the page was only magnified, nothing changes.
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

/** Says in words in which state the live connection is: in a bar while it is gone, and at the foot of the rail. */
export class State {
  #bar;
  #foot;
  #timer;

  /**
   * @param {HTMLElement} bar
   * @param {HTMLElement | null} foot
   */
  constructor(bar, foot) {
    this.#bar = bar;
    this.#foot = foot;
  }

  /**
   * @param {string} state one of those of {@link import("foyer/connection").Live}
   * @param {number} [until] when the next connection is tried, as `performance.now()` counts
   * @param {string} [why] there is no connection
   */
  tell(state, until, why) {
    clearInterval(this.#timer);
    const words = why ?? word(`live.${state}`);
    this.#bar.dataset.state = state;
    // The first connection is on its way on every page; only a later one is worth a bar.
    this.#bar.classList.toggle("gone", state !== "connected" && (state !== "connecting" || this.#bar.matches(".gone")));
    this.#bar.querySelector(".state-words").textContent = words;
    this.#bar.title = words;
    if (this.#foot) {
      this.#foot.dataset.state = state;
      this.#foot.textContent = words;
    }
    this.#count(until);
    if (until) {
      this.#timer = setInterval(() => this.#count(until), 1_000);
    }
  }

  /** The seconds are for the eye only: read out, they would never end. */
  #count(until) {
    const seconds = until ? Math.max(1, Math.round((until - performance.now()) / 1000)) : 0;
    this.#bar.querySelector(".state-wait").textContent = seconds ? word("live.wait", seconds) : "";
  }
}
