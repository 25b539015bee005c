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
   * @param {import("foyer/lines").Lines} lines
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
