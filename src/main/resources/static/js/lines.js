import { Times } from "foyer/times";

const MOST_SHOWN = 320;
const LEFT_SHOWN = 240;
const STEP = 100;
const MOST_KEPT = 2_000;
const LEFT_KEPT = 1_500;

/**
 * All lines that the page has of the room's log, of which a stretch is shown: as long as it is short, a room of any
 * length scrolls smoothly.
 */
export class Lines {
  #list;
  #view;
  #marks;
  #times;
  #lines;
  #pending = [];
  #start = 0;
  #end;

  /**
   * @param {HTMLElement} list with those lines that the server has painted
   * @param {import("foyer/view").View} view
   * @param {import("foyer/marks").Marks} marks
   */
  constructor(list, view, marks) {
    this.#list = list;
    this.#view = view;
    this.#marks = marks;
    this.#times = new Times(list);
    list.querySelectorAll(".mark").forEach((mark) => mark.remove());
    this.#lines = Array.from(list.children, (line) => view.adopt(line));
    this.#end = this.#lines.length;
    this.arrange();
  }

  /** The number of the first event, undefined if there is none. */
  get first() {
    return this.#lines[0]?.seq;
  }

  get last() {
    return this.#lines.at(-1)?.seq;
  }

  /** Whether there are lines before those shown. */
  get hasEarlier() {
    return this.#start > 0;
  }

  /** Whether there are lines after those shown. */
  get hasLater() {
    return this.#end < this.#lines.length;
  }

  /**
   * The ids of some messages.
   * @param {(line: import("foyer/view").Line) => boolean} isWanted
   */
  idsOf(isWanted) {
    return this.#lines.filter((line) => line.id && isWanted(line)).map((line) => line.id);
  }

  /**
   * Adds events after all others.
   * @param {import("foyer/log").Event[]} events
   * @param {boolean} isFollowed whether they are to be seen even if others have to go
   */
  append(events, isFollowed) {
    const isWhole = !this.hasLater;
    this.#lines.push(...this.#paint(events));
    const shown = this.#lines.length - this.#start;
    if (isFollowed && shown > MOST_SHOWN) {
      this.showEnd();
    } else if (isWhole && shown <= MOST_SHOWN) {
      this.#show(this.#start, this.#lines.length);
    }
  }

  /** Adds events before all others. They are not shown yet. */
  prepend(events) {
    const lines = this.#paint(events);
    this.#lines.unshift(...lines);
    this.#start += lines.length;
    this.#end += lines.length;
  }

  /** Adds a message that is on its way. */
  appendPending(id, text) {
    const line = this.#view.paintPending(id, text);
    this.#pending.push(line);
    this.#list.append(line.element);
    this.arrange();
    return line.element;
  }

  /** Removes a message that was on its way. Whoever was at its time is at the newest one then. */
  removePending(element) {
    const isVisited = this.#times.isVisitedIn(element);
    element.remove();
    if (isVisited) {
      this.#times.visit();
    }
  }

  showEarlier() {
    const start = Math.max(0, this.#start - STEP);
    this.#show(start, Math.min(this.#end, start + MOST_SHOWN));
  }

  showLater() {
    const end = Math.min(this.#lines.length, this.#end + STEP);
    this.#show(Math.max(this.#start, end - MOST_SHOWN), end);
  }

  showEnd() {
    const end = this.#lines.length;
    if (this.hasLater || end - this.#start > MOST_SHOWN) {
      this.#show(Math.max(this.#start, end - LEFT_SHOWN), end);
    }
  }

  /** Shows the lines around the event of a number. */
  showAround(seq) {
    const index = this.#lines.findIndex((line) => line.seq >= seq);
    if (index < this.#start || index >= this.#end) {
      const start = Math.max(0, index - STEP);
      this.#show(start, Math.min(this.#lines.length, start + LEFT_SHOWN));
    }
  }

  /**
   * Forgets the oldest lines where there are too many.
   * @returns {number | undefined} the first event that is left, if any went
   */
  forget() {
    const gone = this.#lines.length - LEFT_KEPT;
    if (this.#lines.length <= MOST_KEPT || this.#start < gone) {
      return undefined;
    }
    this.#lines.splice(0, gone);
    this.#start -= gone;
    this.#end -= gone;
    return this.first;
  }

  /** Shows anew what the lines have to do with each other. */
  arrange() {
    this.#pending = this.#pending.filter(({ element }) => element.isConnected);
    this.#marks.arrange([...this.#shown(), ...this.#pending], () => this.arrange());
    this.#times.arrange();
  }

  #shown() {
    return this.#lines.slice(this.#start, this.#end);
  }

  /** For each line what stands behind it, or will: the next one that is in the document. */
  #placesOf(lines) {
    let next = this.#list.querySelector(".pending");
    return lines
      .map(({ element }) => element)
      .reverse()
      .map((element) => {
        const place = next;
        next = element.isConnected ? beginningOf(element) : next;
        return place;
      })
      .reverse();
  }

  #paint(events) {
    return events.map((event) => this.#view.paint(event)).filter(Boolean);
  }

  #show(start, end) {
    const shown = this.#lines.slice(start, end);
    const stays = new Set(shown);
    this.#shown()
      .filter((line) => !stays.has(line))
      .forEach(({ element, marks }) => [...marks, element].forEach((one) => one.remove()));
    const places = this.#placesOf(shown);
    shown.forEach(({ element }, i) => element.isConnected || this.#list.insertBefore(element, places[i]));
    this.#start = start;
    this.#end = end;
    this.arrange();
  }
}

/** What stands above a line goes with it. */
function beginningOf(element) {
  let first = element;
  while (first.previousElementSibling?.matches(".mark")) {
    first = first.previousElementSibling;
  }
  return first;
}
