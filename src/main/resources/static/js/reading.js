import { numberFormat, word } from "foyer/i18n";
import { tellUnread } from "foyer/notifications";

const NEAR = 100;
const FIELD = "input, textarea, select, [contenteditable]";

/**
 * Keeps the message box where its reader is.
 *
 * A reader at the end stays at the end, whatever grows or shrinks: the lines, the composer, a bar, the window or a font.
 * For any other reader the line at the top of the box stays where it is on the screen. Only the reader's own scrolling
 * and the methods that lead somewhere change the place.
 *
 * While the reader holds what is in sight (see {@link Hold}), the box does not follow the end, and no line above is
 * removed. It follows again after that, if the reader is still at the end.
 *
 * The End key leads to the end outside of fields, Ctrl+End everywhere.
 */
export class Scroll {
  #box;
  #lines;
  #looked;
  #goToEnd;
  #hold;
  #isFollowing = true;
  /** Whether the end has moved on while the reader held what is in sight. */
  #isBehind = false;
  #isChanging = false;
  #isSuspended = false;
  /** Sizes, place and the line at the top, as of the last look. */
  #known = {};

  /**
   * @param {HTMLElement} box what scrolls
   * @param {import("foyer/timeline").Lines} lines
   * @param {{looked: () => void, goToEnd: () => void}} to `looked` is told when the reader looks elsewhere, `goToEnd`
   *   leads to the newest line, which may have to be fetched
   */
  constructor(box, lines, to) {
    this.#box = box;
    this.#lines = lines;
    this.#looked = to.looked;
    this.#goToEnd = to.goToEnd;
    this.#hold = new Hold(box, () => this.#letGo());
    document.addEventListener("keydown", (event) => this.#press(event));
    box.addEventListener("scroll", () => this.#settle(), { passive: true });
    this.#watchSizes();
  }

  /** Whether the reader is at the end, or as good as there, and sees what comes. */
  get isAtEnd() {
    return this.#isFollowing && !this.#hold.isOn && !this.#lines.hasLater;
  }

  /** Whether the end is more than a screen away. */
  get isFar() {
    return this.#rest > this.#box.clientHeight || this.#lines.hasLater;
  }

  /** The number of the line at the top of what is seen, undefined at the end. */
  get placeInSight() {
    return this.isAtEnd ? undefined : Number(this.#lineInSight?.dataset.seq);
  }

  /** Scrolls to the end of the newest lines that there are. */
  toEnd() {
    this.#hold.forgetSelection();
    this.#lines.showEnd();
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#note();
  }

  /** Puts an element at the top of what is seen, or as near as can be. */
  toElement(element) {
    this.#box.scrollTop += element.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
    this.#note();
  }

  /** Puts an element in the middle of what is seen. */
  toMiddle(element) {
    const { top, height } = element.getBoundingClientRect();
    const above = Math.max(0, (this.#box.clientHeight - height) / 2);
    this.#box.scrollTop += top - this.#box.getBoundingClientRect().top - above;
    this.#note();
  }

  /**
   * Whether a line is above what is seen.
   * @param {HTMLElement | null} element null if the line is not in the document
   * @param {number} seq of the line
   */
  isAbove(element, seq) {
    return element
      ? element.getBoundingClientRect().bottom <= this.#box.getBoundingClientRect().top
      : seq < (this.#lines.firstShown ?? Infinity);
  }

  /** Scrolls to the top of an element that begins above what is seen. */
  showTop(element) {
    if (element.getBoundingClientRect().top < this.#box.getBoundingClientRect().top) {
      this.toElement(element);
    }
  }

  /** Scrolls by some pixels. */
  by(pixels) {
    this.#box.scrollTop += pixels;
    this.#note();
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
      // Part of a change under way, after which the box is scrolled.
      change(false);
      return;
    }
    this.#settle();
    const isFollowed = this.isAtEnd;
    this.#isChanging = true;
    try {
      change(isFollowed);
    } finally {
      this.#isChanging = false;
    }
    if (isFollowed) {
      this.toEnd();
    } else {
      this.#stay();
    }
  }

  /** Changes what is around the reader: the line that is being read stays where it is. */
  keepPlace(change) {
    this.#settle();
    this.#remember();
    change();
    this.#putBack();
    this.#note();
  }

  /** Takes no note of sizes and scrolling until {@link #resume}, as while the page is laid out for print. */
  suspend() {
    this.#settle();
    this.#remember();
    this.#isSuspended = true;
  }

  /** Brings the reader back to the place of {@link #suspend}. */
  resume() {
    this.#isSuspended = false;
    if (this.#isFollowing) {
      this.toEnd();
    } else {
      this.#putBack();
      this.#note();
    }
  }

  get #rest() {
    return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
  }

  /** The line at the top of what is seen. */
  get #lineInSight() {
    const { top } = this.#box.getBoundingClientRect();
    return Array.from(this.#box.querySelectorAll("[data-seq]")).find(
      (line) => line.getBoundingClientRect().bottom > top,
    );
  }

  #press(event) {
    const { key, target, ctrlKey, altKey, metaKey, shiftKey } = event;
    const isMeant = key === "End" && !(altKey || metaKey || shiftKey || event.defaultPrevented);
    const isInField = target.matches(FIELD);
    if (isMeant && (ctrlKey || !isInField) && !document.querySelector("dialog[open]")) {
      this.#goToEnd();
      if (!isInField) {
        event.preventDefault();
      }
    }
  }

  #watchSizes() {
    const resized = () => this.#settle();
    if (window.ResizeObserver) {
      const observer = new ResizeObserver(resized);
      [this.#box, ...this.#box.children].forEach((part) => observer.observe(part));
    } else {
      addEventListener("resize", resized);
    }
  }

  /** Finds out whether the reader has scrolled or sizes have changed since the last look, and acts on it. */
  #settle() {
    if (this.#isSuspended || this.#isChanging) {
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const isResized = scrollHeight !== this.#known.scrollHeight || clientHeight !== this.#known.clientHeight;
    // A browser also moves the box where it is left with less to scroll, but only to its end.
    const isScrolled = scrollTop !== this.#known.scrollTop && !(isResized && this.#rest <= 1);
    if (isScrolled) {
      this.#note();
    } else if (isResized) {
      this.#stay();
    }
  }

  /** Takes note of where the reader is now. */
  #note() {
    this.#isFollowing = this.#rest <= NEAR && !this.#lines.hasLater;
    this.#remember();
    this.#looked();
  }

  /** Keeps the reader in place after a change of sizes. */
  #stay() {
    if (this.isAtEnd) {
      this.#box.scrollTop = this.#box.scrollHeight;
    } else {
      this.#isBehind ||= this.#isFollowing;
      this.#putBack();
      this.#isFollowing ||= this.#rest <= 1 && !this.#lines.hasLater;
    }
    this.#remember();
    this.#looked();
  }

