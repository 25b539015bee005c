import { dateTimeFormat, word } from "foyer/i18n";

const TIME = dateTimeFormat({ timeStyle: "short" });
const EXACTLY = dateTimeFormat({ dateStyle: "full", timeStyle: "medium" });

/** What the server shows large (`MessageRenderer.java`). */
const EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u{e0020}-\u{e007f}\u200d\ufe0f ]{1,24}$/u;
const LARGE = /[\p{Emoji_Presentation}\ufe0f]/u;
const ACTION = "/me ";

/**
 * An event, or a message on its way to the server, as a line of the message box. `follows`: the server groups the line
 * with the one before it. `re`: the message that it replies to. A message on its way has no `seq`, and no time of its
 * own; `isLeft`: it is not sent by itself.
 * @typedef {{seq?: number, id?: string, type: string, author: string, at: number, isOwn: boolean, follows: boolean,
 *   re?: number, isLeft?: boolean, element: HTMLElement, marks: HTMLElement[]}} Line
 */

/**
 * What the page knows of a line. The document is the only place that has it, so that a line is the same however it came
 * about. `text` is what was typed, as far as the page has it; a deleted message has none.
 * @typedef {{seq: number, author: string, own: boolean, text?: string, html?: string, editedAt?: string,
 *   deletedAt?: string, reactions: {emoji: string, count: number, mine: boolean, names: string[]}[], pinned: boolean,
 *   files: {id: string, name: string, type: string}[], rev: number}} LineState
 */

/**
 * The line of a message, if it is in the document.
 * @returns {HTMLElement | null}
 */
export function lineOf(seq) {
  return document.getElementById(`m${seq}`);
}

/** @returns {LineState} */
export function stateOf(line) {
  const { seq, author, rev = seq, text, deleted } = line.dataset;
  const shown = deleted ? undefined : line.querySelector(".text");
  return {
    seq: Number(seq),
    author,
    own: line.matches(".own"),
    text: shown && (text ?? textOf(shown)),
    html: shown?.innerHTML,
    editedAt: line.querySelector(".edited")?.dataset.at,
    deletedAt: deleted,
    reactions: Array.from(line.querySelectorAll(".chip"), (chip) => ({
      emoji: chip.dataset.emoji,
      count: Number(chip.querySelector("b").textContent),
      mine: chip.ariaPressed === "true",
      names: chip.dataset.names.split("\n"),
    })),
    pinned: line.matches(".pinned"),
    files: Array.from(line.querySelectorAll(".file"), ({ dataset }) => ({ ...dataset })),
    rev: Number(rev),
  };
}

/** The number of the message that a quote leads to. */
export function quotedBy(quote) {
  return Number(quote.hash.slice(2));
}

function quoteIn(line) {
  const quote = line.querySelector(".quote");
  return quote ? { seq: quotedBy(quote), author: quote.querySelector(".quote-author")?.textContent } : undefined;
}

/** How the exact time of something is written. */
export function exactTime(at) {
  return EXACTLY.format(new Date(at));
}

/**
 * Makes the lines of the message box: adopts those that the server rendered, and fills the templates of the same
 * fragment for all others.
 */
export class View {
  #me;
  #since;
  #avatar;
  #mention;

  /**
   * @param {string} me the reader's username
   * @param {number} since the first event that can be of the reader's seat; an older one of the same name is not
   * @param {{color?: string, initial?: string}} avatar the reader's
   * @param {import("foyer/mention").Mention} mention
   */
  constructor(me, since, avatar, mention) {
    this.#me = me;
    this.#since = since;
    this.#avatar = avatar;
    this.#mention = mention;
  }

  /** Whether an event is of the reader's own seat. */
  isOwn({ author, seq }) {
    return author === this.#me && seq >= this.#since;
  }

  /**
   * Takes over a line that the server rendered.
   * @param {HTMLElement} element
   * @returns {Line}
   */
  adopt(element) {
    const { seq, id, author } = element.dataset;
    const type = ["message", "join", "leave"].find((one) => element.classList.contains(one));
    element.querySelector("noscript")?.remove();
    const quote = element.querySelector(".quote");
    const re = quote ? quotedBy(quote) : undefined;
    quote?.setAttribute("href", `#m${re}`);
    const edited = element.querySelector(".edited");
    if (edited) {
      edited.title = exactTime(edited.dataset.at);
    }
    return this.#finish({ seq: Number(seq), id, type, author, follows: element.matches(".follows"), re }, element);
  }

