import { dateTimeFormat } from "foyer/formats";
import { dress } from "foyer/person";

const TIME = dateTimeFormat({ timeStyle: "short" });
const EXACTLY = dateTimeFormat({ dateStyle: "full", timeStyle: "medium" });

/**
 * An event, or what is on its way to become one, as it is painted.
 * @typedef {{seq?: number, id?: string, type: string, author: string, at: number, isOwn: boolean,
 *   element: HTMLElement, marks: HTMLElement[]}} Line
 */

/** Paints events as lines of the message box. */
export class View {
  #me;
  #since;
  #mention;

  /**
   * @param {string} me the reader's username
   * @param {number} since the first event that can be of the reader's seat; whoever bore the name before was another
   * @param {import("foyer/mention").Mention} mention
   */
  constructor(me, since, mention) {
    this.#me = me;
    this.#since = since;
    this.#mention = mention;
  }

  /** Whether an event is of the reader's own seat: nobody else bears the name as long as the seat is held. */
  isOwn({ author, seq }) {
    return author === this.#me && seq >= this.#since;
  }

  /**
   * Takes over what the server has painted.
   * @param {HTMLElement} element
   * @returns {Line}
   */
  adopt(element) {
    const { seq, id, author } = element.dataset;
    const type = ["message", "join", "leave"].find((one) => element.classList.contains(one));
    return this.#finish({ seq: Number(seq), id, type, author }, element);
  }

  /**
   * Paints an event.
   * @param {import("foyer/log").Event} event
   * @returns {Line | undefined} nothing for an event of a type that this page does not know
   */
  paint(event) {
    const element = mould(event.type);
    if (!element) {
      return undefined;
    }
    element.dataset.seq = event.seq;
    this.#address(element, event.author, event.at);
    if (event.type === "message") {
      element.dataset.id = event.id;
      // The one place where markup comes in: the server has made it safe.
      const text = element.querySelector(".text");
      text.innerHTML = event.html;
      element.classList.toggle("does", text.querySelector(".action") !== null);
      dress(element, event.author);
      element.classList.toggle("own", this.isOwn(event));
    }
    return this.#finish(event, element);
  }

  /**
   * Paints a message of the reader's that is on its way.
   * @returns {Line}
   */
  paintPending(id, text) {
    const element = mould("message");
    element.dataset.id = id;
    element.classList.add("own", "pending");
    this.#address(element, this.#me, new Date().toISOString());
    dress(element, this.#me);
    element.querySelector(".text").textContent = text;
    paintTime(element);
    return { type: "message", author: this.#me, at: Date.now(), isOwn: true, element, marks: [] };
  }

  #address(element, author, at) {
    element.dataset.author = author;
    element.querySelector(".author").textContent = author;
    element.querySelector("time").dateTime = at;
  }

  #finish({ seq, id, type, author }, element) {
    const isOwn = this.isOwn({ author, seq });
    if (type === "message" && !isOwn) {
      const isCalled = this.#mention.mark(element.querySelector(".text"));
      element.classList.toggle("calls", isCalled);
    }
    return { seq, id, type, author, at: paintTime(element), isOwn, element, marks: [] };
  }
}

function mould(type) {
  return document.getElementById(`line-${type}`)?.content.firstElementChild.cloneNode(true);
}

function paintTime(element) {
  const time = element.querySelector("time");
  const at = new Date(time.dateTime);
  time.textContent = TIME.format(at);
  time.dataset.exact = EXACTLY.format(at);
  return at.getTime();
}
