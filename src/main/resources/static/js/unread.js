import { tellUnread } from "foyer/attention";
import { word } from "foyer/words";

/**
 * Keeps count of what the reader has not seen. The messages that came while nobody looked are set apart in the box, and
 * stay so while they are read; a pill leads to the first of them, and further on to the newest.
 */
export class Unread {
  #pill;
  #scroll;
  #marks;
  #read;
  #first;
  #count;
  #forMe;
  #waiting = 0;
  #isReached = false;
  #isOver = false;
  #isStarted = false;

  /**
   * @param {HTMLElement} pill
   * @param {import("foyer/scroll").Scroll} scroll
   * @param {import("foyer/marks").Marks} marks
   * @param {{first: number, count: number, forMe: number}} known what was unread when the page was opened
   * @param {{read: () => void, find: (seq: number) => Promise<void>}} to `read` is told when everything that is shown
   * was read, `find` shows the event of a number
   */
  constructor(pill, scroll, marks, known, to) {
    this.#pill = pill;
    this.#scroll = scroll;
    this.#marks = marks;
    this.#read = to.read;
    this.#first = known.first;
    this.#count = known.count;
    this.#forMe = known.forMe;
    pill.addEventListener("click", async (event) => {
      event.preventDefault();
      await (this.#isReached ? scroll.toEnd() : to.find(this.#first));
      this.look();
    });
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** From now on what is seen counts. */
  start() {
    this.#isStarted = true;
    this.look();
  }

  /**
   * Takes note of messages before they are shown.
   * @param {import("foyer/log").Event[]} messages of others
   * @param {number} forMe how many of them name the reader
   * @param {boolean} isLate whether they came while the page had no connection, as in a laptop that was closed
   */
  hear(messages, forMe, isLate) {
    const isSeen = !isLate && !document.hidden && this.#scroll.isAtEnd;
    if (messages.length === 0 || isSeen) {
      return;
    }
    if (this.#count === 0 || this.#isOver) {
      this.#count = 0;
      this.#forMe = 0;
      this.#isReached = false;
      this.#isOver = false;
      this.#first = messages[0].seq;
      this.#marks.divideAt(this.#first);
    }
    this.#count += messages.length;
    this.#forMe += forMe;
    this.#waiting += messages.length;
  }

  /** The reader goes on without it. */
  skip() {
    this.#isReached = true;
    this.look();
  }

  /** Takes note of what the reader sees now. */
  look() {
    if (!this.#isStarted) {
      return;
    }
    if (!document.hidden) {
      const { unread } = this.#marks;
      this.#isReached ||= unread !== null && this.#scroll.isSeen(unread);
      if (this.#scroll.isAtEnd) {
        this.#isOver = this.#isReached;
        this.#waiting = 0;
        this.#read();
      }
    }
    tellUnread(this.#waiting);
    this.#paint();
  }

  #paint() {
    const isThrough = this.#isReached && (this.#isOver || this.#scroll.isAtEnd);
    this.#pill.hidden = this.#count === 0 || isThrough;
    this.#pill.textContent = this.#isReached
      ? word("reading.newest")
      : this.#forMe > 0
        ? word("reading.new-for-you", this.#count, this.#forMe)
        : word("reading.new", this.#count);
  }
}
