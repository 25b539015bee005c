import { dateTimeFormat, word } from "foyer/i18n";
import { isChange } from "foyer/event-log";
import { LineFocus } from "foyer/line";

const TOGETHER = 5 * 60 * 1000;
const DAY = dateTimeFormat({ dateStyle: "full" });

/**
 * Estimates the server's time, from what the server said of it and from a monotonic clock. It is late by at most
 * the way from the server.
 */
export class ServerClock {
  #ahead = -Infinity;

  /** @param {number} at the server's time when it sent the page, in milliseconds */
  constructor(at) {
    this.hear(at, performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  }

  /** The server's clock had come this far at a moment of the page's. */
  hear(at, moment = performance.now()) {
    this.#ahead = Math.max(this.#ahead, at - moment);
  }

  now() {
    return this.#ahead + performance.now();
  }
}

/**
 * Marks where a day and the unread messages begin, condenses notices in a row to one line that unfolds, and shows which
 * messages follow the one above them. A day is a button that opens the jump to a date.
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
      const isNewDay = !line.isLeft && (!before || dateOf(before) !== dateOf(line));
      const isQuiet = line.type !== "message" && !line.isOwn;
      if (isNewDay || !isQuiet) {
        fold(run, changed);
        run = [];
      }
      line.wanted = [];
      if (isNewDay) {
        line.day ??= dayMark();
        write(line.day, dayName(line.at));
        line.wanted.push(line.day);
      }
      if (line.seq && line.seq === this.#unreadFrom) {
        line.wanted.push(this.#unread);
      }
      const isGrouped = line.wanted.length === 0 && isBelow(before, line) && follows(before, line);
      line.element.classList.toggle("follows", isGrouped);
      if (isQuiet) {
        run.push(line);
      }
      before = line;
    }
    fold(run, changed);
    lines.forEach(put);
  }
}

/** Whether the message that a line may follow is the one shown above it. */
function isBelow(before, line) {
  return isMessage(before) && isMessage(line) && before.author === line.author;
}

function isMessage(line) {
  return line?.type === "message" && !line.element.matches(".deleted");
}

/** The server says what follows what. Of a message that it does not have yet the page says what the server would. */
function follows(before, line) {
  return line.seq === undefined ? !line.re && before.isOwn && line.at - before.at < TOGETHER : line.follows;
}

function dateOf(line) {
  line.date ??= new Date(line.at).toDateString();
  return line.date;
}

function dayMark() {
  const created = mark("day", "button", "");
  const button = created.firstElementChild;
  button.type = "button";
  button.className = "jump-open";
  button.ariaHasPopup = "dialog";
  return created;
}

function dayName(at) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  switch (new Date(at).toDateString()) {
    case today.toDateString():
      return word("reading.today");
    case yesterday.toDateString():
      return word("reading.yesterday");
    default:
      return DAY.format(at);
  }
}

function write(mark, words) {
  if (mark.firstElementChild.textContent !== words) {
    mark.firstElementChild.textContent = words;
  }
}

