import { isComposing } from "foyer/controls";
import { word } from "foyer/i18n";
import { findItems, isSameRoom, itemKey, local, newId, onTabs, parseObject, readText, session, tellTabs } from "foyer/storage";

/** How long other tabs have to say that they are open, in milliseconds. */
const ANSWERS_WITHIN = 300;
const TAB = /^[\w-]{1,64}$/;

/**
 * What is being written in this tab. Each tab has a draft of its own, kept as an item that bears the tab's id.
 *
 * A reload and a return to the room find the tab's own draft. A tab that is opened takes over the newest draft of those
 * tabs that are closed: a tab marks its draft as closed when its page is hidden for good. Drafts of tabs that could not
 * do that, as in a crash, are taken over once the open tabs have said which drafts are theirs. A tab that does not
 * answer in time, because the browser has frozen it, keeps its text on the page, and the draft is then in both.
 */
export class Draft {
  #room;
  #name;
  /** Rises with the time at which the page was opened. */
  #page = `${Date.now()}-${newId()}`;
  #tab;
  #text = "";
  #writtenAt = 0;
  #isReleased = false;

  /**
   * @param {string} room the room's key
   * @param {string} name the guest's username
   */
  constructor(room, name) {
    this.#room = room;
    this.#name = name;
  }

  /**
   * Finds this tab's draft. Some drafts are found only after the other tabs had time to answer.
   * @param {string} shown what the field has already, from the server or from the browser; it comes before any draft
   * @param {(text: string, instead: string) => boolean} replace shows a text found later, if the field still has the
   * one given; answers whether it did
   * @returns {string} what the field has to show now
   */
  open(shown, replace) {
    const before = parseObject(session.get(this.#tabKey));
    const isNew = typeof before?.tab !== "string" || !TAB.test(before.tab);
    this.#tab = isNew ? newId() : before.tab;
    const own = this.#find().find(({ tab }) => tab === this.#tab);
    if (shown !== "") {
      this.#text = shown;
    } else if (isNew) {
      this.#take(this.#find().find(({ isClosed }) => isClosed));
    } else if (before.isLeft && own?.isClosed) {
      this.#take(own);
    }
    this.#markTab(false);
    this.#forgetSaidByOthers();
    this.#follow();
    const found = this.#text;
    this.#ask((open, isCopied) => {
      if (isCopied) {
        replace("", own?.text ?? "");
      } else if (found === "") {
        const orphan = ({ tab, isClosed }) => !isClosed && !open.has(tab);
        this.#takeLater(isNew ? this.#find().find(orphan) : own, replace);
      }
    });
    return found;
  }

  get text() {
    return this.#text;
  }

  set text(text) {
    this.#text = text;
    this.#writtenAt = Date.now();
    this.#keep(false);
  }

  /** What was said last. */
  get said() {
    return local.get(this.#saidKey) ?? "";
  }

  set said(text) {
    local.set(this.#saidKey, text);
  }

  /** Leaves the draft to the tab in which the guest enters the room again. */
  release() {
    this.#close();
    this.#isReleased = true;
  }

  get #tabKey() {
    return `foyer/${this.#room}/tab`;
  }

  get #saidKey() {
    return itemKey(this.#room, this.#name, "said");
  }

  get #draftKey() {
    return itemKey(this.#room, this.#name, `draft/${this.#tab}`);
  }

  /** All drafts in this room, the newest first. */
  #find() {
    return findItems("draft")
      .filter(({ room }) => isSameRoom(room, this.#room))
      .map(({ key, id }) => ({ key, ...read(id, local.get(key)) }))
      .filter(({ text }) => text !== "")
      .sort((one, other) => other.at - one.at);
  }

  #take(draft) {
    if (draft) {
      this.#text = draft.text;
      this.#writtenAt = draft.at;
      this.#removeOf(draft, this.#keep(false));
    }
  }

  #takeLater(draft, replace) {
    if (draft && replace(draft.text, "")) {
      this.#removeOf(draft, local.get(this.#draftKey) !== null);
    }
  }

