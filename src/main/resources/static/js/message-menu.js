import { deleteMessage, isEditable, pin, react } from "foyer/changes";
import { word } from "foyer/i18n";
import { stateOf } from "foyer/line";
import { LineTouch } from "foyer/line-touch";
import { loadPart, putBeside } from "foyer/overlay";
import { showToast } from "foyer/toast";

const LINES = ".message[data-seq]:not(.deleted, .pending)";
const TOLD_FOR = 5_000;
const CAN_HOVER = matchMedia("(hover: hover)");

const talk = document.getElementById("talk");

/**
 * Loads what can be done with a message.
 * @param {HTMLElement} list of the lines
 * @param {import("foyer/completion").Emoji} emoji
 * @returns {Promise<MessageMenu>} fails where it cannot be loaded
 */
export async function loadMenu(list, emoji) {
  return new MessageMenu(list, emoji, await loadPart("message-menu"));
}

/**
 * The menu of a message. It opens beside a line or, for a finger, as a sheet. Under a mouse and beside a line that is
 * gone to by keyboard, tools lead to it.
 */
export class MessageMenu {
  #emoji;
  #menu;
  #sheet;
  #heard;
  #tools;
  #touch;
  #line = null;
  /** What had the focus before. */
  #before = null;

  /**
   * @param {HTMLElement} list of the lines
   * @param {import("foyer/completion").Emoji} emoji
   * @param {DocumentFragment} part of the page with the menu
   */
  constructor(list, emoji, part) {
    this.#emoji = emoji;
    this.#menu = part.querySelector("[role=menu]");
    this.#sheet = part.querySelector("dialog");
    this.#heard = part.querySelector("[role=status]");
    this.#tools = new Tools(list, part.querySelector(".line-tools"), this);
    this.#touch = new LineTouch(list, LINES, part.querySelector(".swipe-sign"), {
      hold: (line) => this.openSheet(line),
      swipe: (line) => ask("reply", line),
    });
    talk.append(this.#menu, this.#heard);
    this.#menu.addEventListener("keydown", (event) => this.#press(event));
    this.#menu.addEventListener("click", ({ target }) => this.#choose(target.closest("button")));
    this.#menu.addEventListener("pointermove", ({ target }) => target.closest("button")?.focus({ preventScroll: true }));
    this.#menu.addEventListener("contextmenu", (event) => event.preventDefault());
    this.#menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && this.#closeUnless(relatedTarget));
    this.#sheet.addEventListener("click", ({ target }) => target === this.#sheet && this.close());
    this.#sheet.addEventListener("close", () => this.#sheet.contains(this.#menu) && !this.#sheet.open && this.close());
    document.addEventListener("pointerdown", ({ target }) => this.#closeUnless(target));
    document.getElementById("box").addEventListener("scroll", () => this.#place(), { passive: true });
    list.addEventListener("foyer:changed", ({ target }) => this.#see(target));
    this.#tools.look();
  }

  /** Whether the menu is open, for a line or at all. */
  isOpen(line = this.#line) {
    return this.#line !== null && this.#line === line;
  }

  /** @param {TouchEvent} event a touch that has begun before this was loaded */
  take(event) {
    this.#touch.begin(event);
  }

  /**
   * Opens the menu beside a line. A line that nothing can be done with has none.
   * @param {HTMLElement} line
   * @param {HTMLElement} [button] that was pressed with the mouse
   */
  open(line, button) {
    if (line.matches(LINES)) {
      this.#prepare(line);
      talk.append(this.#menu);
      this.#menu.hidden = false;
      this.#place();
      (button ? this.#menu : this.#rows[1][0]).focus({ preventScroll: true });
    }
  }

  /** Opens the menu of a line as a sheet. */
  openSheet(line) {
    this.#prepare(line);
    this.#sheet.append(this.#menu);
    talk.append(this.#sheet);
    this.#menu.hidden = false;
    this.#sheet.showModal();
    this.#menu.focus({ preventScroll: true });
  }

  close() {
    this.#line?.classList.remove("chosen");
    this.#line = null;
    this.#menu.hidden = true;
    this.#sheet.close();
    this.#sheet.remove();
    this.#tools.look();
  }

  /**
   * Does something with a line.
   * @param {HTMLElement} line
   * @param {HTMLElement} button that says what
   */
  act(line, button) {
    const { act, emoji } = button.dataset;
    const { seq } = line.dataset;
    switch (act) {
      case "reply":
      case "edit":
        ask(act, line);
        break;
      case "react":
        this.#pickReaction(line);
        break;
      case "emoji":
        this.#react(line, emoji);
        break;
      case "copy-text":
        copy(stateOf(line).text);
        break;
      case "download":
        download(line.querySelector(".file a"));
        break;
      case "copy-link":
        copy(addressOf(seq));
        break;
      case "delete":
        deleteMessage(Number(seq));
        break;
      case "pin":
      case "unpin":
        pin(Number(seq), act === "pin");
        this.#tell(word(`menu.${act}.done`));
        break;
      default:
    }
  }

  #prepare(line) {
    this.close();
    this.#line = line;
    line.classList.add("chosen");
    this.#before = document.activeElement;
    this.#fill();
  }

  #fill() {
    const { own, pinned, reactions, text, files } = stateOf(this.#line);
    const isShown = {
      "copy-text": text !== "",
      download: files.length === 1,
      edit: own && isEditable(this.#line),
      delete: own,
      pin: !pinned,
      unpin: pinned,
    };
    Object.entries(isShown).forEach(([act, isOne]) => {
      this.#menu.querySelector(`[data-act="${act}"]`).hidden = !isOne;
    });
    this.#menu.querySelectorAll("[data-emoji]").forEach((button) => {
      button.ariaChecked = String(isMine(reactions, button.dataset.emoji));
    });
  }

  /** The items as they stand: the reactions side by side, and the others below. */
  get #rows() {
    const shown = [...this.#menu.querySelectorAll("button")].filter((button) => !button.hidden);
    const isQuick = (button) => button.closest("[role=group]") !== null;
    return [shown.filter(isQuick), ...shown.filter((button) => !isQuick(button)).map((button) => [button])];
  }

  #press(event) {
    const { key, code, isComposing, ctrlKey, altKey, metaKey } = event;
    if (isComposing || ctrlKey || altKey || metaKey) {
      return;
    }
    const item = this.#itemOf(key, code);
    if (item) {
      this.#choose(item);
    } else if (key === "Escape" || key === "Tab") {
      const line = this.#line;
      this.close();
      this.#goBack(line);
    } else if (key.startsWith("Arrow") || key === "Home" || key === "End") {
      this.#go(key);
    } else if (key.length > 1 || key === " ") {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Keyboards without Latin letters have the keys where others have them. */
  #itemOf(key, code) {
    const isLatin = /^[\0-\x7f]$/.test(key);
    const name = isLatin || key.length > 1 ? key.toUpperCase() : code.replace(/^Key/, "");
    return this.#rows.flat().find((button) => button.getAttribute("aria-keyshortcuts") === name);
  }

  #go(key) {
    const rows = this.#rows;
    const focused = document.activeElement;
    const at = rows.findIndex((row) => row.includes(focused));
    const column = Math.max(0, rows[at]?.indexOf(focused) ?? 0);
    const isRtl = getComputedStyle(this.#menu).direction === "rtl";
    const aside = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[key];
    if (aside) {
      const row = rows[Math.max(0, at)];
      row[(column + aside + row.length) % row.length].focus();
      return;
    }
    const places = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 };
    const [next] = rows.at(places[key] % rows.length);
    next.focus();
  }

  #choose(button) {
    if (!button || button.hidden) {
      return;
    }
    const line = this.#line;
    if (button.dataset.act === "react" && this.#sheet.open) {
      this.#pickReaction(line);
      return;
    }
    this.close();
    // Reply and edit lead to the composer, and the picker takes the focus when it is open.
    this.#goBack(line);
    this.act(line, button);
  }

  /** Gives the focus back to what had it, or to the line. */
  #goBack(line) {
    const isThere = this.#before?.isConnected && this.#before !== document.body;
    const target = isThere ? this.#before : line;
    if (target === line && !line.hasAttribute("tabindex")) {
      line.tabIndex = -1;
    }
    target.focus({ preventScroll: true });
  }

  async #pickReaction(line) {
    const isSheet = this.#sheet.open;
    const before = isSheet ? null : document.activeElement;
    const done = () => (isSheet ? this.close() : before.isConnected && before.focus({ preventScroll: true }));
    try {
      const { togglePicker } = await import("foyer/emoji-picker");
      this.#menu.hidden = true;
      await togglePicker(this.#emoji, {
        host: isSheet ? this.#sheet : talk,
        anchor: isSheet ? undefined : (this.#tools.on(line) ?? line),
        pick: (emoji) => {
          done();
          this.#react(line, emoji);
        },
        giveUp: done,
      });
    } catch {
      this.close();
      showToast(word("writing.emoji.not-loaded"));
    }
  }

  #react(line, emoji) {
    const isOn = !isMine(stateOf(line).reactions, emoji);
    react(Number(line.dataset.seq), emoji, isOn);
    this.#tell(word(isOn ? "menu.reacted" : "menu.unreacted", emoji));
  }

  /** Says once, to screen readers, what was done. */
  #tell(words) {
    this.#heard.textContent = words;
    setTimeout(() => this.#heard.replaceChildren(), TOLD_FOR);
  }

  #closeUnless(target) {
    if (this.#line && !this.#sheet.open && !this.#menu.contains(target) && !this.#tools.contains(target)) {
      this.close();
    }
  }

  /** Puts the menu beside the line, which may have moved. */
  #place() {
    if (this.#line && !this.#sheet.open) {
      putBeside(this.#menu, (this.#tools.on(this.#line) ?? this.#line).getBoundingClientRect());
    }
  }

  /** The line may have changed while the menu is open. */
  #see(line) {
    if (line === this.#line && line.matches(LINES)) {
      this.#fill();
    } else if (line === this.#line) {
      this.close();
      this.#goBack(line);
    }
  }
}

