import { dateTimeFormat, word } from "foyer/i18n";
import { Times } from "foyer/line";

const TOGETHER = 5 * 60 * 1000;
const DAY = dateTimeFormat({ dateStyle: "full" });

/**
 * Shows what lines have to do with their neighbours: messages that follow each other belong together, each day begins
 * with its date, the unread ones are set apart, and notices in a row come down to one line that unfolds.
 */
export class Marks {
  #unread = mark("unread", "span", word("reading.since"));
  #unreadFrom = 0;

  /** Where the unread messages begin, if that is shown. */
  get unread() {
    return this.#unread.isConnected ? this.#unread : null;
  }

  /** Sets the unread messages apart, from the event of this number on. */
  divideAt(seq) {
    this.#unreadFrom = seq;
  }

  /**
   * @param {import("foyer/line").Line[]} lines all that are shown, in order
   * @param {() => void} changed told when a summary is unfolded or folded
   */
  arrange(lines, changed) {
    let before = null;
    let run = [];
    for (const line of lines) {
      const isNewDay = line.seq && (!before || dayOf(before) !== dayOf(line));
      const isQuiet = line.type !== "message" && !line.isOwn;
      if (isNewDay || !isQuiet) {
        fold(run, changed);
        run = [];
      }
      line.wanted = [];
      if (isNewDay) {
        line.day ??= mark("day", "span", DAY.format(line.at));
        line.wanted.push(line.day);
      }
      if (line.seq && line.seq === this.#unreadFrom) {
        line.wanted.push(this.#unread);
      }
      line.element.classList.toggle("follows", line.wanted.length === 0 && isOneWith(before, line));
      if (isQuiet) {
        run.push(line);
      }
      before = line;
    }
    fold(run, changed);
    lines.forEach(put);
  }
}

function isOneWith(before, line) {
  return (
    before?.type === "message" &&
    line.type === "message" &&
    before.author === line.author &&
    before.isOwn === line.isOwn &&
    line.at - before.at < TOGETHER
  );
}

function dayOf(line) {
  line.date ??= new Date(line.at).toDateString();
  return line.date;
}

function fold(run, changed) {
  const [first, ...others] = run;
  const isFolded = others.length > 0 && !first.isUnfolded;
  run.forEach(({ element }) => element.classList.toggle("folded", isFolded));
  if (others.length > 0) {
    first.summary ??= summary(first, changed);
    const button = first.summary.firstElementChild;
    const words = summaryOf(run);
    if (button.textContent !== words) {
      button.textContent = words;
    }
    button.ariaExpanded = String(!isFolded);
    first.wanted.push(first.summary);
  }
}

function summary(line, changed) {
  const created = mark("summary", "button", "");
  created.firstElementChild.type = "button";
  created.firstElementChild.addEventListener("click", () => {
    line.isUnfolded = !line.isUnfolded;
    changed();
  });
  return created;
}

/** Says who came and who went, by what each did last. */
function summaryOf(run) {
  const last = new Map();
  run.forEach(({ author, type }) => last.set(author, type));
  const parts = ["join", "leave"].map((type) => partOf(type, namesOf(last, type))).filter(Boolean);
  return parts.length === 1 ? parts[0] : word("reading.both", ...parts);
}

function partOf(type, names) {
  const key = `reading.${type}`;
  switch (names.length) {
    case 0:
      return "";
    case 1:
      return word(`${key}.one`, ...names);
    case 2:
      return word(`${key}.two`, ...names);
    default:
      return word(`${key}.more`, names[0], names.length - 1);
  }
}

/** Each name keeps its direction to itself. */
function namesOf(last, type) {
  return [...last].filter(([, did]) => did === type).map(([name]) => `\u2068${name}\u2069`);
}

/** What stands there already stays untouched, so that it keeps the focus. */
function put(line) {
  const { element, marks, wanted } = line;
  const isSame = wanted.length === marks.length && wanted.every((one, i) => one === marks[i] && one.isConnected);
  if (!isSame) {
    marks.filter((one) => !wanted.includes(one)).forEach((one) => one.remove());
    element.before(...wanted);
    line.marks = wanted;
  }
}

function mark(kind, element, text) {
  const line = document.createElement("li");
  line.className = `mark ${kind}`;
  const words = document.createElement(element);
  words.textContent = text;
  line.append(words);
  return line;
}

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
   * @param {import("foyer/line").View} view
   * @param {import("foyer/timeline").Marks} marks
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
   * @param {(line: import("foyer/line").Line) => boolean} isWanted
   */
  idsOf(isWanted) {
    return this.#lines.filter((line) => line.id && isWanted(line)).map((line) => line.id);
  }

  /**
   * Adds events after all others.
   * @param {import("foyer/event-log").Event[]} events
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
