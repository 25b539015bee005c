import { clean, isInvisible } from "foyer/clean";
import { word } from "foyer/words";

const LONGEST = 4_000;
const NEAR = 200;
const IME = 229;

/** The field in which messages are written. */
export class Composer {
  #form;
  #field;
  #note;
  #left;
  #draft;
  #completion;
  #say;

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
    this.#field.value = draft.open(this.#field.value, (text, instead) => this.#replace(text, instead));
    this.#count();
    this.#grow();
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.focus();
    }
  }

  focus() {
    this.#field.focus({ preventScroll: true });
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
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && this.#field.value === "" && !this.#field.readOnly) {
      event.preventDefault();
      this.#write(this.#draft.said);
    }
  }

  #send() {
    const text = clean(this.#field.value);
    this.focus();
    if (this.#field.readOnly || isInvisible(text)) {
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
