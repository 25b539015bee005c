import { deleteMessage, editMessage, isEditable } from "foyer/changes";
import { isInvisible } from "foyer/composer";
import { request } from "foyer/event-log";
import { word } from "foyer/i18n";
import { lineOf, stateOf } from "foyer/line";
import { parseObject, session } from "foyer/storage";
import { showToast } from "foyer/toast";

const LONGEST_QUOTE = 200;
const STYLED_WITHIN = 2_000;
const talk = document.getElementById("talk");

/**
 * What a message is now, as the page shows it, or as the server has it.
 * @typedef {{seq: number, author?: string, text?: string, files?: import("foyer/line-files").AttachedFile[],
 *   isDeleted: boolean}} Message
 */

/**
 * What the composer is used for besides new messages: a reply, of which it shows what is quoted, and an edit. The draft
 * stays what it was while a message is edited. An edit that is under way survives a reload in the tab.
 */
export class Modes {
  #composer;
  #field;
  #send;
  #draft;
  #bar;
  #dialog;
  #ready;
  #label;
  /** @type {Message | null} */
  #quoted = null;
  /** @type {{seq: number, text: string, source?: string, save: (text: string) => void} | null} */
  #edit = null;
  /** Edits that were refused while another message was being edited. */
  #refused = [];

  /**
   * @param {import("foyer/composer").Composer} composer
   * @param {HTMLFormElement} form of the composer
   * @param {import("foyer/composer").Draft} draft
   */
  constructor(composer, form, draft) {
    this.#composer = composer;
    this.#field = form.elements.text;
    this.#send = form.querySelector(".send");
    this.#label = this.#send.title;
    this.#draft = draft;
    const [styles, bar, dialog] = document.getElementById("modes").content.cloneNode(true).children;
    this.#ready = styled(styles);
    this.#bar = bar;
    this.#dialog = dialog;
    form.prepend(bar);
    document.body.append(dialog);
    bar.querySelector("button").addEventListener("click", () => {
      this.#leave();
      composer.focus();
    });
    dialog.addEventListener("close", () => this.#answered(dialog.returnValue));
    document.getElementById("lines").addEventListener("foyer:changed", ({ target }) => this.#follow(target));
  }

  /** Replies to a message. */
  async reply({ seq }) {
    this.#dropEdit();
    this.#draft.re = seq;
    await this.resumeReply();
    this.#composer.focus();
  }

  /** Shows what the draft replies to. */
  async resumeReply() {
    const { re } = this.#draft;
    if (re && this.#quoted?.seq !== re) {
      this.#quoted = { seq: re, isDeleted: false };
      const message = await find(re).catch(() => this.#quoted);
      if (this.#draft.re === re) {
        this.#quoted = message;
      }
    }
    await this.#paint();
  }

  /** What replied is sent. */
  replied() {
    this.#quoted = null;
    this.#paint();
  }

  /**
   * Edits a message.
   * @param {{seq: number, text?: string, error?: string}} detail `text` and `error` of an edit that was refused
   */
  async edit({ seq, text, error }) {
    if (error && this.#edit) {
      this.#refused.push({ seq, text, error });
    } else if (error) {
      this.#begin(seq, text);
      this.#composer.tell(`${word("delivery.failed.edit")} ${word(`message.${error}`)}`);
    } else if (this.#edit?.seq !== seq) {
      const message = await find(seq);
      if (message.text === undefined) {
        this.#composer.tell(word("message.gone"));
        return;
      }
      this.#dropEdit();
      this.#begin(seq, message.text, message.text);
    }
    await this.#paint();
  }

  /** Edits the last message of the guest, if it may still be edited. */
  async editLast() {
    const line = [...document.querySelectorAll("#lines > .message.own:not(.pending, .deleted)")].at(-1);
    if (line && isEditable(line)) {
      await this.edit({ seq: Number(line.dataset.seq) });
    }
  }

  /** Goes on with the edit that was under way before the page was loaded. */
  async resumeEdit() {
    const { seq, text, source } = parseObject(session.get(this.#draft.editKey)) ?? {};
    if (Number.isSafeInteger(seq) && typeof text === "string") {
      this.#begin(seq, text, source);
      await this.#paint();
    }
  }

  /**
   * Escape gives up an edit, or else a reply.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key is used up
   */
  press(event) {
    const isMeant = event.key === "Escape" && (this.#edit !== null || this.#draft.re !== undefined);
    if (isMeant) {
      event.preventDefault();
      this.#leave();
    }
    return isMeant;
  }

  #leave() {
    if (this.#edit) {
      this.#dropEdit();
    } else {
      this.#draft.re = undefined;
      this.#quoted = null;
    }
    this.#paint();
  }

  #begin(seq, text, source) {
    const key = this.#draft.editKey;
    const keep = (written) => session.set(key, JSON.stringify({ seq, text: written, source }));
    keep(text);
    this.#edit = {
      seq,
      source,
      get text() {
        return text;
      },
      set text(written) {
        text = written;
        keep(written);
      },
      save: (written) => this.#save(written),
    };
    this.#composer.beginEdit(this.#edit);
  }

  #save(text) {
    const line = lineOf(this.#edit.seq);
    if (isInvisible(text) && !line?.querySelector(".files")) {
      this.#dialog.returnValue = "";
      this.#dialog.showModal();
      return;
    }
    const { seq, source } = this.#edit;
    this.#end();
    if (text !== source) {
      editMessage(seq, text);
    }
    this.#paint();
  }

  #answered(answer) {
    if (answer === "delete" && this.#edit) {
      const { seq } = this.#edit;
      this.#end();
      deleteMessage(seq);
      this.#paint();
    }
    this.#composer.focus();
  }

  /** Gives up the edit that is under way, if any. */
  #dropEdit() {
    if (!this.#edit) {
      return;
    }
    const { seq, text, source } = this.#edit;
    this.#end();
    if (text !== source && !isInvisible(text)) {
      showToast(word("writing.edit.dropped"), word("room.undo"), () => {
        this.#dropEdit();
        this.#begin(seq, text, source);
        this.#paint();
      });
    }
  }

  #end() {
    this.#edit = null;
    session.remove(this.#draft.editKey);
    this.#composer.endEdit();
    const next = this.#refused.shift();
    if (next) {
      this.edit(next);
    }
  }

  /** A line was changed. */
  async #follow(line) {
    const seq = Number(line.dataset.seq);
    if (seq === this.#quoted?.seq) {
      this.#quoted = await find(seq);
      this.#paint();
    }
    if (seq === this.#edit?.seq && line.matches(".deleted")) {
      this.#composer.tell(word("message.gone"));
    }
  }

