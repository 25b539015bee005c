const SHOWN = ".event:not(.folded)";

/**
 * The way through the times of the lines by keyboard. One of them can be reached by Tab, the newest unless another was
 * gone to; from there the arrow keys lead to those of the lines above and below.
 */
export class Times {
  #list;
  #stop;

  /** @param {HTMLElement} list of the lines */
  constructor(list) {
    this.#list = list;
    list.addEventListener("keydown", (event) => this.#press(event));
  }

  /** To be told when lines came or went. */
  arrange() {
    if (this.#stop !== document.activeElement) {
      this.#stopAt(this.#newest());
    } else if (!this.#stop.closest(SHOWN)) {
      this.visit();
    }
  }

  /** Whether the time of a line is gone to. */
  isVisitedIn(line) {
    return this.#stop === document.activeElement && line.contains(this.#stop);
  }

  /** Goes to the newest time. */
  visit() {
    this.#go(this.#newest());
  }

  #newest() {
    return timeIn(this.#list.lastElementChild, "previousElementSibling");
  }

  #press(event) {
    const way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (way && event.target === this.#stop) {
      // Even at the end of the way: the box is not to scroll from under the time that is looked at.
      event.preventDefault();
      this.#go(timeIn(event.target.closest("li")[way], way));
    }
  }

  #go(time) {
    if (time) {
      this.#stopAt(time);
      time.focus();
    }
  }

  #stopAt(time) {
    if (time !== this.#stop) {
      this.#stop?.removeAttribute("tabindex");
      time?.setAttribute("tabindex", "0");
      this.#stop = time;
    }
  }
}

/** The time of the next line that is shown on a way, beginning with the one given. */
function timeIn(line, way) {
  let next = line;
  while (next && !next.matches(SHOWN)) {
    next = next[way];
  }
  return next?.querySelector("time");
}