  #removeOf({ key }, isKept) {
    if (isKept && key !== this.#draftKey) {
      local.remove(key);
    }
  }

  #keep(isClosed) {
    if (this.#text === "") {
      local.remove(this.#draftKey);
      return true;
    }
    return local.set(this.#draftKey, JSON.stringify({ text: this.#text, at: this.#writtenAt, isClosed }));
  }

  #follow() {
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#reopen());
    onTabs((message) => {
      if (message.draftsOf === this.#room && !this.#isReleased) {
        this.#answer(message);
      }
    });
  }

  #close() {
    if (!this.#isReleased) {
      this.#markTab(true);
      this.#keep(true);
    }
  }

  /** The browser shows the page as it was left. */
  #reopen() {
    if (!this.#isReleased) {
      this.#markTab(false);
      this.#keep(false);
    }
  }

  #markTab(isLeft) {
    session.set(this.#tabKey, JSON.stringify({ tab: this.#tab, isLeft }));
  }

  #ask(then) {
    const open = new Set();
    let isCopied = false;
    onTabs(({ to, tab, isOriginal }) => {
      if (to === this.#page) {
        open.add(tab);
        isCopied ||= isOriginal === true;
      }
    });
    tellTabs({ draftsOf: this.#room, tab: this.#tab, from: this.#page });
    setTimeout(() => then(open, isCopied), ANSWERS_WITHIN);
  }

  /** Of two tabs with the same id the one that was opened first is the original, and the other a duplicate. */
  #answer({ tab, from }) {
    const isOriginal = tab === this.#tab && this.#page < from;
    if (isOriginal) {
      this.#takeNewId();
    }
    if (isOriginal || tab !== this.#tab) {
      tellTabs({ to: from, tab: this.#tab, isOriginal });
    }
  }

  #takeNewId() {
    const key = this.#draftKey;
    this.#tab = newId();
    this.#markTab(false);
    if (this.#text !== "" && this.#keep(false)) {
      local.remove(key);
    }
  }

  #forgetSaidByOthers() {
    findItems("said")
      .filter(({ key, room }) => isSameRoom(room, this.#room) && key !== this.#saidKey)
      .forEach(({ key }) => local.remove(key));
  }
}

/** Pages from before each tab had a draft of its own kept one as plain text, without a tab's id. */
function read(tab, value) {
  if (tab === "") {
    return { tab, text: value ?? "", at: 0, isClosed: true };
  }
  const kept = parseObject(value);
  return {
    tab,
    text: readText(value),
    at: Number.isFinite(kept?.at) ? kept.at : 0,
    // Nobody can tell whose a damaged one is.
    isClosed: kept === null || kept.isClosed === true,
  };
}

const LINE_ENDS = /\r\n|[\r\u0085\v\f\u2028\u2029]/g;
const DROPPED = /[^\P{Cc}\t\n]|[\ufeff\p{Noncharacter_Code_Point}]/gu;
const LINE = /[^\n]+/g;
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/;
const PDF = "\u202c";
const PDI = "\u2069";
const EMBEDDINGS = "\u202a\u202b\u202d\u202e";
const ISOLATES = "\u2066\u2067\u2068";
const MAX_MARKS = 8;
const TOO_MANY_MARKS = /(?:\p{M}\p{Cf}*){9,}/gu;
const INVISIBLE = /^[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]*$/u;

/**
 * Removes or repairs what cannot be seen in a pasted text, as the server does (`MessageText.java`): line ends become
 * LF, control characters are dropped, bidirectional controls are closed within their line, and a character keeps at
 * most eight combining marks. Cleaning a cleaned text changes nothing.
 */
export function clean(text) {
  const visible = text.replace(LINE_ENDS, "\n").replace(DROPPED, "");
  const closed = DIRECTIONS.test(visible) ? visible.replace(LINE, closeDirections) : visible;
  return closed.replace(TOO_MANY_MARKS, limitMarks);
}

/** Whether nothing of a text can be seen. The server refuses such a message. */
export function isInvisible(text) {
  return INVISIBLE.test(text);
}

/** Pairs the bidirectional controls of a line as UAX #9 does: a PDI also closes the embeddings inside its isolate. */
function closeDirections(line) {
  const open = [];
  let kept = "";
  for (const character of line) {
    if (EMBEDDINGS.includes(character)) {
      open.push(PDF);
    } else if (ISOLATES.includes(character)) {
      open.push(PDI);
    } else if (character === PDF || character === PDI) {
      const closed = character === PDF && open.at(-1) !== PDF ? -1 : open.lastIndexOf(character);
      if (closed < 0) {
        continue;
      }
      open.length = closed;
    }
    kept += character;
  }
  return kept + open.reverse().join("");
}

function limitMarks(run) {
  let marks = 0;
  return run.replace(/\p{M}/gu, (mark) => {
    marks += 1;
    return marks > MAX_MARKS ? "" : mark;
  });
}

const LONGEST = 4_000;
const NEAR = 200;
const LONGEST_HOLD = 5_000;

/** The field in which messages are written. */
export class Composer {
  #form;
  #field;
  #note;
  #left;
  #draft;
  #completion;
  #say;
  #isHeld = false;

  /**
   * @param {HTMLFormElement} form
   * @param {import("foyer/composer").Draft} draft keeps what is being written, and what was said last
   * @param {import("foyer/completion").Completion} completion
   * @param {(text: string) => string | undefined} say is handed what is to be sent, and answers why it is not
   */
  constructor(form, draft, completion, say) {
    this.#form = form;
    this.#field = form.elements.text;
    this.#note = form.querySelector(".note");
    this.#left = form.querySelector(".left");
    this.#draft = draft;
    this.#completion = completion;
    this.#say = say;
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    this.#field.addEventListener("input", () => this.#changed());
    addEventListener("pageshow", () => this.#release());
    this.#field.value = draft.open(this.#field.value, (text, instead) => this.#replace(text, instead));
    this.#count();
    this.#grow();
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

  /** Types a text where the caret is. The guest can undo that as typing. */
  insert(text) {
    this.focus();
    if (!this.#field.readOnly && !document.execCommand("insertText", false, text)) {
      this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end");
      this.#field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  /** Types a text below what is written. */
  append(text) {
    const { length } = this.#field.value;
    this.#field.setSelectionRange(length, length);
    this.insert(length === 0 ? text : `\n${text}`);
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
    if (isComposing(event) || this.#completion.press(event)) {
      return;
    }
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && isPlain && this.#field.value === "" && !this.#field.readOnly) {
      event.preventDefault();
      this.#write(this.#draft.said);
    }
  }

  #send() {
    const text = clean(this.#field.value);
    this.focus();
    if (this.#isHeld || this.#field.readOnly || isInvisible(text)) {
      return;
    }
    const why = [...text].length > LONGEST ? word("message.too-large") : this.#say(text);
    if (why) {
      this.#note.textContent = why;
      return;
    }
    this.#draft.said = text;
    this.#write("");
  }

  #replace(text, instead) {
    const isUnchanged = this.#field.value === instead && !this.#field.readOnly;
    if (isUnchanged) {
      this.#write(text);
    }
    return isUnchanged;
  }

  #release() {
    this.#isHeld = false;
  }

  #write(text) {
    this.#field.value = text;
    this.#completion.close();
    this.#changed();
  }

  #changed() {
    this.#note.textContent = "";
    this.#draft.text = this.#field.value;
    this.#count();
    this.#grow();
  }

  /** Tells how much may still be written, once that is not much. */
  #count() {
    const value = clean(this.#field.value);
    const left = value.length > LONGEST - NEAR ? LONGEST - [...value].length : LONGEST;
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
