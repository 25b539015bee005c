import { word } from "foyer/i18n";
import { tellUnread } from "foyer/notifications";

const NEAR = 100;

/** Keeps the message box at its end for a reader who is there, and in its place for one who is not. */
export class Scroll {
  #box;
  #lines;
  #looked;
  #isFollowing = true;
  #isChanging = false;

  /**
   * @param {HTMLElement} box what scrolls
   * @param {import("foyer/timeline").Lines} lines
   * @param {() => void} looked told when the reader looks elsewhere
   */
  constructor(box, lines, looked) {
    this.#box = box;
    this.#lines = lines;
    this.#looked = looked;
    box.addEventListener("scroll", () => this.#look(), { passive: true });
    this.#followSize();
  }

  /** Whether the reader is at the end, or as good as there. */
  get isAtEnd() {
    const rest = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
    return rest <= NEAR && !this.#lines.hasLater;
  }

  toEnd() {
    this.#lines.showEnd();
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#look();
  }

  /** Puts an element at the top of what is seen, or as near as can be. */
  toElement(element) {
    this.#box.scrollTop += element.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
    this.#look();
  }

  /** Whether an element is seen, at least some of it. */
  isSeen(element) {
    const box = this.#box.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > box.top && top < box.bottom;
  }

  /**
   * Changes the end of the box: a reader who is there sees it, for any other nothing moves.
   * @param {(isFollowed: boolean) => void} change
   */
  changeEnd(change) {
    if (this.#isChanging) {
      // Part of a change under way, behind which the reader is seen to.
      change(false);
      return;
    }
    const follow = this.isAtEnd;
    this.#isChanging = true;
    try {
      change(follow);
    } finally {
      this.#isChanging = false;
    }
    if (follow) {
      this.toEnd();
    } else {
      this.#looked();
    }
  }

  /** Changes what is around the reader: the line that is being read stays where it is. */
  keepPlace(change) {
    const top = this.#box.getBoundingClientRect().top;
    const read = Array.from(this.#box.querySelectorAll("[data-seq]")).find(
      (line) => line.getBoundingClientRect().bottom > top,
    );
    const before = read?.getBoundingClientRect().top;
    change();
    if (read?.isConnected) {
      this.#box.scrollTop += read.getBoundingClientRect().top - before;
    }
    this.#looked();
  }

  #followSize() {
    const resized = () => this.#isFollowing && this.toEnd();
    if (window.ResizeObserver) {
      const observer = new ResizeObserver(resized);
      [this.#box, ...this.#box.children].forEach((part) => observer.observe(part));
    } else {
      addEventListener("resize", resized);
    }
  }

  #look() {
    this.#isFollowing = this.isAtEnd;
    this.#looked();
  }
}

const AHEAD = 600;

/**
 * Loads more before the reader gets to the end of what is shown.
 * @param {HTMLElement} box what scrolls
 * @param {HTMLElement} end stands where more would come, hidden if there is no more
 * @param {() => Promise<void>} load loads some
 * @param {(error: Error) => void} failed told when loading did not succeed; it is tried again when asked for again
 * @returns {() => Promise<void>} asks for more
 */
export function loadAhead(box, end, load, failed) {
  let isLoading = false;
  const lookAgain = watch(box, end, start);

  async function start() {
    if (isLoading || end.hidden) {
      return;
    }
    isLoading = true;
    try {
      await load();
      lookAgain();
    } catch (error) {
      failed(error);
    } finally {
      isLoading = false;
    }
  }

  return start;
}

/**
 * Tells when the end comes near.
 * @returns {() => void} makes it told again if the end is still near
 */
function watch(box, end, near) {
  if (!window.IntersectionObserver) {
    const look = () => isNear(box, end) && near();
    box.addEventListener("scroll", look, { passive: true });
    return () => setTimeout(look);
  }
  const observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && near(), {
    root: box,
    rootMargin: `${AHEAD}px 0px ${AHEAD}px 0px`,
  });
  observer.observe(end);
  return () => {
    // Watching anew tells at once if the end is near.
    observer.unobserve(end);
    observer.observe(end);
  };
}

function isNear(box, end) {
  const { top, bottom } = box.getBoundingClientRect();
  const place = end.getBoundingClientRect();
  return !end.hidden && place.bottom > top - AHEAD && place.top < bottom + AHEAD;
}

const PAUSE = 2_000;

/** Tells the server how far the reader has read, now and then. */
export class Cursor {
  #told;
  #reached;
  #tell;
  #waiting = null;

  /**
   * @param {number} seq how far the server knows already
   * @param {(seq: number) => boolean} tell says whether it could
   */
  constructor(seq, tell) {
    this.#told = seq;
    this.#reached = seq;
    this.#tell = tell;
  }

  reach(seq) {
    this.#reached = Math.max(this.#reached, seq);
    if (this.#reached > this.#told) {
      this.#waiting ??= setTimeout(() => this.#flush(), PAUSE);
    }
  }

  #flush() {
    this.#waiting = null;
    if (this.#tell(this.#reached)) {
      this.#told = this.#reached;
    }
  }
}

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
   * @param {import("foyer/reading").Scroll} scroll
   * @param {import("foyer/timeline").Marks} marks
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
   * @param {import("foyer/event-log").Event[]} messages of others
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
