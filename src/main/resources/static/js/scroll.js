const NEAR = 100;

/** Keeps the message box at its end for a reader who is there, and in its place for one who is not. */
export class Scroll {
  #box;
  #button;
  #unseen = 0;
  #isFollowing = true;

  /**
   * @param {HTMLElement} box what scrolls
   * @param {HTMLElement} button leads to what came while the reader was elsewhere
   */
  constructor(box, button) {
    this.#box = box;
    this.#button = button;
    box.addEventListener("scroll", () => this.#look(), { passive: true });
    button.addEventListener("click", () => {
      this.toEnd();
      box.focus({ preventScroll: true });
    });
    const resized = new ResizeObserver(() => this.#isFollowing && this.toEnd());
    resized.observe(box);
    Array.from(box.children, (part) => resized.observe(part));
  }

  /** Whether the reader is at the end, or as good as there. */
  get isAtEnd() {
    return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight <= NEAR;
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#look();
  }

  /**
   * Changes the end of the box: a reader who is there sees it, for any other nothing moves.
   * @param {(isFollowed: boolean) => void} change
   * @param {number} news how many new messages it brings
   */
  changeEnd(change, news = 0) {
    const follow = this.isAtEnd;
    change(follow);
    if (follow) {
      this.toEnd();
    } else {
      this.#unseen += news;
      this.#paintButton();
    }
  }

  /** Changes what is above the reader: the line that is being read stays where it is. */
  changeAbove(change) {
    const top = this.#box.getBoundingClientRect().top;
    const read = Array.from(this.#box.querySelectorAll("li")).find(
      (line) => line.getBoundingClientRect().bottom > top,
    );
    const before = read?.getBoundingClientRect().top;
    change();
    if (read) {
      this.#box.scrollTop += read.getBoundingClientRect().top - before;
    }
  }

  #look() {
    this.#isFollowing = this.isAtEnd;
    if (this.#isFollowing) {
      this.#unseen = 0;
      this.#paintButton();
    }
  }

  #paintButton() {
    this.#button.hidden = this.#unseen === 0;
    this.#button.querySelector(".count").textContent = this.#unseen;
  }
}
