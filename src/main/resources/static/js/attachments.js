import { fileSize } from "foyer/file-size";
import { numberFormat, word } from "foyer/i18n";
import { KeptFiles } from "foyer/kept-files";
import { loadPart } from "foyer/overlay";
import { draw, isDrawn, isShown, preview } from "foyer/picture";
import { newId } from "foyer/storage";
import { showToast } from "foyer/toast";
import { forget, Upload, UploadError } from "foyer/upload";

const AT_ONCE = 2;
/** The server keeps a file for an hour that is in no message. Before that is over, it is asked whether it has it still. */
const FRESH_FOR = 50 * 60_000;
const MAX_FILES = 10;
const MAX_FILE = 25 * 1024 * 1024;
/** The words for the errors that have some of their own; the others are told as a failure. */
const WORDS = {
  "too-large": "files.too-large",
  full: "upload.full",
  "rate-limited": "upload.rate-limited",
  unreadable: "files.unreadable",
  gone: "files.gone",
};
const FINE = matchMedia("(hover: hover) and (pointer: fine)");

/**
 * What the files need to know of the page.
 * @typedef {{room: string, address: URL, me: string, seat: string, token: () => string, tell: (text: string) => void,
 *   insert: (text: string) => void, focus: () => void}} Context
 * `address` is the room's; `token` is for what is posted (CSRF), `tell` tells something below the message field
 */

/**
 * A file as a message has it.
 * @typedef {import("foyer/upload").FileRecord & {alt?: string}} FileRecord
 */

/** A file on its way, and its chip. */
class Attachment {
  /** @type {"waiting" | "uploading" | "stuck" | "done" | "failed"} */
  state = "waiting";
  error = "";
  sent = 0;
  total = 0;
  /** Rises with each run; what an earlier one brings does not count any more. */
  run = 0;
  /** @type {import("foyer/upload").FileRecord | null} */
  record = null;
  doneAt = 0;
  /** @type {Upload | null} */
  upload = null;
  #file;
  #content;
  #drawn;
  #element;

  /**
   * @param {import("foyer/kept-files").KeptFile} file
   * @param {{content?: Blob, drawn?: Blob}} contents
   * @param {HTMLElement} element
   */
  constructor(file, { content, drawn }, element) {
    this.#file = file;
    this.#content = content;
    this.#drawn = drawn;
    this.#element = element;
    this.#name();
    element.querySelector(".alt").value = file.alt;
    element.querySelector(".as-file input").checked = file.isFile;
    if (content && isShown(file.type)) {
      this.#preview(content);
    }
    this.paint();
  }

  /** @type {import("foyer/kept-files").KeptFile} */
  get file() {
    return this.#file;
  }

  get element() {
    return this.#element;
  }

  get content() {
    return this.#content;
  }

  get drawn() {
    return this.#drawn;
  }

  /** Whether the server has it, and will for a while. */
  get isFresh() {
    return this.state === "done" && performance.now() - this.doneAt < FRESH_FOR;
  }

  /** @returns {FileRecord} */
  get attached() {
    const alt = this.#file.alt.trim();
    return { ...this.record, ...(alt !== "" && { alt }) };
  }

  /**
   * Draws what is to be drawn.
   * @returns {Promise<Blob | undefined>} what is uploaded
   */
  async toUpload() {
    const { type, isFile } = this.#file;
    if (!this.#content || isFile || !isDrawn(type)) {
      return this.#content;
    }
    try {
      this.#drawn ??= await draw(this.#content);
      return this.#drawn;
    } catch {
      // The browser cannot draw it. The server looks at it in any case.
      return this.#content;
    }
  }

