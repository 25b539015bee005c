import { dateTimeFormat } from "foyer/formats";
import { word } from "foyer/words";

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
   * @param {import("foyer/view").Line[]} lines all that are shown, in order
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