  #remember() {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const line = this.#lineInSight;
    this.#known = { scrollTop, scrollHeight, clientHeight, line, top: line?.getBoundingClientRect().top };
  }

  #putBack() {
    const { line, top } = this.#known;
    const moved = line?.getClientRects().length > 0 ? line.getBoundingClientRect().top - top : 0;
    // Setting the place, even to what it is, would stop a movement under way.
    if (Math.abs(moved) >= 1) {
      this.#box.scrollTop += moved;
    }
  }

  #letGo() {
    const isBehind = this.#isBehind;
    this.#isBehind = false;
    if (isBehind && this.#isFollowing) {
      this.toEnd();
    } else {
      this.#looked();
    }
  }
}

/**
 * Tells whether the reader holds what is in sight: a mouse button or a finger is down in the box, or text is selected
 * there and in sight. The handles of a selection on a touch screen move without an event for the page, so that the
 * selection itself counts until it is gone.
 */
class Hold {
  #box;
  #isPressed = false;
  #isSelected = false;
  #ended;

  /**
   * @param {HTMLElement} box
   * @param {() => void} ended told when the reader lets go
   */
  constructor(box, ended) {
    this.#box = box;
    this.#ended = ended;
    const press = () => {
      this.#isPressed = true;
    };
    box.addEventListener("mousedown", press);
    box.addEventListener("touchstart", press, { passive: true });
    for (const type of ["mouseup", "dragend", "touchend", "touchcancel", "blur"]) {
      addEventListener(type, (event) => event.touches?.length > 0 || this.#release());
    }
    // A button may be released where the page does not hear of it, as over a menu of the browser.
    addEventListener("mousemove", ({ buttons }) => buttons === 0 && this.#release(), { passive: true });
    document.addEventListener("selectionchange", () => this.#select());
  }

  get isOn() {
    return this.#isPressed || (this.#isSelected && this.#isSelectionInSight());
  }

  /** The selection that there is does not count any more. */
  forgetSelection() {
    this.#isSelected = false;
  }

  #release() {
    if (this.#isPressed) {
      this.#isPressed = false;
      this.#tell();
    }
  }

  #select() {
    const selection = getSelection();
    const wasSelected = this.#isSelected;
    this.#isSelected = !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(this.#box);
    if (wasSelected && !this.#isSelected) {
      this.#tell();
    }
  }

  #tell() {
    if (!this.isOn) {
      this.#ended();
    }
  }

