import { newId } from "foyer/ids";
import { findItems, isSameRoom, itemKey } from "foyer/items";
import { onTabs, tellTabs } from "foyer/tabs";
import { local, parseObject, readText, session } from "foyer/web-storage";

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