  async #paint() {
    await this.#ready;
    const isEdit = this.#edit !== null;
    const isOn = isEdit || this.#draft.re !== undefined;
    this.#bar.hidden = !isOn;
    this.#bar.querySelector(".mode-title").textContent = isEdit ? word("room.edit") : titleOf(this.#quoted);
    this.#bar.querySelector(".mode-text").textContent = isEdit ? "" : quoteOf(this.#quoted);
    this.#field.setAttribute("aria-describedby", isOn ? "mode note left" : "note left");
    const label = isEdit ? word("room.edit.save") : this.#label;
    this.#send.title = label;
    this.#send.querySelector(".unseen").textContent = label;
  }
}

/** Without its style sheet the bar would jump. */
function styled(sheet) {
  return new Promise((done) => {
    ["load", "error"].forEach((type) => sheet.addEventListener(type, done));
    setTimeout(done, STYLED_WITHIN);
    document.head.append(sheet);
  });
}

function titleOf(message) {
  return message?.author === undefined ? "" : word("line.replying", `\u2068${message.author}\u2069`);
}

function quoteOf(message) {
  return message?.isDeleted ? word("line.quote.deleted") : (message?.text || (message?.files?.[0]?.name ?? "")).replace(/\s+/g, " ").slice(0, LONGEST_QUOTE);
}

/**
 * Finds out what a message is now. A line that is not shown is asked for.
 * @returns {Promise<Message>}
 */
async function find(seq) {
  const line = lineOf(seq);
  const { author, text, files, deletedAt } = line ? stateOf(line) : await read(seq);
  if (line && text === undefined && !deletedAt) {
    return toMessage(seq, await read(seq));
  }
  return toMessage(seq, { author, text, files, deletedAt });
}

function toMessage(seq, { author, text, files, deletedAt }) {
  return { seq, author, text, files, isDeleted: text === undefined || deletedAt !== undefined };
}

/** @returns {Promise<Object>} the message as the server has it, empty if it is purged */
async function read(seq) {
  const address = new URL(`rooms/${talk.dataset.room}/events`, new URL(talk.dataset.base, location.href));
  address.search = new URLSearchParams({ before: seq + 1, limit: 1 }).toString();
  const response = await request(address);
  if (!response.ok) {
    throw new Error(`The room's log cannot be read: ${response.status}`);
  }
  const { events } = await response.json();
  return events.find((event) => event.seq === seq) ?? {};
}