  #isSelectionInSight() {
    const selection = getSelection();
    if (selection.rangeCount === 0) {
      return false;
    }
    const box = this.#box.getBoundingClientRect();
    const { top, bottom } = selection.getRangeAt(0).getBoundingClientRect();
    return bottom > box.top && top < box.bottom;
  }
}

/**
 * Prints everything that the page has of the talk, rather than the lines that happen to be in the document.
 * @param {import("foyer/timeline").Lines} lines
 * @param {import("foyer/reading").Scroll} scroll
 */
export function printAll(lines, scroll) {
  let showAsBefore = () => {};
  addEventListener("beforeprint", () => {
    scroll.suspend();
    showAsBefore = lines.showAll();
  });
  addEventListener("afterprint", () => {
    showAsBefore();
    scroll.resume();
  });
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

/**
 * Tells the server how far the reader has read: at once, and then every two seconds at most. What is left is told when
 * the page is hidden or left, so that nothing that was read is new again.
 */
export class ReadPosition {
  #told;
  #reached;
  #posted;
  #to;
  #waiting = null;
  #isOver = false;

  /**
   * @param {number} seq how far the server knows already
   * @param {{tell: (seq: number) => boolean, post: (seq: number) => void}} to `tell` says whether it could; `post` works
   * while the page is left, too
   */
  constructor(seq, to) {
    this.#told = seq;
    this.#reached = seq;
    this.#posted = seq;
    this.#to = to;
    addEventListener("beforeunload", () => this.flush());
    addEventListener("pagehide", () => this.#post());
    document.addEventListener("visibilitychange", () => document.hidden && !this.flush() && this.#post());
  }

  reach(seq) {
    this.#reached = Math.max(this.#reached, seq);
    if (this.#reached > this.#told && this.#waiting === null) {
      this.flush();
      this.#waiting = setTimeout(() => {
        this.#waiting = null;
        this.flush();
      }, PAUSE);
    }
  }

  /**
   * Tells at once.
   * @returns {boolean} whether everything is told
   */
  flush() {
    if (!this.#isOver && this.#reached > this.#told && this.#to.tell(this.#reached)) {
      this.#told = this.#reached;
    }
    return this.#told === this.#reached;
  }

  /** The room's log begins anew, and with it what the server knows. */
  restart() {
    this.#told = 0;
    this.#reached = 0;
    this.#posted = 0;
  }

  /** The guest has no seat any more: nothing is told. */
  end() {
    this.#isOver = true;
  }

  /** A connection that is just being closed may lose what it was told last. */
  #post() {
    if (!this.#isOver && this.#reached > this.#posted) {
      this.#posted = this.#reached;
      this.#to.post(this.#reached);
    }
  }
}

/** Posts how far the reader has read, by a request that outlives the page. */
export function postRead(address, token, seq) {
  fetch(address, {
    method: "POST",
    body: new URLSearchParams({ seq, _csrf: token }),
    headers: { Accept: "application/json" },
    keepalive: true,
  }).catch(() => {
    // Without a connection it is told the next time.
  });
}

/**
 * Keeps count of what the reader has not seen. Messages that came while the page was hidden are set apart in the message
 * box, and stay so while they are read. Two controls show them: one leads up to the first of them, and the other, which
 * is there whenever the end is far, to the newest line.
 */
export class Unread {
  #up;
  #down;
  #scroll;
  #marks;
  #read;
  #first;
  #count;
  #forMe;
  #waiting = 0;
  /** The messages that came since and are counted, and which of them call the reader. */
  #heard = new Map();
  /** The last event of those that the server has counted. */
  #through;
  /** The last message that does not wait any more. */
  #seen;
  #isReached = false;
  #isOver = false;
  #isStarted = false;

