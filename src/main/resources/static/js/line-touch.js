const HELD_AFTER = 450;
const SLOP = 10;
const FAR = 56;
const FARTHEST = 76;
/** Where browsers take a swipe for themselves. */
const EDGE = 24;
const PRESSED = "a:not(.picture > a), button, input, select, textarea, summary";

/**
 * Tells when a finger rests on a line, and when it moves one towards the end of its text and lets go. What else fingers
 * do is left to the browser.
 */
export class LineTouch {
  #list;
  #lines;
  #sign;
  #to;
  /** @type {{line: HTMLElement, x: number, y: number, way: 1 | -1, isFree: boolean, isMovable: boolean} | null} */
  #touch = null;
  #timer;
  #isSwiped = false;
  #isHeld = false;

  /**
   * @param {HTMLElement} list of the lines
   * @param {string} lines the selector of those that can be held and moved
   * @param {HTMLElement} sign shown beside a line that is moved
   * @param {{hold: (line: HTMLElement) => void, swipe: (line: HTMLElement) => void}} to
   */
  constructor(list, lines, sign, to) {
    this.#list = list;
    this.#lines = lines;
    this.#sign = sign;
    this.#to = to;
    list.addEventListener("touchstart", (event) => this.begin(event), { passive: true });
    list.addEventListener("touchmove", (event) => this.#move(event), { passive: true });
    list.addEventListener("touchend", (event) => this.#end(event));
    list.addEventListener("touchcancel", () => this.#letGo());
    list.addEventListener("contextmenu", (event) => {
      // Browsers select a word or open a menu of their own.
      if (this.#touch?.isFree || this.#isHeld) {
        event.preventDefault();
      }
    });
  }

  /** @param {TouchEvent} event the first of a touch, which may have begun a while ago */
  begin(event) {
    this.#letGo();
    const { target, touches, timeStamp } = event;
    const line = target.closest(this.#lines);
    if (!line || touches.length !== 1) {
      return;
    }
    const [{ clientX: x, clientY: y }] = touches;
    const way = getComputedStyle(this.#list).direction === "rtl" ? -1 : 1;
    const isFree = target.closest(PRESSED) === null;
    this.#touch = { line, x, y, way, isFree, isMovable: isMovable(target, way > 0 ? x : innerWidth - x) };
    if (isFree) {
      this.#timer = setTimeout(() => this.#hold(), Math.max(0, HELD_AFTER - (performance.now() - timeStamp)));
    }
  }

  #hold() {
    const { line } = this.#touch;
    this.#letGo();
    this.#isHeld = true;
    this.#to.hold(line);
  }

  #move({ touches }) {
    if (!this.#touch) {
      return;
    }
    const { x, y, way, isMovable: canMove } = this.#touch;
    const along = (touches[0].clientX - x) * way;
    const across = Math.abs(touches[0].clientY - y);
    if (this.#isSwiped) {
      this.#show(along);
    } else if (canMove && along > SLOP && along > 1.5 * across) {
      clearTimeout(this.#timer);
      this.#isSwiped = true;
      this.#touch.line.append(this.#sign);
      this.#show(along);
    } else if (across > SLOP || Math.abs(along) > SLOP) {
      this.#letGo();
    }
  }

  #show(along) {
    const { line, way } = this.#touch;
    const isFar = along >= FAR;
    if (isFar && !line.matches(".swiped-far")) {
      navigator.vibrate?.(10);
    }
    line.style.setProperty("--swiped", `${way * Math.max(0, Math.min(along, FARTHEST))}px`);
    line.classList.add("swiped");
    line.classList.toggle("swiped-far", isFar);
  }

  #end(event) {
    const line = this.#touch?.line;
    const isFar = this.#isSwiped && line.matches(".swiped-far");
    if ((this.#isHeld || this.#isSwiped) && event.cancelable) {
      // No click follows.
      event.preventDefault();
    }
    this.#letGo();
    if (isFar) {
      this.#to.swipe(line);
    }
  }

  #letGo() {
    clearTimeout(this.#timer);
    if (this.#isSwiped) {
      const { line } = this.#touch;
      line.classList.remove("swiped", "swiped-far");
      line.style.removeProperty("--swiped");
      this.#sign.remove();
    }
    this.#touch = null;
    this.#isSwiped = false;
    this.#isHeld = false;
  }
}

/** Code that scrolls sideways keeps doing so. */
function isMovable(target, fromEdge) {
  const code = target.closest("pre");
  return fromEdge > EDGE && !(code && code.scrollWidth > code.clientWidth);
}
