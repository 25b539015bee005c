/**
 * The exact times of the lines. One time of the message box can be reached by Tab, the newest unless another was gone
 * to; from there the arrow keys lead to those of the lines above and below.
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
      this.#stopAt(timeIn(this.#list.lastElementChild, "previousElementSibling"));
    }
  }

  #press(event) {
    const way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (way && event.target === this.#stop) {
      // Even at the end of the way: the box is not to scroll from under the time that is looked at.
      event.preventDefault();
      this.#stopAt(timeIn(event.target.closest("li")[way], way) ?? event.target);
      this.#stop.focus();
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
  while (next && !next.matches(".event:not(.folded)")) {
    next = next[way];
  }
  return next?.querySelector("time");
}