function fold(run, changed) {
  const [first, ...others] = run;
  const isFolded = others.length > 0 && !first.isUnfolded;
  run.forEach(({ element }) => element.classList.toggle("folded", isFolded));
  if (others.length > 0) {
    first.summary ??= summary(first, changed);
    write(first.summary, summaryOf(run));
    first.summary.firstElementChild.ariaExpanded = String(!isFolded);
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

const RETRY = 3_000;

/**
 * A script module that is loaded when it is first needed. What is to be done with it waits until then, in order. Loading
 * is tried until it succeeds, each time at another address, as browsers keep it in mind where a script was cut off. Over
 * HTTP without TLS, Chromium takes an answer that was cut within its headers for a whole one, and so for an empty module.
 * The module imports only what the page has loaded already.
 */
export class LateModule {
  #name;
  #run;
  #loaded = null;
  #waiting = [];

  /**
   * @param {string} name
   * @param {(act: () => void) => void} [run] does what has waited
   */
  constructor(name, run = (act) => act()) {
    this.#name = name;
    this.#run = run;
  }

  get isLoaded() {
    return this.#loaded !== null;
  }

  /** Whether it was needed before. */
  get isNeeded() {
    return this.isLoaded || this.#waiting.length > 0;
  }

  /** @param {(module: any) => void} act done at once if the module is loaded */
  use(act) {
    if (this.#loaded) {
      act(this.#loaded);
    } else if (this.#waiting.push(act) === 1) {
      this.#load(1);
    }
  }

  async #load(tries) {
    try {
      const address = import.meta.resolve(this.#name);
      const loaded = await import(tries === 1 ? address : `${address}?${tries}`);
      if (Object.keys(loaded).length === 0) {
        throw new Error(`${this.#name} was cut off`);
      }
      this.#run(() => {
        this.#loaded = loaded;
        this.#waiting.splice(0).forEach((act) => act(loaded));
      });
    } catch {
      setTimeout(() => this.#load(tries + 1), RETRY);
    }
  }
}

const CHANGED = ":is(.quote, .edited, .chip, .deleted)";
const MOST_RECENT = 1_000;
const MOST_SHOWN = 320;
const LEFT_SHOWN = 240;
const STEP = 100;
const MOST_KEPT = 2_000;
const LEFT_KEPT = 1_500;
const DATE_LOOKED_AT_EVERY = 60_000;

/**
 * The lines that the page has of the room's log. A limited number of neighbouring ones is in the document, so that a
 * room of any length scrolls smoothly.
 *
 * The page has the newest lines. After a jump it also has a stretch of the past, which is shown in their place until
 * the reader gets to the newest lines again. It may begin with a stretch of the past, and without the newest lines.
 */
export class Lines {
  #list;
  #view;
  #marks;
  #focus;
  #lines;
  /** The newest lines while a stretch of the past is shown. */
  #newest = null;
  /** The line that a link led to. */
  #asked = null;
  #pending = [];
  #clock;
  #changer;
  #files;
  /** The changes that were heard last, for lines that were read before and are added after. */
  #recent = [];
  #today = new Date().toDateString();
  #start = 0;
  #end;

  /**
   * @param {HTMLElement} list with the lines that the server rendered
   * @param {import("foyer/line").View} view
   * @param {import("foyer/timeline").Marks} marks
   * @param {import("foyer/timeline").ServerClock} clock
   * @param {{changer: import("foyer/timeline").LateModule, files: import("foyer/timeline").LateModule}} late `changer`
   *   changes lines (`foyer/line-state`), `files` shows the files of messages (`foyer/line-files`)
   * @param {boolean} isPast whether the lines in the list are a stretch of the past
   */
  constructor(list, view, marks, clock, { changer, files }, isPast) {
    this.#list = list;
    this.#view = view;
    this.#marks = marks;
    this.#clock = clock;
    this.#changer = changer;
    this.#files = files;
    this.#focus = new LineFocus(list);
    list.querySelectorAll(".mark").forEach((mark) => mark.remove());
    this.#lines = Array.from(list.children, (line) => view.adopt(line));
    this.#newest = isPast ? [] : null;
    this.#end = this.#lines.length;
    this.arrange();
    this.#loadLate();
    setInterval(() => this.#lookAtDate(), DATE_LOOKED_AT_EVERY);
  }

  /** The number of the first event, undefined if there is none. */
  get first() {
    return this.#lines[0]?.seq;
  }

  get last() {
    return this.#lines.at(-1)?.seq;
  }

  /** When the last event was stored, as the server writes it. */
  get lastAt() {
    const line = this.#lines.at(-1);
    return line && new Date(line.at).toISOString();
  }

  /** The number of the first event in the document, undefined if there is none. */
  get firstShown() {
    return this.#lines[this.#start]?.seq;
  }

  /** Whether a stretch of the past is shown. */
  get isPast() {
    return this.#newest !== null;
  }

  /** Whether there are lines before those shown. */
  get hasEarlier() {
    return this.#start > 0;
  }

  /** Whether there are lines after those shown. */
  get hasLater() {
    return this.isPast || this.#end < this.#lines.length;
  }

  /** Whether there are loaded lines after those shown, before any that have to be fetched. */
  get hasLoadedLater() {
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
   * @param {boolean} isFollowed whether to show them even if older ones have to go
   */
  append(events, isFollowed) {
    events.forEach(({ at }) => this.#clock.hear(Date.parse(at)));
    this.#addNewest(events, isFollowed);
    const changes = events.filter(isChange);
    changes.forEach((event) => this.#change(event));
    if (changes.some(({ type }) => type === "delete")) {
      this.arrange();
    }
  }

  #addNewest(events, isFollowed) {
    if (this.isPast) {
      this.#newest.push(...this.#create(events));
      return;
    }
    const isWhole = !this.hasLater;
    this.#lines.push(...this.#create(events));
    const shown = this.#lines.length - this.#start;
    if (isFollowed && shown > MOST_SHOWN) {
      this.showEnd();
    } else if (isWhole && shown <= MOST_SHOWN) {
      this.#show(this.#start, this.#lines.length);
    }
  }

  /** Adds events before the others, or before the newest lines if they come next. They are not shown yet. */
  prepend(events) {
    const lines = this.#createRead(events);
    if (this.isPast && lines.at(-1)?.seq > this.last) {
      this.#newest.unshift(...lines);
      return;
    }
    this.#lines.unshift(...lines);
    this.#start += lines.length;
    this.#end += lines.length;
  }

  /** Shows a stretch of the past in place of what is shown. */
  showPast(events) {
    this.#show(0, 0);
    this.#newest ??= this.#lines;
    this.#lines = this.#createRead(events);
    this.#show(0, Math.min(this.#lines.length, LEFT_SHOWN));
  }

  /**
   * Adds events after a stretch of the past. They are not shown yet.
   * @param {boolean} isJoined whether the newest lines come next
   */
  appendPast(events, isJoined = false) {
    this.#lines.push(...this.#createRead(events));
    if (isJoined) {
      this.#lines.push(...this.#newest);
      this.#newest = null;
    }
  }

  /** Leaves the stretch of the past, if one is shown, for the newest lines. */
  leavePast() {
    if (this.isPast) {
      this.#show(0, 0);
      this.#lines = this.#newest;
      this.#newest = null;
      this.#show(Math.max(0, this.#lines.length - LEFT_SHOWN), this.#lines.length);
    }
  }

  /**
   * Shows other lines in place of all that there are. Messages that are on their way stay.
   * @param {HTMLElement[]} elements lines that the server rendered
   */
  replace(elements) {
    this.#show(0, 0);
    this.#newest = null;
    this.#recent = [];
    this.#lines = elements.map((element) => this.#view.adopt(document.adoptNode(element)));
    this.#show(0, this.#lines.length);
    this.#loadLate();
  }

  /**
   * Adds a message that is on its way.
   * @param {number} [re] the message that it replies to
   * @param {import("foyer/line-files").AttachedFile[]} [sent] its files
   */
  appendPending(id, text, re, sent = []) {
    const line = this.#view.createPending(id, text);
    this.#showFiles(line, sent);
    if (re) {
      line.re = re;
      this.#changer.use(({ quote }) => quote(line.element, re));
    }
    this.#pending.push(line);
    this.#list.append(line.element);
    return line.element;
  }

  /** Removes a message that was on its way. */
  removePending(element) {
    const [line] = this.#pending.splice(this.#pending.findIndex((one) => one.element === element), 1);
    [...line.marks, element].forEach((one) => one.remove());
  }

  /**
   * Puts all messages that are on their way in order.
   * @param {{element: HTMLElement, isLeft: boolean}[]} wanted `isLeft`: it is not sent by itself
   */
  orderPending(wanted) {
    const lines = new Map(this.#pending.map((line) => [line.element, line]));
    this.#pending = wanted.map(({ element, isLeft }) => Object.assign(lines.get(element), { isLeft }));
    let next = null;
    for (const line of [...this.#pending].reverse()) {
      const { element } = line;
      // Where it is in place already it keeps the focus.
      if (next ? !isNext(element, next) : element.nextElementSibling) {
        line.marks.forEach((one) => one.remove());
        line.marks = [];
        this.#list.insertBefore(element, next && beginningOf(next));
      }
      next = element;
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
    this.leavePast();
    const end = this.#lines.length;
    if (this.hasLater || end - this.#start > MOST_SHOWN) {
      this.#show(Math.max(this.#start, end - LEFT_SHOWN), end);
    }
  }

  /**
   * Shows everything that the page has of the stretch that is shown.
   * @returns {() => void} shows as much as before
   */
  showAll() {
    const before = this.#shown();
    this.#show(0, this.#lines.length);
    return () => {
      const start = Math.max(0, this.#lines.indexOf(before[0]));
      this.#show(start, Math.min(this.#lines.length, start + before.length));
    };
  }

  /**
   * Shows the lines around the event of a number.
   * @returns {HTMLElement | undefined} the line, or the first mark above it; nothing if there is no line so late in the
   *   room
   */
  showAround(seq) {
    const next = this.#lines.findIndex((line) => line.seq >= seq && !line.element.hidden);
    const index = next < 0 && this.isPast ? this.#lines.length - 1 : next;
    if (index < 0) {
      return undefined;
    }
    if (index < this.#start || index >= this.#end) {
      const start = Math.max(0, index - STEP);
      this.#show(start, Math.min(this.#lines.length, start + LEFT_SHOWN));
    }
    const { marks, element } = this.#lines[index];
    return marks[0] ?? element;
  }

  /**
   * Marks the line that a link leads to, or the next one if it is gone, and no other any more.
   * @returns {boolean} whether the line itself is there
   */
  markAsked(seq) {
    const line = this.#lines.find((one) => one.seq >= seq && !one.element.hidden);
    this.#asked?.classList.remove("asked");
    this.#asked = line?.element;
    this.#asked?.classList.add("asked");
    return line?.seq === seq;
  }

  /**
   * Finds the first event at or after a moment among the newest lines.
   * @param {number} at in milliseconds
   * @returns {number | undefined} its number, `Infinity` if all are earlier; undefined if it may be before these lines
   */
  firstAt(at) {
    const lines = this.#newest ?? this.#lines;
    return lines[0]?.at < at ? (lines.find((line) => line.at >= at)?.seq ?? Infinity) : undefined;
  }

  /**
   * Forgets the oldest lines where there are too many.
   * @returns {number | undefined} the first event that is left, if any went
   */
  forget() {
    const gone = this.#lines.length - LEFT_KEPT;
    if (this.isPast || this.#lines.length <= MOST_KEPT || this.#start < gone) {
      return undefined;
    }
    this.#lines.splice(0, gone);
    this.#start -= gone;
    this.#end -= gone;
    return this.first;
  }

  /** Shows anew what the lines have to do with each other. */
  arrange() {
    this.#pending.forEach((line) => Object.assign(line, { at: this.#clock.now(), date: undefined }));
    if (this.#changer.isLoaded) {
      this.#changer.use(({ hideDeleted }) => hideDeleted(this.#shown(), this.#clock.now()));
    }
    this.#marks.arrange([...this.#shown(), ...this.#pending], () => this.arrange());
    this.#focus.arrange();
  }

  #lookAtDate() {
    const today = new Date().toDateString();
    if (today !== this.#today) {
      this.#today = today;
      this.arrange();
    }
  }

  #shown() {
    return this.#lines.slice(this.#start, this.#end);
  }

  /** For each line what stands behind it, or will: the next one that is in the document. */
  #placesOf(lines) {
    const [pending] = this.#pending;
    let next = pending ? beginningOf(pending.element) : null;
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

  #create(events) {
    return events.map((event) => this.#createOne(event)).filter(Boolean);
  }

  #createOne(event) {
    const line = this.#view.create(event);
    if (line && !event.deleted) {
      this.#showFiles(line, event.files);
    }
    if (line && (event.quote || event.edited || event.rev > event.seq)) {
      this.#changer.use(({ dress }) => dress(line.element, event));
    }
    return line;
  }

  #showFiles({ element }, files = []) {
    if (files.length > 0) {
      // It may be deleted until this is loaded.
      this.#files.use(({ showFiles }) => element.matches(".deleted") || showFiles(element, files));
    }
  }

  /** Makes lines that the server may have read before it stored changes that the page has heard already. */
  #createRead(events) {
    const lines = this.#create(events);
    for (const event of this.#recent) {
      this.#apply(event, () => lines);
    }
    return lines;
  }

  #change(event) {
    // What was deleted is not kept.
    const isKept = (earlier) => event.type !== "delete" || earlier.of !== event.of || earlier.type !== "edit";
    this.#recent = [...this.#recent.filter(isKept), event].slice(-MOST_RECENT);
    this.#apply(event, () => [...this.#lines, ...(this.#newest ?? []), ...this.#pending]);
  }

  #apply(event, lines) {
    this.#changer.use(({ change, requote }) => {
      for (const { seq, re, element } of lines()) {
        if (seq === event.of) {
          change(element, event, this.#view);
        } else if (re === event.of) {
          requote(element, event);
        }
      }
    });
  }

  #loadLate() {
    if (this.#lines.some(({ element }) => element.querySelector(".files"))) {
      this.#files.use(() => {});
    }
    if (this.#lines.some(({ element }) => element.matches(".deleted") || element.querySelector(CHANGED))) {
      this.#changer.use(() => this.arrange());
    }
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

/** Whether a line is the next one after another. */
function isNext(element, next) {
  return beginningOf(next).previousElementSibling === element;
}

/** What stands above a line goes with it. */
function beginningOf(element) {
  let first = element;
  while (first.previousElementSibling?.matches(".mark")) {
    first = first.previousElementSibling;
  }
  return first;
}

/**
 * Loads lines before and after those shown, and leads to lines far away.
 */
export class Paging {
  #lines;
  #log;
  #history;
  #scroll;
  #ends;
  #hasOlder;
  #hasOlderPast;
  /** All lines of the stretch of the past up to this number are there. */
  #pastUpTo;
  /** Whether the page began with a stretch of the past, and has only those of the newest lines that came since. */
  #lacksNewest;
  /** The last jump. One that is overtaken by another leads nowhere. */
  #jump = null;
  #meet;

  /**
   * @param {import("foyer/timeline").Lines} lines
   * @param {import("foyer/event-log").Log} log
   * @param {import("foyer/event-log").History} history
   * @param {import("foyer/reading").Scroll} scroll
   * @param {{earlier: HTMLElement, later: HTMLElement}} ends shown while there is more before and after the lines
   * @param {(events: import("foyer/event-log").Event[]) => void} meet told of events before they are shown
   */
  constructor(lines, log, history, scroll, ends, meet) {
    this.#lines = lines;
    this.#log = log;
    this.#history = history;
    this.#scroll = scroll;
    this.#ends = ends;
    this.#hasOlderPast = !ends.earlier.hidden;
    this.#lacksNewest = lines.isPast;
    this.#hasOlder = this.#lacksNewest || this.#hasOlderPast;
    this.#pastUpTo = lines.last;
    this.#meet = meet;
  }

  /**
   * Other lines are shown than before.
   * @param {boolean} hasOlder whether there are events before them
   */
  restart(hasOlder) {
    this.#hasOlder = hasOlder;
    this.#lacksNewest = false;
    this.#jump = null;
    this.showEnds();
  }

  /** The log has forgotten its oldest events. They can be fetched again. */
  forgot() {
    this.#hasOlder = true;
  }

  showEnds() {
    const hasOlder = this.#lines.isPast ? this.#hasOlderPast : this.#hasOlder;
    this.#ends.earlier.hidden = !this.#lines.hasEarlier && !hasOlder;
    this.#ends.later.hidden = !this.#lines.hasLater;
  }

  /** Shows some lines before those shown. */
  async showEarlier() {
    const isBegun = !this.#lacksNewest;
    if (!this.#lines.hasEarlier) {
      await (this.#lines.isPast ? this.#fetchOlderPast() : this.#fetchOlder());
    }
    if (isBegun || this.#lines.isPast || !this.#scroll.isAtEnd) {
      this.#change(() => this.#lines.showEarlier());
    } else {
      // The newest lines have come for a reader who is there already.
      this.#scroll.changeEnd(() => this.#lines.showEarlier());
    }
  }

  /** Shows some lines after those shown. */
  async showLater() {
    if (!this.#lines.hasLoadedLater && this.#lines.isPast) {
      await this.#fetchNewerPast();
    }
    this.#change(() => this.#lines.showLater());
  }

  /**
   * Goes to the first event at or after a moment, to the end if there is none.
   * @param {number} at in milliseconds
   */
  async goToTime(at) {
    await this.goTo(this.#lines.firstAt(at) ?? (await this.#history.findFirstAt(at)) ?? Infinity);
  }

  /** Goes to the line of an event, or to the next one if it has none; to the end if there is none. */
  async goTo(seq) {
    const jump = this.#startJump();
    const show = await this.prepare(seq, (place) => this.#scroll.toElement(place));
    if (this.#jump === jump) {
      show();
    }
  }

  /**
   * Goes to the line that a link leads to, and marks it.
   * @returns {Promise<boolean>} false if it is gone, so that the nearest is shown
   */
  async goToLine(seq) {
    const jump = this.#startJump();
    const show = await this.prepare(seq, (place) => this.#scroll.toMiddle(place));
    if (this.#jump !== jump) {
      return true;
    }
    show();
    return this.#lines.markAsked(seq);
  }

  /** Shows the line that a link leads to, which the page was opened with, and marks it. */
  showLine(seq) {
    this.#show(this.#lines.showAround(seq), (place) => this.#scroll.toMiddle(place));
    this.#lines.markAsked(seq);
  }

  /** Goes to the newest lines. */
  async goToEnd() {
    const jump = this.#startJump();
    if (this.#lacksNewest) {
      await this.#fetchOlder();
    }
    if (this.#jump === jump) {
      this.#scroll.toEnd();
    }
  }

  /**
   * Fetches the lines around an event, unless they are there.
   * @param {(place: HTMLElement) => void} scrollTo scrolls to the event
   * @returns {Promise<() => void>} shows them, and scrolls to the event, or to the end if there is none so late
   */
  async prepare(seq, scrollTo) {
    const stretch = seq < this.#log.first ? await this.#history.around(seq) : null;
    return () => {
      if (stretch) {
        this.#meet(stretch.events);
        this.#hasOlderPast = stretch.more;
        this.#lines.showPast(stretch.events.filter((event) => event.seq < this.#log.first));
        this.#joinWhere(stretch.upTo);
      } else {
        this.#lines.leavePast();
      }
      this.#show(this.#lines.showAround(seq), scrollTo);
    };
  }

  #startJump() {
    this.#jump = {};
    return this.#jump;
  }

  #show(place, scrollTo) {
    this.showEnds();
    if (place) {
      scrollTo(place);
    } else {
      this.#scroll.toEnd();
    }
  }

  #change(change) {
    this.#scroll.keepPlace(() => {
      change();
      this.showEnds();
    });
  }

  async #fetchOlder() {
    const { events, more } = await this.#history.older();
    this.#lacksNewest = false;
    this.#hasOlder = more;
    this.#meet(events);
    const { last } = this.#lines;
    if (this.#lines.isPast && events[0]?.seq <= last) {
      this.#lines.prepend(events.filter(({ seq }) => seq > last));
      this.#joinWhere(Infinity);
    } else {
      this.#lines.prepend(events);
    }
  }

  async #fetchOlderPast() {
    const { first } = this.#lines;
    const { events, more } = await this.#history.before(first);
    if (this.#lines.isPast && this.#lines.first === first) {
      this.#hasOlderPast = more;
      this.#meet(events);
      this.#lines.prepend(events);
    }
  }

  async #fetchNewerPast() {
    const { last } = this.#lines;
    const { events, upTo } = await this.#history.following(this.#pastUpTo);
    if (this.#lines.isPast && this.#lines.last === last) {
      this.#meet(events);
      this.#lines.appendPast(events.filter(({ seq }) => seq < this.#log.first));
      this.#joinWhere(upTo);
    }
  }

  /** Joins the past and the newest lines, if everything up to this number is there. */
  #joinWhere(upTo) {
    this.#pastUpTo = upTo;
    if (upTo >= this.#log.first - 1) {
      this.#lines.appendPast([], true);
      this.#log.reachBackTo(this.#lines.first ?? this.#log.first);
      this.#hasOlder = this.#hasOlderPast;
      this.#lacksNewest = false;
    }
  }
}
