import { dateTimeFormat } from "foyer/formats";
import { word } from "foyer/words";

const GATHER = 1_000;
const SEVERAL = 4;
const TIME = dateTimeFormat({ timeStyle: "short" });

/** Has new lines read out, one by one where they are few and in short where they come in a burst. */
export class Heard {
  #element;
  #lines = [];
  #gathering = null;

  /** @param {HTMLElement} element what is put in here is read out */
  constructor(element) {
    this.#element = element;
  }

  /** @param {import("foyer/log").Event[]} events that came live, none of the reader's own */
  tell(events) {
    this.#lines.push(...events.map(inWords));
    if (this.#lines.length > 0) {
      this.#gathering ??= setTimeout(() => this.#say(), GATHER);
    }
  }

  #say() {
    const lines = this.#lines;
    const isBurst = lines.length >= SEVERAL;
    this.#element.replaceChildren(
      ...(isBurst ? [word("reading.burst", lines.length, lines.at(-1))] : lines).map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
    this.#lines = [];
    this.#gathering = null;
  }
}

function inWords({ type, author, text, at }) {
  const said = type === "message" ? `${author}: ${text}` : word(`event.${type}`, author);
  return `${said}, ${TIME.format(new Date(at))}`;
}
