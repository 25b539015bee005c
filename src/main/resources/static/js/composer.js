import { clean, isInvisible } from "foyer/clean";
import { word } from "foyer/words";

const LONGEST = 4_000;
const NEAR = 200;
const IME = 229;
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
   * @param {import("foyer/draft").Draft} draft keeps what is being written, and what was said last
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
    this.#form.querySelector("button").disabled = true;
  }

  #press(event) {
    if (event.isComposing || event.keyCode === IME || this.#completion.press(event)) {
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
