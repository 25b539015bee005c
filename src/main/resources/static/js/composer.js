import { word } from "foyer/words";

const LONGEST = 4_000;
const IME = 229;

/** The field in which messages are written. */
export class Composer {
  #form;
  #field;
  #note;
  #storage;
  #say;

  /**
   * @param {HTMLFormElement} form
   * @param {import("foyer/storage").Storage} storage keeps the draft
   * @param {(text: string) => void} say is handed what is to be sent
   */
  constructor(form, storage, say) {
    this.#form = form;
    this.#field = form.elements.text;
    this.#note = form.querySelector(".note");
    this.#storage = storage;
    this.#say = say;
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    this.#field.addEventListener("input", () => this.#changed());
    this.#field.value ||= storage.draft;
    this.#grow();
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.#field.focus({ preventScroll: true });
    }
  }

  /** Nothing can be said any more. What is written can still be read and copied. */
  close() {
    this.#field.readOnly = true;
    this.#form.querySelector("button").disabled = true;
  }

  #press(event) {
    const isComposing = event.isComposing || event.keyCode === IME;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  #send() {
    const text = this.#field.value;
    this.#field.focus({ preventScroll: true });
    if (this.#field.readOnly || text.trim() === "") {
      return;
    }
    if ([...text].length > LONGEST) {
      this.#note.textContent = word("message.too-large");
      return;
    }
    this.#field.value = "";
    this.#changed();
    this.#say(text);
  }

  #changed() {
    this.#note.textContent = "";
    this.#storage.draft = this.#field.value;
    this.#grow();
  }

  #grow() {
    const style = this.#field.style;
    style.blockSize = "auto";
    const borders = this.#field.offsetHeight - this.#field.clientHeight;
    style.blockSize = `${this.#field.scrollHeight + borders}px`;
  }
}