  /**
   * The server has it.
   * @param {import("foyer/upload").FileRecord} record
   * @param {URL} address of the files of the room
   */
  complete(record, address) {
    this.record = record;
    this.doneAt = performance.now();
    const { name, type, size } = record;
    Object.assign(this.#file, { name: this.#file.name || name, type: this.#file.type || type, size });
    this.#name();
    if (!this.#content && record.width) {
      const picture = new Image();
      picture.alt = "";
      picture.src = new URL(`${record.id}/thumbnail`, address);
      this.#element.querySelector("canvas").replaceWith(picture);
    }
    this.turn("done");
  }

  turn(state, error = "") {
    this.state = state;
    this.error = error;
    this.paint();
  }

  paint() {
    const { state } = this;
    const { size, isFile, name } = this.#file;
    this.#element.dataset.state = state;
    const part = (selector) => this.#element.querySelector(selector);
    const progress = part("progress");
    progress.hidden = state === "done" || state === "failed";
    progress.ariaLabel = word("files.progress", name);
    if (state === "waiting" || this.sent === 0) {
      progress.removeAttribute("value");
    } else {
      progress.value = this.sent / Math.max(1, this.total);
    }
    part(".file-state").textContent = state === "stuck" ? word("delivery.offline") : size > 0 ? fileSize(size) : "";
    part(".as-file-why").hidden = !isFile;
    const why = part(".why");
    const told = state === "failed" ? this.#why : "";
    if (why.textContent !== told) {
      why.textContent = told;
    }
    part(".retry").hidden = state !== "failed" || this.error === "too-large" || this.error === "unreadable";
  }

  get #why() {
    return word(WORDS[this.error] ?? "files.failed");
  }

  #name() {
    const { name, type } = this.#file;
    const isPicture = isShown(type);
    this.#element.querySelector(".file-name").textContent = name;
    this.#element.querySelectorAll(".for-picture").forEach((part) => {
      part.hidden = !isPicture;
    });
    const remove = this.#element.querySelector(".remove");
    remove.title = word("files.remove", name);
    remove.ariaLabel = remove.title;
    this.#element.querySelector(".alt").ariaLabel = word("files.describe", name);
  }

  async #preview(content) {
    const canvas = this.#element.querySelector("canvas");
    if (await preview(content, canvas)) {
      canvas.hidden = false;
    }
  }
}

/**
 * Loads what shows the files.
 * @param {HTMLFormElement} form of the composer
 * @param {Context} context
 * @returns {Promise<Attachments>}
 */
export async function load(form, context) {
  return new Attachments(form, context, await loadPart("attachments"));
}

/** The files of the message that is being written, as chips above the message field, and their way to the server. */
class Attachments {
  #form;
  #context;
  #list;
  #mould;
  #waiting;
  #heard;
  #kept;
  #most;
  #mostBytes;
  #files;
  /** @type {Attachment[]} */
  #all = [];
  #areKept = true;
  /** What is done once all are uploaded. */
  #then = null;