/**
 * A few tools beside the line that the mouse is over, or that is gone to by keyboard. They are for the eye and the mouse
 * only: the menu has all of them.
 */
class Tools {
  #list;
  #element;
  #menu;

  /**
   * @param {HTMLElement} list of the lines
   * @param {HTMLElement} element
   * @param {MessageMenu} menu
   */
  constructor(list, element, menu) {
    this.#list = list;
    this.#element = element;
    this.#menu = menu;
    list.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "touch" || this.#show(lineAt(target)));
    list.addEventListener("pointerleave", () => this.look());
    list.addEventListener("focusin", () => this.look());
    list.addEventListener("focusout", () => setTimeout(() => this.look()));
    // The focus stays where it is.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
  }

  contains(element) {
    return this.#element.contains(element);
  }

  /** The tools, if they are seen on a line. */
  on(line) {
    return line.contains(this.#element) && this.#element.getClientRects().length > 0 ? this.#element : null;
  }

  /** Shows the tools where they belong now. */
  look() {
    const pointed = CAN_HOVER.matches ? this.#list.querySelector(`${LINES}:hover`) : null;
    this.#show(pointed ?? this.#list.querySelector(`${LINES}:focus-visible`));
  }

  #show(line) {
    if (this.#menu.isOpen()) {
      return;
    }
    if (!line) {
      this.#element.remove();
    } else if (line !== this.#element.parentElement) {
      line.append(this.#element);
      const { top } = document.getElementById("box").getBoundingClientRect();
      this.#element.classList.toggle("low", this.#element.getBoundingClientRect().top < top);
    }
  }

  #press(button) {
    const line = this.#element.closest(LINES);
    if (!button || !line) {
      return;
    }
    if (button.dataset.act !== "menu") {
      this.#menu.close();
      this.#menu.act(line, button);
    } else if (this.#menu.isOpen(line)) {
      this.#menu.close();
    } else {
      this.#menu.open(line, button);
    }
  }
}

function lineAt(element) {
  return element?.closest(LINES) ?? null;
}

/** Asks the composer for a reply to a line, or for a change of its text. */
function ask(what, line) {
  line.dispatchEvent(new CustomEvent(`foyer:${what}`, { bubbles: true, detail: { seq: Number(line.dataset.seq) } }));
}

function isMine(reactions, emoji) {
  return reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
}

function addressOf(seq) {
  const { base, room } = talk.dataset;
  return new URL(`rooms/${room}/at/${seq}#m${seq}`, new URL(base, location.href)).href;
}

function download({ href }) {
  const link = Object.assign(document.createElement("a"), { href, download: "" });
  link.click();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages without TLS have no clipboard API.
    copyByCommand(text);
  }
  showToast(word("room.copied"));
}

function copyByCommand(text) {
  const write = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
  };
  const selected = document.createElement("span");
  selected.className = "unseen";
  selected.textContent = text;
  talk.append(selected);
  getSelection().selectAllChildren(selected);
  document.addEventListener("copy", write, { once: true, capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", write, { capture: true });
  selected.remove();
}
