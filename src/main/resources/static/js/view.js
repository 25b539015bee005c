import { language } from "foyer/words";

const TOGETHER = 5 * 60 * 1000;
const TIME = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const DAY_AND_TIME = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
const EXACTLY = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" });

/** Paints events, and what is on its way to become one, as the lines of the message box. */
export class View {
  #lines;
  #me;
  #since;

  /**
   * @param {HTMLElement} lines the list of lines, with those that the server has painted
   * @param {string} me the reader's username
   * @param {number} since the first event that can be of the reader's seat; whoever bore the name before was another
   */
  constructor(lines, me, since) {
    this.#lines = lines;
    this.#me = me;
    this.#since = since;
    lines.querySelectorAll("time").forEach(paintTime);
  }

  /** The numbers of the events shown, in order. */
  get shown() {
    return Array.from(this.#lines.querySelectorAll("[data-seq]"), (line) => Number(line.dataset.seq));
  }

  /** The ids of the messages shown whose author bears a name. */
  idsOf(author) {
    return Array.from(this.#lines.querySelectorAll(".message[data-seq]"))
      .filter((line) => line.dataset.author === author)
      .map((line) => line.dataset.id);
  }

  /** Whether an event is of the reader's own seat: nobody else bears the name as long as the seat is held. */
  isOwn({ author, seq }) {
    return author === this.#me && seq >= this.#since;
  }

  /** Adds events after all others. */
  append(events) {
    const next = this.#lines.querySelector(".pending");
    for (const line of this.#paint(events)) {
      this.#lines.insertBefore(line, next);
      group(line);
    }
    group(next);
  }

  /** Adds events before all others. */
  prepend(events) {
    const next = this.#lines.firstElementChild;
    for (const line of this.#paint(events)) {
      this.#lines.insertBefore(line, next);
      group(line);
    }
    group(next);
  }

  /** Adds a message of the reader's that is on its way. */
  appendPending(id, text) {
    const line = this.#mould("message");
    line.dataset.id = id;
    line.classList.add("pending");
    this.#address(line, this.#me, new Date().toISOString(), true);
    line.querySelector(".text").textContent = text;
    this.#lines.append(line);
    group(line);
    return line;
  }

  /**
   * Takes the oldest events away where there are too many to show.
   * @returns {number | undefined} the first event that is still shown, if any was taken
   */
  trim(most, left) {
    const lines = this.#lines.querySelectorAll("[data-seq]");
    if (lines.length <= most) {
      return undefined;
    }
    const first = lines[lines.length - left];
    lines.forEach((line, index) => index < lines.length - left && line.remove());
    group(first);
    return Number(first.dataset.seq);
  }

  /** Events of types that this page does not know have no line. */
  #paint(events) {
    return events.flatMap((event) => {
      const line = this.#mould(event.type);
      if (!line) {
        return [];
      }
      line.dataset.seq = event.seq;
      this.#address(line, event.author, event.at, this.isOwn(event));
      if (event.type === "message") {
        line.dataset.id = event.id;
        // The one place where markup comes in: the server has made it safe.
        line.querySelector(".text").innerHTML = event.html;
      }
      return [line];
    });
  }

  #mould(type) {
    return document.getElementById(`line-${type}`)?.content.firstElementChild.cloneNode(true);
  }

  #address(line, author, at, isOwn) {
    line.dataset.author = author;
    line.querySelector(".author").textContent = author;
    line.classList.toggle("own", line.matches(".message") && isOwn);
    const time = line.querySelector("time");
    time.dateTime = at;
    paintTime(time);
  }
}

function paintTime(time) {
  const at = new Date(time.dateTime);
  const isToday = at.toDateString() === new Date().toDateString();
  time.textContent = (isToday ? TIME : DAY_AND_TIME).format(at);
  time.title = EXACTLY.format(at);
}

/** A message soon after another of the same author belongs to it. */
function group(line) {
  const before = line?.previousElementSibling;
  const follows =
    line?.matches(".message") &&
    before?.matches(".message") &&
    before.dataset.author === line.dataset.author &&
    timeOf(line) - timeOf(before) < TOGETHER;
  line?.classList.toggle("follows", Boolean(follows));
}

function timeOf(line) {
  return Date.parse(line.querySelector("time").dateTime);
}