  /**
   * Makes the line of an event.
   * @param {import("foyer/event-log").Event} event
   * @returns {Line | undefined} nothing for an event of a type that this page does not know
   */
  create(event) {
    const element = copyTemplate(event.deleted ? "deleted" : event.type);
    if (!element) {
      return undefined;
    }
    element.dataset.seq = event.seq;
    this.#fill(element, event);
    if (event.type === "message") {
      element.id = `m${event.seq}`;
      element.dataset.id = event.id;
      element.classList.toggle("own", this.isOwn(event));
      if (event.deleted) {
        element.dataset.deleted = event.deletedAt;
      } else {
        this.#write(element, event);
      }
    }
    return this.#finish(event, element);
  }

  /**
   * Writes another text into a message.
   * @param {HTMLElement} element
   * @param {{text: string, html: string}} edited
   */
  rewrite(element, edited) {
    element.querySelector(".fold")?.remove();
    element.classList.remove("long", "clamped");
    this.#write(element, edited);
    this.#finishText(element);
  }

  /**
   * What is left of a message that is deleted.
   * @param {HTMLElement} element is emptied
   */
  blank(element) {
    const left = copyTemplate("deleted");
    left.querySelector(".author").textContent = element.dataset.author;
    left.querySelector("time").replaceWith(element.querySelector("time"));
    left.classList.toggle("own", element.matches(".own"));
    element.className = left.className;
    delete element.dataset.text;
    element.replaceChildren(...left.childNodes);
  }

  /**
   * Makes the line of a message that is on its way to the server. It is as high as the server's line will be, unless the
   * text has markup. Only the server knows its time.
   * @returns {Line}
   */
  createPending(id, text) {
    const element = copyTemplate("message");
    element.dataset.id = id;
    element.classList.add("own", "pending");
    element.querySelector("time").remove();
    this.#fillAuthor(element, { ...this.#avatar, author: this.#me });
    const shown = element.querySelector(".text");
    if (EMOJI.test(text) && LARGE.test(text)) {
      shown.append(wrap("span", "emoji", text));
    } else if (text.startsWith(ACTION)) {
      shown.append(wrap("p", "action", text.slice(ACTION.length)));
      element.classList.add("does");
    } else {
      shown.append(...isolate(text));
    }
    return this.#finish({ id, type: "message", author: this.#me }, element);
  }

  #write(element, { text, html }) {
    const shown = element.querySelector(".text");
    // The only markup that comes in: the server has made it safe.
    shown.innerHTML = html;
    element.classList.toggle("does", shown.querySelector(".action") !== null);
    if (element.matches(".own") && text) {
      element.dataset.text = text;
    } else {
      delete element.dataset.text;
    }
  }

  #finishText(element, quote = quoteIn(element)) {
    if (!element.matches(".own")) {
      const isNamed = this.#mention.mark(element.querySelector(".text"));
      element.classList.toggle("calls", isNamed || this.#mention.isReplyTo(quote));
    }
    addFold(element);
  }

  #fill(element, event) {
    this.#fillAuthor(element, event);
    element.querySelector("time").dateTime = event.at;
  }

  #fillAuthor(element, { author, color, initial }) {
    element.dataset.author = author;
    if (initial !== undefined) {
      Object.assign(element.dataset, { color, initial });
    }
    element.querySelector(".author").textContent = author;
  }

  #finish({ seq, id, type, author, follows = false, re, quote }, element) {
    const isOwn = seq === undefined || this.isOwn({ author, seq });
    if (type === "message" && !element.matches(".deleted")) {
      this.#finishText(element, quote);
    }
    const at = seq === undefined ? NaN : showLocalTime(element);
    return { seq, id, type, author, follows: follows && !re, re, at, isOwn, element, marks: [] };
  }
}

