import { type } from "foyer/completion";
import { isComposing } from "foyer/controls";
import { graphemes, limits, numberFormat, word } from "foyer/i18n";
import { findItems, isSameRoom, itemKey, local, newId, onTabs, parseObject, readText, session, tellTabs } from "foyer/storage";

/** How long other tabs have to say which drafts are theirs, in milliseconds. */
const ANSWERS_WITHIN = 300;
const ID = /^[\w-]{1,64}$/;

/**
 * The text that is being written on this page.
 *
 * Each page stores its draft as an item with an id of its own, and so never overwrites the draft of another page. The
 * tab remembers which draft was written in it last. A page that is hidden for good marks its draft as closed. The next
 * page in the tab takes that draft over; a new tab takes the newest closed draft of the room. A draft that is not
 * closed belongs to an open page or to one that crashed: it is taken over if no open page claims it in time and nothing
 * was written meanwhile. A page that the browser has frozen does not answer in time and keeps its text, which is then
 * in both.
 */
export class Draft {
  #room;
  #name;
  #id = newId();
  #text = "";
  #re;
  #writtenAt = 0;
  #newestOther = 0;
  #isStored = true;
  #isReleased = false;
  #replace = () => {};

  /**
   * @param {string} room the room's key
   * @param {string} name the guest's username
   */
  constructor(room, name) {
    this.#room = room;
    this.#name = name;
  }

  /**
   * Finds the draft of this page. The draft of a crashed page is found only after the other tabs had time to answer.
   * @param {string} shown what the field has already, from the server or from the browser; it comes before any draft,
   * except after a return by the history, when some browsers show what the field had long ago
   * @param {(text: string, instead: string) => void} replace shows a text that is found later, instead of another
   * @returns {string} what the field has to show now
   */
  open(shown, replace) {
    this.#replace = replace;
    const left = this.#findLeft();
    const closed = left.find(({ isClosed }) => isClosed);
    if (shown !== "" && !(closed && isReturn())) {
      this.text = shown;
    }
    this.#take(closed);
    this.#forgetEmpty();
    forgetSaid();
    this.#follow();
    this.#takeCrashed(left.filter(({ isClosed }) => !isClosed).map(({ key }) => key));
    return this.#text;
  }

  get text() {
    return this.#text;
  }

  /** Whether the text would survive the page. */
  get isStored() {
    return this.#isStored;
  }

  /**
   * The message that is replied to, if any.
   * @type {number | undefined}
   */
  get re() {
    return this.#re;
  }

  set re(seq) {
    this.#re = seq;
    this.text = this.#text;
  }

  set text(text) {
    if (this.#text === "") {
      this.#newestOther = Math.max(0, ...this.#find().map(({ at }) => at));
    }
    this.#text = text;
    // A clock that was set back must not make this draft older than others.
    this.#writtenAt = Math.max(Date.now(), this.#newestOther + 1);
    this.#store(false);
  }

  /** Whether what is written is stored, and so survives the page. What could not be stored before is tried again. */
  store() {
    if (!this.#isStored && !this.#isReleased) {
      this.#store(false);
    }
    return this.#isStored;
  }

  /** The key of the session's item with the edit that was under way. */
  get editKey() {
    return `foyer/${this.#room}/edit`;
  }

  /** Leaves the draft to the page on which the guest enters the room again. */
  release() {
    this.#close();
    this.#isReleased = true;
  }

