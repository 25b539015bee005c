import { word } from "foyer/i18n";
import { findItems } from "foyer/storage";
import { showToast } from "foyer/toast";

const FIELD = "input, textarea, select, [contenteditable]";
/** Longer than browsers take from one `dragover` to the next. */
const TARGET_SHOWN = 600;

/**
 * The files of the message that is being written, wherever they come from. What shows and uploads them
 * (`foyer/attachments`) is loaded with the first of them.
 */
export class Files {
  #field;
  #load;
  #loading = null;
  #attachments = null;
  /** How many calls wait for the module. */
  #coming = 0;
  #hiding;
  #isOwnDrag = false;

  /**
   * @param {HTMLFormElement} form of the composer
   * @param {Object} context as {@link import("foyer/attachments").Context} says
   */
  constructor(form, context) {
    this.#field = form.elements.text;
    this.#load = async () => (await import("foyer/attachments")).load(form, context);
    const input = document.getElementById("picked-files");
    document.getElementById("attach").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.#add(input.files);
      // The same file may be picked again.
      input.value = "";
    });
    document.addEventListener("paste", (event) => this.#paste(event), { capture: true });
    this.#takeDropped();
    if (/[?&](files|text)=/.test(location.search)) {
      this.#use((attachments) => attachments.takeShared());
    }
    if (findItems("file").some(({ room }) => room === context.room)) {
      this.#use((attachments) => attachments.restore());
    }
  }

  get isEmpty() {
    return this.#coming === 0 && (this.#attachments?.isEmpty ?? true);
  }

  /** Whether all of them can be sent at once. */
  get isReady() {
    return this.#coming === 0 && (this.#attachments?.isReady ?? true);
  }

  /** Whether they would survive the page. */
  get isKept() {
    return this.#attachments?.isKept ?? true;
  }

  /** @returns {import("foyer/attachments").FileRecord[]} */
  get records() {
    return this.#attachments?.records ?? [];
  }

  /** Calls back once all are uploaded, and tells what is waited for. */
  wait(then) {
    this.#use((attachments) => attachments.wait(then));
  }

  stopWaiting() {
    this.#attachments?.stopWaiting();
  }

  /** The message with the files is in the outbox. */
  sent() {
    this.#attachments?.sent();
  }

  /** Nothing that is dropped leads away from the page. Text can be dropped into fields. */
  #takeDropped() {
    ["dragstart", "dragend"].forEach((type) =>
      document.addEventListener(type, () => {
        this.#isOwnDrag = type === "dragstart";
      }),
    );
    ["dragover", "drop"].forEach((type) =>
      document.addEventListener(type, (event) => {
        const { target, dataTransfer } = event;
        const isFile = hasFiles(dataTransfer);
        if (isFile || !target.closest?.(FIELD)) {
          event.preventDefault();
        }
        this.#showTarget(isFile && type === "dragover" && !this.#isOwnDrag && !this.#field.readOnly);
        if (isFile && type === "drop" && !this.#isOwnDrag) {
          this.#add(dataTransfer.files);
        }
      }),
    );
  }

  /** A drag that leaves the page, or is given up, ends without an event. */
  #showTarget(isShown) {
    clearTimeout(this.#hiding);
    document.body.classList.toggle("dropping", isShown);
    if (isShown) {
      this.#hiding = setTimeout(() => this.#showTarget(false), TARGET_SHOWN);
      this.#use(() => {}, true);
    }
  }

  /** Text wins over a picture of it, which is offered. Copied files may come with their names as text. */
  #paste(event) {
    const { clipboardData } = event;
    const files = [...clipboardData.files];
    if (files.length === 0 || this.#field.readOnly) {
      return;
    }
    const names = files.map(({ name }) => name);
    const lines = clipboardData.getData("text/plain").trim().split(/\s*\n\s*/);
    if (lines.every((line) => line === "" || names.includes(line.split(/[\\/]/).at(-1)))) {
      event.preventDefault();
      this.#add(files);
    } else {
      this.#use((attachments) => attachments.offer(files), true);
    }
  }

  #add(files) {
    const added = [...files];
    if (!this.#field.readOnly && added.length > 0) {
      this.#use((attachments) => attachments.add(added));
    }
  }

  async #use(act, isExtra = false) {
    const waits = isExtra ? 0 : 1;
    this.#coming += waits;
    try {
      this.#loading ??= this.#load();
      this.#attachments = await this.#loading;
      await act(this.#attachments);
    } catch {
      this.#loading = null;
      if (!isExtra) {
        showToast(word("reading.not-loaded"), word("delivery.retry"), () => this.#use(act));
      }
    } finally {
      this.#coming -= waits;
    }
  }
}

function hasFiles(data) {
  return data?.types.includes("Files") ?? false;
}
