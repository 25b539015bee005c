import { dateTimeFormat, graphemes } from "foyer/i18n";

const TINTS = 12;
const charactersOf = graphemes();

/**
 * Gives an element the colour and the letter of a person. Both come from the name alone, so that they stay the same on
 * every page; the server does it in the same way.
 */
export function dress(element, name) {
  element.classList.add(`tint-${tint(name)}`);
  element.dataset.initial = initial(name);
}

function tint(name) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) {
    hash = (Math.imul(31, hash) + name.charCodeAt(i)) | 0;
  }
  return ((hash % TINTS) + TINTS) % TINTS;
}

function initial(name) {
  return charactersOf(name)[0]?.toUpperCase() ?? "";
}

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
   * @param {import("foyer/event-log").Event} event
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

/**
 * Shows the exact time beside the short one that is pointed at or has the focus, until one goes on or presses Escape
 * (WCAG 2.2, 1.4.13).
 * @param {HTMLElement} box with the lines
 * @param {HTMLElement} tip where the exact time is shown
 */
export function showExactTimes(box, tip) {
  let shown = null;

  const place = () => {
    tip.hidden = !shown;
    if (shown) {
      putBeside(shown.getBoundingClientRect(), tip, box);
    }
  };

  const show = (time) => {
    if (time !== shown) {
      shown?.removeAttribute("aria-describedby");
      shown = time;
      if (time) {
        tip.textContent = time.dataset.exact;
        time.setAttribute("aria-describedby", tip.id);
      }
      place();
    }
  };

  // One may point at what is shown, too. Whoever points elsewhere sees again what has the focus.
  const point = (target) => target === tip || show(timeAt(target) ?? timeAt(document.activeElement));

  box.addEventListener("mouseover", ({ target }) => point(target));
  box.addEventListener("mouseleave", () => point(box));
  box.addEventListener("focusin", ({ target }) => show(timeAt(target)));
  box.addEventListener("focusout", () => show(null));
  box.addEventListener("scroll", place, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !event.defaultPrevented) {
      event.preventDefault();
      show(null);
    }
  });
}

/** Above the time, or below where the box ends there, so that the line is still seen; nowhere while the time is not. */
function putBeside(time, tip, box) {
  const room = box.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = getComputedStyle(box).direction === "rtl" ? time.left : time.right - width;
  tip.style.left = `${Math.max(room.left, Math.min(left, room.right - width))}px`;
  tip.style.top = `${time.top - height >= room.top ? time.top - height : time.bottom}px`;
  tip.hidden = time.bottom <= room.top || time.top >= room.bottom;
}

function timeAt(element) {
  return element?.closest(".event time") ?? null;
}