  /**
   * @param {HTMLFormElement} form of the composer
   * @param {Context} context
   * @param {DocumentFragment} content that shows them
   */
  constructor(form, context, content) {
    this.#form = form;
    this.#context = context;
    this.#files = new URL(`${context.address.href}/files/`);
    this.#most = Number(form.dataset.maxFiles) || MAX_FILES;
    this.#mostBytes = Number(form.dataset.maxFile) || MAX_FILE;
    this.#kept = new KeptFiles(context.room, context.me, context.seat);
    this.#list = content.querySelector("ul");
    this.#mould = content.querySelector("template.chip").content.firstElementChild;
    this.#waiting = content.querySelector(".sending-later");
    this.#heard = content.querySelector(".files-heard");
    form.elements.text.previousElementSibling.before(this.#list, this.#heard);
    form.before(this.#waiting);
    document.body.append(content.querySelector(".drop-target"));
    this.#waiting.querySelector("button").addEventListener("click", () => {
      this.stopWaiting();
      context.focus();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#forgetTaken());
  }

  get isEmpty() {
    return this.#all.length === 0;
  }

  get isReady() {
    return this.#all.every(({ isFresh }) => isFresh);
  }

  /** Whether all would survive the page. */
  get isKept() {
    return this.isEmpty || this.#areKept;
  }

  /** @returns {FileRecord[]} */
  get records() {
    return this.#all.map(({ attached }) => attached);
  }

  /** @param {File[]} dropped, pasted or picked */
  async add(dropped) {
    if (this.#isEdit()) {
      return;
    }
    const folders = await findFolders(dropped);
    const files = dropped.filter((file) => !folders.includes(file));
    const fitting = files.filter(({ type, size }) => isDrawn(type) || size <= this.#mostBytes);
    const taken = fitting.slice(0, this.#most - this.#all.length);
    const at = Date.now();
    const added = taken.map((content, index) => {
      const { name, type, size } = content;
      return this.#append({ key: newId(), at: at + index, name, type, size, isFile: false, alt: "" }, { content });
    });
    added.forEach((one) => this.#keepContent(one));
    this.#tellRefused(files, fitting, taken, folders.length > 0);
    if (taken.length > 0) {
      added[0].element.scrollIntoView({ block: "nearest", inline: "start" });
      this.#announce(word("files.added", taken.length));
      this.#start();
      if (FINE.matches) {
        this.#context.focus();
      }
    }
  }

  /** Offers to attach the picture of what was pasted as text. */
  offer(files) {
    showToast(word("files.pasted"), word("files.paste-picture"), () => this.add(files));
  }

  /** What another app shares comes as the ids of files that are uploaded already, and a text. */
  takeShared() {
    const address = new URL(location.href);
    const ids = address.searchParams.get("files");
    const text = address.searchParams.get("text");
    ["files", "text"].forEach((name) => address.searchParams.delete(name));
    history.replaceState(history.state, "", address);
    if (text) {
      this.#context.insert(text);
    }
    if (ids) {
      this.#adopt(ids.split(","));
    }
  }

  #adopt(ids) {
    ids.slice(0, this.#most - this.#all.length).forEach((id, index) => {
      const file = { key: newId(), at: Date.now() + index, name: "", type: "", size: 0, isFile: false, alt: "", id };
      this.#append(file, {});
    });
    this.#start();
  }

  /** Takes over what a page had that was closed, and goes on uploading it. */
  async restore() {
    for (const { content, drawn, ...file } of await this.#kept.takeOver()) {
      if (this.#all.length < this.#most) {
        this.#append(file, { content, drawn });
      }
    }
    this.#start();
  }

  /** Calls back once all are uploaded, and tells what is waited for. */
  wait(then) {
    this.#all.filter(({ state, isFresh }) => state === "done" && !isFresh).forEach((stale) => stale.turn("waiting"));
    this.#then = then;
    this.#start();
    this.#look();
  }

  stopWaiting() {
    this.#then = null;
    this.#waiting.hidden = true;
  }

  /** The message with the files is in the outbox. */
  sent() {
    this.stopWaiting();
    this.#all.splice(0).forEach((one) => {
      this.#kept.drop(one.file.key);
      one.element.remove();
    });
    this.#list.hidden = true;
  }

  #isEdit() {
    const isEdit = this.#form.matches(".editing");
    if (isEdit) {
      this.#context.tell(word("files.not-in-edit"));
    }
    return isEdit;
  }

  #append(file, contents) {
    const element = this.#mould.cloneNode(true);
    const one = new Attachment(file, contents, element);
    this.#all.push(one);
    this.#list.append(element);
    this.#list.hidden = false;
    element.querySelector(".remove").addEventListener("click", () => this.#remove(one));
    element.querySelector(".retry").addEventListener("click", () => this.#retry(one));
    element.querySelector(".as-file input").addEventListener("change", ({ target }) => this.#sendAsFile(one, target));
    const alt = element.querySelector(".alt");
    alt.addEventListener("input", () => {
      file.alt = alt.value;
      this.stopWaiting();
      this.#keep(one);
    });
    alt.addEventListener("keydown", (event) => {
      // It would send the message.
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        this.#context.focus();
      }
    });
    this.#keep(one);
    return one;
  }

  #keep({ file }) {
    this.#areKept = this.#kept.put(file) && this.#areKept;
  }