  get #tabKey() {
    return `foyer/${this.#room}/tab`;
  }

  get #draftKey() {
    return itemKey(this.#room, this.#name, `draft/${this.#id}`);
  }

  /** All other drafts in the room, the newest first. */
  #find() {
    return findItems("draft")
      .filter(({ room, id }) => isSameRoom(room, this.#room) && id !== this.#id)
      .map(({ key, id }) => ({ key, ...read(id, local.get(key)) }))
      .filter(({ text, re }) => text !== "" || re)
      .sort((one, other) => other.at - one.at);
  }

  /** The drafts that this page may take over: the last one of its tab, or all with a text if the tab is new. */
  #findLeft() {
    const last = parseObject(session.get(this.#tabKey))?.tab;
    const isNew = typeof last !== "string" || !ID.test(last);
    return this.#find().filter(({ id, text }) => (isNew ? text !== "" : id === last));
  }

  /** Takes a draft over if nothing else is written here. */
  #take(draft) {
    if (!draft || (this.#text !== "" && this.#text !== draft.text)) {
      return;
    }
    // First, as there may be no space for both.
    local.remove(draft.key);
    this.#text = draft.text;
    this.#re = draft.re;
    this.#writtenAt = draft.at;
    this.#store(false);
    this.#replace(draft.text, "");
  }

  /** Replies without a text are of use only to the tab that they were begun in. */
  #forgetEmpty() {
    this.#find()
      .filter(({ text, isClosed }) => text === "" && isClosed)
      .forEach(({ key }) => local.remove(key));
  }

  /** @param {string[]} keys of drafts that may belong to an open page */
  #takeCrashed(keys) {
    if (keys.length === 0) {
      return;
    }
    const claimed = new Set();
    onTabs(({ to, tab }) => to === this.#id && claimed.add(tab));
    tellTabs({ draftsOf: this.#room, from: this.#id });
    setTimeout(() => {
      if (!this.#isReleased) {
        this.#take(this.#find().find(({ key, id }) => keys.includes(key) && !claimed.has(id)));
      }
    }, ANSWERS_WITHIN);
  }

  #store(isClosed) {
    if (this.#text === "" && !this.#re) {
      local.remove(this.#draftKey);
      this.#isStored = true;
      return;
    }
    session.set(this.#tabKey, JSON.stringify({ tab: this.#id }));
    const item = { text: this.#text, re: this.#re, at: this.#writtenAt, isClosed };
    this.#isStored = local.replace(this.#draftKey, JSON.stringify(item));
  }

  #follow() {
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#reopen());
    onTabs(({ draftsOf, from }) => {
      if (draftsOf === this.#room && !this.#isReleased) {
        tellTabs({ to: from, tab: this.#id });
      }
    });
  }

  #close() {
    if (!this.#isReleased) {
      this.#store(true);
    }
  }

  /** The browser shows the page as it was left. Another page may have taken the draft over since, and sent it. */
  #reopen() {
    if (this.#isReleased || !this.#isStored) {
      return;
    }
    const shown = this.#text;
    const kept = read(this.#id, local.get(this.#draftKey));
    this.#text = kept.text;
    this.#re = kept.re;
    this.#store(false);
    this.#replace(this.#text, shown);
    this.#take(this.#findLeft().find(({ isClosed }) => isClosed));
  }
}

/** Pages from before messages could be edited kept the last one that was sent. */
function forgetSaid() {
  findItems("said").forEach(({ key }) => local.remove(key));
}

/** Whether the guest has come to this page by the browser's history. */
function isReturn() {
  return performance.getEntriesByType("navigation")[0]?.type === "back_forward";
}

/** Pages from before each tab had a draft of its own stored one as plain text, without an id. */
function read(id, value) {
  if (id === "") {
    return { id, text: value ?? "", at: 0, isClosed: true };
  }
  const item = parseObject(value);
  return {
    id,
    text: readText(value),
    re: Number.isSafeInteger(item?.re) && item.re > 0 ? item.re : undefined,
    at: Number.isFinite(item?.at) ? item.at : 0,
    // No page claims a damaged one.
    isClosed: item === null || item.isClosed === true,
  };
}

const LINE_ENDS = /\r\n|[\r\u0085\v\f\u2028\u2029]/g;
const DROPPED = /[^\P{Cc}\t\n]|\ufeff/gu;
const LINE = /[^\n]+/g;
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/;
const PDF = "\u202c";
const PDI = "\u2069";
const EMBEDDINGS = "\u202a\u202b\u202d\u202e";
const ISOLATES = "\u2066\u2067\u2068";
const MAX_DEPTH = 125;
const MAX_MARKS = 8;
const TOO_MANY_MARKS = /(?:\p{M}\p{Cf}*){9,}/gu;
const INVISIBLE = /^[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]*$/u;

/**
 * Removes or repairs what cannot be seen in a pasted text, as the server does (`MessageText.java`): line ends become
 * LF, control characters are dropped, bidirectional controls are closed within their line (or dropped, if closing them
 * makes the text too long), and a character keeps at most eight combining marks. Cleaning a cleaned text changes
 * nothing.
 */
export function clean(text) {
  const lines = text.replace(LINE_ENDS, "\n").replace(DROPPED, "");
  if (!DIRECTIONS.test(lines)) {
    return lines.replace(TOO_MANY_MARKS, limitMarks);
  }
  const paired = (closes) =>
    lines.replace(LINE, (line) => pairDirections(line, closes)).replace(TOO_MANY_MARKS, limitMarks);
  const closed = paired(true);
  return [...closed].length > limits.message ? paired(false) : closed;
}

/** Whether nothing of a text can be seen. The server refuses such a message. */
export function isInvisible(text) {
  return INVISIBLE.test(text);
}

/**
 * Pairs the bidirectional controls of a line as UAX #9 does: a PDI also closes the embeddings inside its isolate, and
 * an opening control within 125 open ones is dropped.
 * @param {boolean} closes whether what is left open is closed; otherwise it is dropped
 */
function pairDirections(line, closes) {
  const kept = [];
  const open = [];
  for (const character of line) {
    const isIsolate = ISOLATES.includes(character);
    if (isIsolate || EMBEDDINGS.includes(character)) {
      if (open.length === MAX_DEPTH) {
        continue;
      }
      open.push({ closer: isIsolate ? PDI : PDF, place: kept.length });
    } else if (character === PDF || character === PDI) {
      const closed = open.findLastIndex(({ closer }) => closer === character);
      if (closed < 0 || (character === PDF && closed < open.length - 1)) {
        continue;
      }
      open.length = closed;
    }
    kept.push(character);
  }
  for (const { closer, place } of open.reverse()) {
    if (closes) {
      kept.push(closer);
    } else {
      kept[place] = "";
    }
  }
  return kept.join("");
}

function limitMarks(run) {
  let marks = 0;
  return run.replace(/\p{M}/gu, (mark) => {
    marks += 1;
    return marks > MAX_MARKS ? "" : mark;
  });
}

const NEAR = 200;
const LONGEST_HOLD = 5_000;
const PASTES = ["insertFromPaste", "insertFromDrop"];
/** A text of more UTF-16 units than this is not one that was typed: a browser takes seconds to show a long one. */
const MAX_SHOWN = 4 * limits.message;
/** Longer than any character as readers see it, such as a family of emoji, in UTF-16 units. */
const MAX_GRAPHEME = 64;
/** Keyboards on glass, whose Enter breaks the line. */
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

/**
 * Shortens a text to a number of code points, at a boundary of characters as readers see them.
 * @param {string} text
 * @param {number} most
 * @returns {string} the text itself if it is no longer than that
 */
export function cut(text, most) {
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1) {
    end += text.codePointAt(end) > 0xffff ? 2 : 1;
  }
  if (end === text.length) {
    return text;
  }
  const start = Math.max(0, end - MAX_GRAPHEME);
  let whole = start;
  for (const character of graphemes()(text.slice(start, end + MAX_GRAPHEME))) {
    if (whole + character.length > end) {
      break;
    }
    whole += character.length;
  }
  return text.slice(0, whole === start ? end : whole);
}

/** The field in which messages are written. */
export class Composer {
  #form;
  #field;
  #note;
  #left;
  #draft;
  #completion;
  #files;
  #say;
  #written;
  #modes = null;
  #edit = null;
  #warning = "";
  #isHeld = false;
  #growing = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {import("foyer/composer").Draft} draft keeps what is being written
   * @param {import("foyer/completion").Completion} completion
   * @param {import("foyer/files").Files} files of the message
   * @param {(text: string, re: number | undefined, files: import("foyer/attachments").FileRecord[]) => {text?: string,
   *   why?: string}} say is handed what is to be sent, and what it replies to; answers what was sent, if anything was, or
   *   why it was not
   * @param {() => void} written called when the draft was written
   */
  constructor(form, draft, completion, files, say, written) {
    this.#form = form;
    this.#field = form.elements.text;
    this.#note = form.querySelector(".note");
    this.#left = form.querySelector(".left");
    this.#draft = draft;
    this.#completion = completion;
    this.#files = files;
    this.#say = say;
    this.#written = written;
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.focus();
      this.#send();
    });
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    this.#field.addEventListener("beforeinput", (event) => this.#limit(event));
    this.#field.addEventListener("input", () => this.#changed());
    addEventListener("pageshow", () => {
      this.#release();
      this.#takeRestored();
    });
    document.addEventListener("foyer:reply", ({ detail }) => this.#start("reply", detail));
    document.addEventListener("foyer:edit", ({ detail }) => this.#start("edit", detail));
    this.#followKeyboard();
    this.#show(draft.open(this.#field.value, (text, instead) => this.#replace(text, instead)));
    if (draft.re) {
      this.#resume("resumeReply");
    }
    if (session.get(draft.editKey) !== null) {
      this.#resume("resumeEdit");
    }
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.focus();
    }
  }

  /** Takes the focus, unless nothing can be written any more. */
  focus() {
    if (!this.#field.readOnly) {
      this.#field.focus({ preventScroll: true });
    }
  }

  /** Whether an element is the field that is written in. */
  isField(element) {
    return element === this.#field;
  }

  /** Types a text where the caret is, as much of it as fits. The guest can undo that as typing. */
  insert(text) {
    this.focus();
    if (this.#field.readOnly) {
      return;
    }
    const whole = this.#exceeds(text) ? clean(text) : text;
    const fitting = this.#exceeds(whole) ? cut(whole, this.#countFree()) : whole;
    if (fitting !== "") {
      type(this.#field, fitting);
    }
    this.#tellIfCut(fitting, whole);
  }

  /** Types a text below what is written. */
  append(text) {
    const { length } = this.#field.value;
    this.#field.setSelectionRange(length, length);
    this.insert(length === 0 ? text : `\n${text}`);
  }

  /**
   * Shows the text of an edit in the place of the draft, which is kept until {@link #endEdit}.
   * @param {{text: string, save: (text: string) => void}} edit `text` follows what is written
   */
  beginEdit(edit) {
    this.#edit = edit;
    this.#form.classList.add("editing");
    this.#files.stopWaiting();
    this.tell(this.#warning);
    this.#show(edit.text);
    this.#limitRestoring();
    this.focus();
  }

  /** Shows the draft again. */
  endEdit() {
    this.#edit = null;
    this.#form.classList.remove("editing");
    this.#show(this.#draft.text);
    this.#changed();
  }

  /** Tells something below the field until something else is written. Without text nothing is told but the warning. */
  tell(text) {
    this.#note.textContent = text || this.#warning;
  }

  /** Shows a warning below the field for as long as it holds. Without text there is none. */
  warn(text) {
    if (this.#note.textContent === this.#warning && this.#warning !== text) {
      this.#note.textContent = text;
    }
    this.#warning = text;
  }

  /** Sends nothing while another page is on its way: an Enter pressed by then is not meant for this one. */
  hold() {
    this.#isHeld = true;
    setTimeout(() => this.#release(), LONGEST_HOLD);
  }

  /** Nothing can be said any more. What is written can still be read and copied. */
  close() {
    this.#field.readOnly = true;
    this.#form.querySelectorAll("button").forEach((button) => {
      button.disabled = true;
    });
  }

  #press(event) {
    if (isComposing(event) || this.#completion.press(event) || this.#modes?.press(event)) {
      return;
    }
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    const sends = event.ctrlKey || event.metaKey || !TOUCH.matches;
    if (event.key === "Enter" && sends && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && isPlain && this.#field.value === "" && !this.#edit) {
      event.preventDefault();
      this.#start("editLast");
    }
  }

  /**
   * Begins a reply or an edit. An Enter that is pressed by then is meant for that, and sends nothing.
   * @param {"reply" | "edit" | "editLast"} mode
   * @param {Object} [detail] of the event that asks for it
   */
  async #start(mode, detail) {
    if (!this.#field.readOnly) {
      this.hold();
      await this.#resume(mode, detail);
      this.#release();
    }
  }

  async #resume(mode, detail) {
    try {
      await this.#load();
      await this.#modes[mode](detail);
    } catch {
      this.tell(word("reading.not-loaded"));
    }
  }

  /** Replies and edits are in a module of their own, which is loaded when it is needed. */
  async #load() {
    const { Modes } = await import("foyer/modes");
    this.#modes ??= new Modes(this, this.#form, this.#draft);
  }

  /** The key of a touch keyboard says what Enter does. */
  #followKeyboard() {
    const tell = () => {
      this.#field.enterKeyHint = TOUCH.matches ? "enter" : "send";
    };
    TOUCH.addEventListener("change", tell);
    tell();
  }

  /** Cuts what is pasted or dropped beyond the limit, before the browser spends seconds on it. */
  #limit(event) {
    const text = PASTES.includes(event.inputType) ? (event.data ?? event.dataTransfer?.getData("text/plain")) : null;
    if (text && this.#exceeds(text)) {
      event.preventDefault();
      this.insert(text);
    }
  }

  /** Whether a text may be too long to be inserted where the caret is. A code point has at least one UTF-16 unit. */
  #exceeds(text) {
    const { value, selectionStart, selectionEnd } = this.#field;
    return value.length - (selectionEnd - selectionStart) + text.length > limits.message;
  }

  /** How many code points fit in the place of what is selected. */
  #countFree() {
    const { value, selectionStart, selectionEnd } = this.#field;
    const others = clean(value.slice(0, selectionStart) + value.slice(selectionEnd));
    return Math.max(0, limits.message - [...others].length);
  }

  #tellIfCut(shown, whole) {
    if (shown !== whole) {
      this.#note.textContent = word("writing.cut", numberFormat().format(limits.message));
    }
  }

  #send() {
    const text = clean(this.#field.value);
    const isNothing = isInvisible(text) && this.#files.isEmpty && !this.#edit;
    if (this.#isHeld || this.#field.readOnly || isNothing) {
      return;
    }
    if ([...text].length > limits.message) {
      this.tell(word("message.too-large"));
    } else if (this.#edit) {
      this.#edit.save(text);
    } else if (this.#files.isReady) {
      this.#sayOrTell(isInvisible(text) ? "" : text);
    } else {
      // Until then the text stays where it is.
      this.#files.wait(() => this.#send());
    }
  }

  #sayOrTell(text) {
    const { records } = this.#files;
    const { text: sent, why } = this.#say(text, this.#draft.re, records);
    if (why) {
      this.tell(why);
      return;
    }
    if (sent || (sent === "" && records.length > 0)) {
      this.#files.sent();
      this.#draft.re = undefined;
      this.#modes?.replied();
      // There is something to be edited now, perhaps without a connection.
      this.#load().catch(() => {});
    }
    this.#write("");
  }

  #replace(text, instead) {
    if (this.#draft.re) {
      this.#resume("resumeReply");
    }
    if (this.#field.value === instead && !this.#field.readOnly && !this.#edit) {
      this.#show(text);
    }
  }

  #release() {
    this.#isHeld = false;
  }

  #write(text) {
    this.#field.value = text;
    this.#completion.close();
    this.#changed();
  }

  /** Shows a draft. A huge one, of a page without this limit or of a damaged item, is cut. */
  #show(text) {
    const shown = text.length > MAX_SHOWN ? cut(clean(text), limits.message) : text;
    this.#field.value = shown;
    this.#completion.close();
    this.#tellIfCut(shown, text);
    this.#measure();
  }

  #changed() {
    if (this.#note.textContent !== this.#warning) {
      this.#note.textContent = this.#warning;
    }
    (this.#edit ?? this.#draft).text = this.#field.value;
    this.#files.stopWaiting();
    this.#limitRestoring();
    this.#written();
    this.#measure();
  }

  /** The browser restores a text without an event. */
  #takeRestored() {
    if (this.#draft.text === "" && this.#field.value !== "" && !this.#edit) {
      this.#changed();
    }
    this.#limitRestoring();
  }

  /**
   * On a return by the history, the browser replaces the draft by what the field had when the page was left, although
   * the draft may be newer, or sent. It restores only a text that is not stored otherwise, and no edit, which would
   * become a draft. The attribute is set on the form: on the field, it would turn off the suggestions of on-screen
   * keyboards.
   */
  #limitRestoring() {
    this.#form.autocomplete = this.#draft.isStored || this.#edit ? "off" : "on";
  }

  #measure() {
    this.#count();
    if (!CSS.supports("field-sizing", "content")) {
      cancelAnimationFrame(this.#growing);
      this.#growing = requestAnimationFrame(() => this.#grow());
    }
  }

  /** Tells how much may still be written, once that is not much. */
  #count() {
    const { value } = this.#field;
    // Cleaning at most doubles a text.
    const isNear = 2 * value.length > limits.message - NEAR;
    const left = isNear ? limits.message - [...clean(value)].length : limits.message;
    this.#left.textContent = left <= NEAR ? word(left < 0 ? "writing.over" : "writing.left", Math.abs(left)) : "";
    this.#left.classList.toggle("over", left < 0);
    this.#field.ariaInvalid = left < 0 ? "true" : null;
  }

  #grow() {
    const style = this.#field.style;
    style.blockSize = "auto";
    const borders = this.#field.offsetHeight - this.#field.clientHeight;
    style.blockSize = `${this.#field.scrollHeight + borders}px`;
  }
}