// Code, addresses and mentions in a message that is not rendered yet.
const ISOLATED = /`[^`\n]+`|\b(?:https?:\/\/|www\.)\S+|(?<![\p{L}\p{N}])[@\uff20\ufe6b][\p{L}\p{N}][\p{L}\p{N}\p{M}_.'\u2019-]*/giu;

/** The text of a message in nodes, so that code, addresses and mentions do not set its direction. */
function isolate(text) {
  const nodes = [];
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(ISOLATED)) {
    const isolated = document.createElement("bdi");
    isolated.textContent = piece;
    nodes.push(text.slice(end, index), isolated);
    end = index + piece.length;
  }
  return [...nodes, text.slice(end)];
}

function wrap(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function copyTemplate(type) {
  return document.getElementById(`line-${type}`)?.content.firstElementChild.cloneNode(true);
}

function showLocalTime(element) {
  const time = element.querySelector("time");
  const at = new Date(time.dateTime);
  time.textContent = TIME.format(at);
  time.dataset.exact = exactTime(at);
  return at.getTime();
}

const SHOWN = ".event:not(.folded, .pending, [hidden])";
const INSIDE = ":is(a, button, audio, video):not(.line-tools *)";
const PARTS = ":scope > :is(.quote, .author, .text, .files, .edited)";
let named = 0;

/**
 * The way through the lines by keyboard. One of them can be reached by Tab, the newest unless another was gone to; from
 * there the arrow keys lead to the lines above and below, and Home and End to the first and the newest one. Links and
 * buttons in a line are reached by Tab from within it only: otherwise they would be a long way.
 */
export class LineFocus {
  #list;
  #stop;

  /** @param {HTMLElement} list of the lines */
  constructor(list) {
    this.#list = list;
    list.addEventListener("keydown", (event) => this.#press(event));
    list.addEventListener("focusin", ({ target }) => this.#meet(target));
    list.addEventListener("focusout", (event) => this.#leave(event));
    // End also leads the message box to its end, where other lines may have come.
    addEventListener("keydown", ({ key, target }) => key === "End" && target === this.#stop && this.visit());
  }

  /** To be told when lines came or went. */
  arrange() {
    this.#list.querySelectorAll(`${SHOWN} ${INSIDE}:not([tabindex])`).forEach((inside) => {
      if (!inside.closest(SHOWN).contains(document.activeElement)) {
        inside.tabIndex = -1;
      }
    });
    if (!this.#stop?.contains(document.activeElement)) {
      this.#stopAt(this.#newest());
    } else if (!this.#stop.matches(SHOWN)) {
      this.visit();
    }
  }

  /** Goes to the newest line. */
  visit() {
    this.#go(this.#newest());
  }

  #newest() {
    return shownFrom(this.#list.lastElementChild, "previousElementSibling");
  }

  /** Something in a line, or all of it, has got the focus. */
  #meet(target) {
    const line = target.closest(SHOWN);
    if (line) {
      this.#stopAt(line);
      line.querySelectorAll(INSIDE).forEach((inside) => inside.removeAttribute("tabindex"));
    }
    if (line === target) {
      nameLine(line);
      line.setAttribute("aria-describedby", "exact");
    }
  }

  #leave({ target, relatedTarget }) {
    const line = target.closest(SHOWN);
    target.removeAttribute("aria-describedby");
    if (line && !line.contains(relatedTarget)) {
      line.querySelectorAll(INSIDE).forEach((inside) => {
        inside.tabIndex = -1;
      });
    }
  }

  #press(event) {
    const way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    const isModified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
    if (isModified || event.target !== this.#stop || !(way || event.key === "Home")) {
      return;
    }
    // Also at the last line: the box must not scroll away from it.
    event.preventDefault();
    this.#go(way ? shownFrom(this.#stop[way], way) : shownFrom(this.#list.firstElementChild, "nextElementSibling"));
  }

  #go(line) {
    if (line) {
      this.#stopAt(line);
      line.focus();
    }
  }

  #stopAt(line) {
    if (line !== this.#stop) {
      this.#stop?.removeAttribute("tabindex");
      line?.setAttribute("tabindex", "0");
      this.#stop = line;
    }
  }
}

/** The next line that is shown on a way, beginning with the one given. */
function shownFrom(line, way) {
  let next = line;
  while (next && !next.matches(SHOWN)) {
    next = next[way];
  }
  return next;
}

/** Has what a line says read out, and not what can be done with it. */
function nameLine(line) {
  const parts = Array.from(line.querySelectorAll(PARTS));
  parts.filter(({ id }) => id === "").forEach((part) => {
    named += 1;
    part.id = `part-${named}`;
  });
  line.setAttribute("aria-labelledby", parts.map(({ id }) => id).join(" "));
}

const AGAIN_AFTER = 10_000;

/**
 * Has the menu of messages loaded when the reader first points at a line, touches one or goes to one by keyboard. Enter,
 * the key for menus and Shift+F10 open it for the line that has the focus.
 * @param {HTMLElement} list of the lines
 * @param {import("foyer/completion").Emoji} emoji
 */
export function prepareMenu(list, emoji) {
  let loading = null;
  let touch = null;
  const load = () => {
    loading ??= import("foyer/message-menu")
      .then(({ loadMenu }) => loadMenu(list, emoji))
      .then((menu) => {
        if (touch) {
          menu.take(touch);
        }
        return menu;
      })
      .catch(() => {
        setTimeout(() => {
          loading = null;
        }, AGAIN_AFTER);
      });
    return loading;
  };
  list.addEventListener("pointerover", load);
  list.addEventListener("focusin", load);
  list.addEventListener("touchstart", (event) => {
    touch = event;
    load();
  }, { passive: true });
  for (const type of ["touchend", "touchcancel"]) {
    list.addEventListener(type, () => {
      touch = null;
    });
  }
  list.addEventListener("keydown", async (event) => {
    const { key, target, shiftKey, ctrlKey, altKey, metaKey } = event;
    const isAsked = (shiftKey ? key === "F10" : key === "Enter" || key === "ContextMenu") && !(ctrlKey || altKey || metaKey);
    if (isAsked && target.matches(SHOWN)) {
      event.preventDefault();
      (await load())?.open(target);
    }
  });
}

/**
 * Shows more of what is pointed at or has the focus beside it, until one goes on or presses Escape (WCAG 2.2, 1.4.13):
 * the exact time, when a message was edited, who reacted.
 * @param {HTMLElement} box with the lines
 * @param {HTMLElement} tip where it is shown
 */
export function showExactTimes(box, tip) {
  let shown = null;

  const place = () => {
    tip.hidden = !shown;
    if (shown) {
      putBeside(shown, tip, box);
    }
  };

  const show = (element) => {
    if (element !== shown) {
      shown?.removeAttribute("aria-describedby");
      if (shown && !shown.matches("time")) {
        shown.title ||= shown.dataset.exact;
        delete shown.dataset.exact;
      }
      shown = element;
      if (element) {
        tip.textContent = explain(element);
        element.setAttribute("aria-describedby", tip.id);
      }
      place();
    }
  };

  // The pointer may rest on the tooltip, too. Elsewhere what has the focus is explained again.
  const point = (target) => target === tip || show(explainedAt(target) ?? explainedAt(document.activeElement));

  box.addEventListener("mouseover", ({ target }) => point(target));
  box.addEventListener("mouseleave", () => point(box));
  box.addEventListener("focusin", ({ target }) => show(explainedAt(target)));
  box.addEventListener("focusout", () => show(null));
  box.addEventListener("scroll", place, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !event.defaultPrevented) {
      event.preventDefault();
      show(null);
    }
  });
}

/** Above the element, or below where the box ends there, so that the line is still seen; nowhere while it is not. */
function putBeside(element, tip, box) {
  const room = box.getBoundingClientRect();
  const place = element.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const isFromLeft = (getComputedStyle(box).direction === "rtl") !== element.matches(".chip");
  const left = isFromLeft ? place.left : place.right - width;
  tip.style.left = `${Math.max(room.left, Math.min(left, room.right - width))}px`;
  tip.style.top = `${place.top - height >= room.top ? place.top - height : place.bottom}px`;
  tip.hidden = place.bottom <= room.top || place.top >= room.bottom;
}

/** Of a line that has the focus by keyboard, the time. */
function explainedAt(element) {
  const focused = element?.matches(".event:focus-visible") ? element.querySelector("time") : null;
  return element?.closest(".event :is(time, .edited, .chip)") ?? focused;
}

/** The browser's own tooltip would cover this one. The time of a message that was edited also says when. */
function explain(element) {
  if (element.title) {
    element.dataset.exact = element.title;
    element.removeAttribute("title");
  }
  const edited = element.matches("time") && element.parentElement.querySelector(".edited");
  return edited ? `${element.dataset.exact} (${edited.textContent} ${exactTime(edited.dataset.at)})` : element.dataset.exact;
}

const BLOCKS = "li, blockquote, pre, ul, p, div";

/**
 * The text of a rendered message as it was typed, as far as the rendering keeps it: lines, list markers and quotation
 * marks.
 * @param {ParentNode} node with the message, or a part of it
 */
export function textOf(node) {
  let text = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      text += child.data;
    } else if (child.localName === "br") {
      text += "\n";
    } else if (child.matches(BLOCKS)) {
      const block = textOf(child).replace(/\n$/, "");
      text = endLine(text) + (child.matches("blockquote") ? block.replace(/^/gm, "> ") : block);
      text += child.nextSibling ? "\n" : "";
    } else {
      text += textOf(child);
    }
  }
  return text;
}

function endLine(text) {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

const LONGEST_SHOWN = 30;
const LINE_LENGTH = 160;

/** Makes a long text foldable. Its lines are counted and not measured, so that it has its height at once. */
function addFold(element) {
  const text = element.querySelector(".text");
  if (countLines(text) > LONGEST_SHOWN) {
    element.classList.add("long");
    text.after(foldButton());
    setFolded(element, true);
  }
}

function countLines(text) {
  const isShort = text.innerHTML.length <= LONGEST_SHOWN;
  const lines = isShort ? [] : textOf(text).split("\n");
  return lines.reduce((count, line) => count + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0);
}

function foldButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link fold";
  return button;
}

function setFolded(element, isFolded) {
  const button = element.querySelector(".fold");
  element.classList.toggle("clamped", isFolded);
  element.querySelector(".text").scrollTop = 0;
  button.ariaExpanded = String(!isFolded);
  button.textContent = word(isFolded ? "reading.unfold" : "reading.fold");
}

/**
 * Lets the buttons of long messages fold and unfold them. A folded one also unfolds when the browser scrolls it, to a
 * link that gets the focus or a word that it found.
 * @param {HTMLElement} list of the lines
 * @param {import("foyer/reading").Scroll} scroll
 */
export function foldOnClick(list, scroll) {
  list.addEventListener("click", ({ target }) => {
    if (target.matches(".fold")) {
      const line = target.closest(".message");
      scroll.keepPlace(() => setFolded(line, !line.matches(".clamped")));
      scroll.showTop(line);
    }
  });
  const unfold = ({ target }) => {
    if (target.scrollTop > 0 && target.matches(".clamped > .text")) {
      const { scrollTop } = target;
      scroll.keepPlace(() => setFolded(target.parentElement, false));
      scroll.by(scrollTop);
    }
  };
  list.addEventListener("scroll", unfold, { capture: true, passive: true });
}

/**
 * Copies a selection of several messages as `Ann: text`, one after the other, without what stands around them. Within
 * one message the browser copies as usual.
 * @param {HTMLElement} list of the lines
 */
export function copyAsTalk(list) {
  document.addEventListener("copy", (event) => {
    const messages = event.defaultPrevented ? [] : selectedIn(list);
    if (messages.length > 1) {
      event.preventDefault();
      event.clipboardData.setData("text/plain", messages.map(asPlainText).join("\n"));
      event.clipboardData.setData("text/html", messages.map(asHtml).join(""));
    }
  });
}

/** What is selected of each message. */
function selectedIn(list) {
  const selection = getSelection();
  if (selection.isCollapsed) {
    return [];
  }
  const range = selection.getRangeAt(0);
  return Array.from(list.querySelectorAll(".message:not(.deleted)"))
    .filter((line) => range.intersectsNode(line))
    .map((line) => ({ author: line.dataset.author, part: withFiles(line, range) }))
    .filter(({ part }) => part.textContent !== "");
}

/** What is selected of a text, and behind it which files are. */
function withFiles(line, range) {
  const text = line.querySelector(".text");
  const part = range.intersectsNode(text) ? partOf(text, range) : document.createDocumentFragment();
  const files = line.querySelector(".files");
  if (files && range.intersectsNode(files)) {
    const names = Array.from(files.querySelectorAll("img, bdi"), (file) => `[${file.alt ?? file.textContent}]`);
    part.append(part.textContent === "" ? "" : " ", names.join(" "));
  }
  return part;
}

function partOf(text, range) {
  const part = document.createRange();
  part.selectNodeContents(text);
  if (part.comparePoint(range.startContainer, range.startOffset) === 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (part.comparePoint(range.endContainer, range.endOffset) === 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  return part.cloneContents();
}

function asPlainText({ author, part }) {
  return `${author}: ${textOf(part)}`;
}

function asHtml({ author, part }) {
  const line = document.createElement("div");
  const name = document.createElement("b");
  name.textContent = `${author}:`;
  line.append(name, " ", part);
  line.style.whiteSpace = "pre-wrap";
  line.querySelectorAll("[class], [tabindex]").forEach((element) => {
    ["class", "tabindex"].forEach((attribute) => element.removeAttribute(attribute));
  });
  return line.outerHTML;
}