  async #keepContent({ file, content, drawn }) {
    this.#areKept = (await this.#kept.putContent(file.key, content, drawn)) && this.#areKept;
  }

  #tellRefused(files, fitting, taken, hasFolders) {
    const tooLarge = files.find((file) => !fitting.includes(file));
    const left = fitting.length - taken.length;
    const said = [
      ...(tooLarge ? [word("files.too-large-named", `\u2068${tooLarge.name}\u2069`, fileSize(this.#mostBytes))] : []),
      ...(left > 0 ? [word("files.too-many", numberFormat().format(this.#most))] : []),
      ...(hasFolders ? [word("files.folder")] : []),
    ];
    this.#context.tell(said.join(" "));
  }

  #start() {
    const running = this.#all.filter(({ state }) => state === "uploading" || state === "stuck").length;
    this.#all
      .filter(({ state }) => state === "waiting")
      .slice(0, Math.max(0, AT_ONCE - running))
      .forEach((one) => this.#run(one));
  }

  async #run(one) {
    const run = (one.run += 1);
    const { file } = one;
    one.turn("uploading");
    const blob = await one.toUpload();
    if (one.run !== run) {
      return;
    }
    if (one.drawn && !file.id) {
      this.#keepContent(one);
    }
    one.total = blob?.size ?? 0;
    one.upload = new Upload(this.#files, this.#context.token(), { ...file, blob }, {
      begun: (id) => {
        file.id = id;
        this.#keep(one);
      },
      progress: (sent) => {
        one.sent = sent;
        one.turn("uploading");
      },
      stuck: () => one.turn("stuck"),
    });
    try {
      if (one.total > this.#mostBytes) {
        throw new UploadError("too-large");
      }
      const record = await one.upload.run();
      if (one.run !== run) {
        return;
      }
      one.complete(record, this.#files);
      this.#keep(one);
    } catch (error) {
      if (one.run !== run) {
        return;
      }
      one.turn("failed", error.error ?? "no-answer");
    }
    this.#start();
    this.#look();
  }

  #retry(one) {
    one.turn("waiting");
    this.#start();
    this.#context.focus();
  }

  #sendAsFile(one, box) {
    const { file } = one;
    if (box.checked && (one.content?.size ?? file.size) > this.#mostBytes) {
      box.checked = false;
      this.#context.tell(word("files.too-large-named", `\u2068${file.name}\u2069`, fileSize(this.#mostBytes)));
      return;
    }
    file.isFile = box.checked;
    this.#giveUp(one);
    one.turn("waiting");
    this.#keep(one);
    this.stopWaiting();
    this.#start();
  }

  #remove(one) {
    const next = one.element.nextElementSibling ?? one.element.previousElementSibling;
    this.#giveUp(one);
    this.#all.splice(this.#all.indexOf(one), 1);
    this.#kept.drop(one.file.key);
    one.element.remove();
    this.#list.hidden = this.isEmpty;
    this.stopWaiting();
    this.#context.tell("");
    this.#start();
    if (next) {
      next.querySelector(".remove").focus();
    } else {
      this.#context.focus();
    }
  }

  #giveUp(one) {
    this.#stop(one);
    if (one.file.id) {
      forget(this.#files, this.#context.token(), one.file.id);
    }
    one.file.id = undefined;
  }

  #stop(one) {
    one.upload?.stop();
    one.run += 1;
    one.sent = 0;
  }

  /** What another page has taken over, and perhaps sent, while the browser kept this one. */
  #forgetTaken() {
    this.#all
      .filter(({ file }) => !this.#kept.has(file.key))
      .forEach((one) => {
        this.#stop(one);
        this.#all.splice(this.#all.indexOf(one), 1);
        one.element.remove();
      });
    this.#list.hidden = this.isEmpty;
  }

  /** Tells what is waited for, or does what was to be done. */
  #look() {
    const left = this.#all.filter(({ isFresh }) => !isFresh);
    if (left.length === 0 && !this.isEmpty) {
      this.#announce(word("files.uploaded"));
    }
    if (!this.#then) {
      return;
    }
    if (left.some(({ state }) => state === "failed")) {
      this.stopWaiting();
      this.#context.tell(word("files.not-uploaded"));
    } else if (left.length === 0) {
      const then = this.#then;
      this.stopWaiting();
      then();
    } else {
      const told = word("files.sending", left.length);
      this.#waiting.hidden = false;
      this.#waiting.querySelector("span").textContent = told;
      this.#announce(told);
    }
  }

  #announce(text) {
    if (this.#heard.textContent !== text) {
      this.#heard.textContent = text;
    }
  }
}

/** A folder that is dropped looks like a file without a type, and cannot be read. */
async function findFolders(files) {
  const isFolder = async (file) => file.type === "" && !(await file.slice(0, 1).arrayBuffer().catch(() => null));
  const are = await Promise.all(files.map(isFolder));
  return files.filter((_, index) => are[index]);
}
