import { lineOf, quotedBy, stateOf } from "foyer/line";

const MARKED = ".text :is(em, strong, del, code, pre, blockquote, ul, .action)";
const TRIES = 20;
const PAUSE = 3_000;

/** The strip with the pinned messages of the room, as the page says and then as the room's events tell. */
export class Pins {
  #strip;
  #quotes;
  #read;
  #work = Promise.resolve();

  /**
   * @param {HTMLDetailsElement} strip
   * @param {typeof import("foyer/line-state")} quotes writes quotes
   * @param {(seq: number) => Promise<import("foyer/event-log").Event | undefined>} read reads a line that is not shown
   */
  constructor(strip, quotes, read) {
    this.#strip = strip;
    this.#quotes = quotes;
    this.#read = read;
  }

  /**
   * Applies a change, one after the other.
   * @param {import("foyer/event-log").Event} event
   */
  hear(event) {
    this.#work = this.#work.then(() => this.#apply(event));
  }

  async #apply({ type, of, on, text }) {
    const pin = this.#find(of);
    if (type === "pin" && on) {
      this.#put(await this.#quote(of), pin);
    } else if (type === "delete" || type === "pin") {
      pin?.remove();
    } else if (pin && type === "edit" && text !== undefined) {
      pin.querySelector(".quote-text").textContent = (await this.#quote(of))?.text ?? this.#quotes.shorten(text);
    }
    this.#sumUp();
  }

  #put(quote, pin) {
    pin?.remove();
    if (quote) {
      const item = document.createElement("li");
      item.append(this.#quotes.quoteLink(quote));
      this.#strip.querySelector("ol").prepend(item);
    }
  }

  /** The message that was pinned, as it was typed; undefined if it is gone. */
  async #quote(seq) {
    const line = lineOf(seq);
    const isKnown = line && (line.dataset.text !== undefined || !line.querySelector(MARKED));
    const { author, text, files = [] } = (isKnown ? stateOf(line) : await this.#readAgain(seq)) ?? {};
    return text === undefined ? undefined : { seq, author, text: this.#quotes.shorten(text || (files[0]?.name ?? "")) };
  }

  /** Without a connection it may take some time. */
  async #readAgain(seq) {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        return await this.#read(seq);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
    return undefined;
  }

  #find(of) {
    return [...this.#strip.querySelectorAll(".quote")].find((link) => quotedBy(link) === of)?.parentElement;
  }

  #sumUp() {
    const pins = this.#strip.querySelectorAll(".quote");
    this.#strip.hidden = pins.length === 0;
    for (const part of pins.length > 0 ? [".quote-author", ".quote-text"] : []) {
      this.#strip.querySelector(`summary ${part}`).textContent = pins[0].querySelector(part).textContent;
    }
    this.#strip.querySelector(".count").textContent = pins.length;
  }
}