  /**
   * @param {HTMLElement} up leads to the first unread message
   * @param {HTMLButtonElement} down leads to the end, with an element `.count` for how many messages came
   * @param {import("foyer/reading").Scroll} scroll
   * @param {import("foyer/timeline").Marks} marks
   * @param {{first: number, count: number, forMe: number, through: number}} known what was unread when the page was
   * opened, up to the event `through`
   * @param {boolean} isAway whether the page was opened at a place before the end
   * @param {{read: () => void, find: (seq: number) => Promise<void>, goToEnd: () => void}} to `read` is told when
   * everything that is shown was read, `find` shows the event of a number, `goToEnd` leads to the newest line
   */
  constructor(up, down, scroll, marks, known, isAway, to) {
    this.#up = up;
    this.#down = down;
    this.#scroll = scroll;
    this.#marks = marks;
    this.#read = to.read;
    this.#first = known.first;
    this.#count = known.count;
    this.#forMe = known.forMe;
    this.#through = known.through;
    this.#seen = isAway ? 0 : known.through;
    this.#waiting = isAway ? known.count : 0;
    up.addEventListener("click", async (event) => {
      event.preventDefault();
      await to.find(this.#first);
      this.skip();
    });
    down.addEventListener("click", to.goToEnd);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** From now on what is seen counts. */
  start() {
    this.#isStarted = true;
    this.look();
  }

  /**
   * Counts anew, before other lines are shown.
   * @param {{first: number, count: number, forMe: number, through: number}} known what is unread of the newest lines
   * @param {boolean} isAway whether a place before them is shown next
   */
  restart({ first, count, forMe, through }, isAway) {
    const isUnseen = document.hidden || isAway;
    this.#first = first;
    this.#count = count;
    this.#forMe = forMe;
    this.#through = through;
    this.#seen = isUnseen ? 0 : through;
    this.#heard.clear();
    this.#waiting = isUnseen ? count : 0;
    this.#isReached = false;
    this.#isOver = false;
    this.#marks.divideAt(first);
  }

  /**
   * Takes note of messages before they are shown.
   * @param {import("foyer/event-log").Event[]} messages of others
   * @param {(message: import("foyer/event-log").Event) => boolean} isForMe whether one calls the reader
   * @param {boolean} isLate whether they came while the page had no connection, as in a laptop that was closed
   */
  hear(messages, isForMe, isLate) {
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
      this.#through = 0;
      this.#heard.clear();
      this.#marks.divideAt(this.#first);
    }
    messages.forEach((message) => this.#heard.set(message.seq, isForMe(message)));
    this.#count += messages.length;
    this.#forMe += messages.filter(isForMe).length;
    this.#waiting += messages.length;
  }

  /**
   * Takes a message that was deleted out of the counts, if it is in them.
   * @param {boolean} isForMe whether it called the reader
   */
  forget(seq, isForMe) {
    const isCounted = this.#heard.has(seq) || (seq >= this.#first && seq <= this.#through);
    if (this.#count === 0 || !isCounted) {
      return;
    }
    this.#count -= 1;
    this.#forMe -= Number(this.#heard.get(seq) ?? (isForMe && this.#forMe > 0));
    this.#waiting -= Number(seq > this.#seen && this.#waiting > 0);
    this.#heard.delete(seq);
    if (this.#count === 0) {
      this.#marks.divideAt(0);
    }
    this.look();
  }

  /** The first unread message was gone to, or the reader goes on without it. */
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
        this.#seen = Math.max(this.#through, ...this.#heard.keys());
        this.#read();
      }
    }
    tellUnread(this.#waiting);
    this.#showUp();
    this.#showDown();
  }

  #showUp() {
    this.#up.hidden = this.#count === 0 || this.#isReached || !this.#scroll.isAbove(this.#marks.unread, this.#first);
    write(
      this.#up,
      this.#forMe > 0
        ? word("reading.new-for-you", inShort(this.#count), inShort(this.#forMe))
        : word("reading.new", inShort(this.#count)),
    );
  }

  #showDown() {
    const label = this.#waiting > 0 ? word("reading.newest-new", inShort(this.#waiting)) : word("reading.newest");
    this.#down.hidden = !this.#scroll.isFar && this.#waiting === 0;
    if (this.#down.title !== label) {
      this.#down.title = label;
      this.#down.ariaLabel = label;
    }
    const count = this.#down.querySelector(".count");
    count.hidden = this.#waiting === 0;
    write(count, this.#waiting > MOST_COUNTED ? `${MOST_COUNTED}+` : String(this.#waiting));
  }
}

const MOST_COUNTED = 99;
const MOST_UNREAD = 1_000;
const NUMBER = numberFormat();

/** A number of messages. The server counts no more than a thousand. */
function inShort(count) {
  return count < MOST_UNREAD ? NUMBER.format(count) : `${NUMBER.format(MOST_UNREAD)}+`;
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
