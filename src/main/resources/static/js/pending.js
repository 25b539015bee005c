import { word } from "foyer/words";

/** Paints the lines in the outbox at the end of the message box, each with its state. */
export class Pending {
  #outbox;
  #lines;
  #sender;
  #painted = new Map();

  /**
   * @param {import("foyer/outbox").Outbox} outbox
   * @param {import("foyer/lines").Lines} lines
   * @param {{retry: (id: string) => void, discard: (id: string) => void}} sender
   */
  constructor(outbox, lines, sender) {
    this.#outbox = outbox;
    this.#lines = lines;
    this.#sender = sender;
  }

  paint() {
    const waiting = this.#outbox.lines;
    const ids = new Set(waiting.map((line) => line.id));
    for (const [id, element] of this.#painted) {
      if (!ids.has(id)) {
        this.#lines.removePending(element);
        this.#painted.delete(id);
      }
    }
    for (const line of waiting) {
      const element = this.#painted.get(line.id) ?? this.#add(line);
      if (element.dataset.state !== line.state) {
        this.#tell(element, line);
      }
    }
  }

  #add({ id, text }) {
    const element = this.#lines.appendPending(id, text);
    element.append(document.getElementById("delivery").content.cloneNode(true));
    element.querySelector(".retry").addEventListener("click", () => this.#sender.retry(id));
    element.querySelector(".discard").addEventListener("click", () => this.#sender.discard(id));
    this.#painted.set(id, element);
    return element;
  }

  #tell(element, { state, error }) {
    const failed = state === "failed";
    element.dataset.state = state;
    element.classList.toggle("failed", failed);
    element.querySelectorAll("button").forEach((button) => {
      button.hidden = !failed;
    });
    const told = element.querySelector(".delivery-state");
    told.role = failed ? "alert" : null;
    told.textContent = failed ? `${word("delivery.failed")} ${word(`message.${error}`)}` : word(`delivery.${state}`);
  }
}
