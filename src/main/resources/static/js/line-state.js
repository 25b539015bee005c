import { word } from "foyer/i18n";
import { exactTime, lineOf, quotedBy, stateOf } from "foyer/line";

const MOST_QUOTED = 120;
const MOST_NAMES = 50;
const MOST_NAMED = 10;
const DELETED_SHOWN_FOR = 60 * 60 * 1000;

/**
 * Adds to a new line what has been changed of it, and the quote of a reply. It has the same markup as on the server
 * (`event.html`).
 * @param {HTMLElement} line
 * @param {import("foyer/event-log").Event} event
 */
export function dress(line, { seq, rev = seq, deleted, quote, editedAt, reactions = [], pinned = false }) {
  setRev(line, rev);
  if (deleted) {
    return;
  }
  if (quote) {
    line.prepend(quoteLink(quote));
  }
  if (editedAt) {
    setEdited(line, editedAt);
  }
  setReactions(line, reactions);
  line.classList.toggle("pinned", pinned);
}

/**
 * Applies a change to the line that it changes, unless it is folded in already.
 * @param {HTMLElement} line
 * @param {import("foyer/event-log").Event} event
 * @param {import("foyer/line").View} view
 */
export function change(line, event, view) {
  const { rev, deletedAt, reactions } = stateOf(line);
  if (event.seq <= rev) {
    return;
  }
  setRev(line, event.seq);
  // A deletion is final.
  if (!deletedAt) {
    CHANGES[event.type](line, event, view, reactions);
  }
  line.dispatchEvent(new CustomEvent("foyer:changed", { bubbles: true, detail: event }));
}

const CHANGES = {
  edit(line, event, view) {
    // Without a text it was deleted since.
    if (event.text !== undefined) {
      view.rewrite(line, event);
      setEdited(line, event.at);
    }
  },
  delete(line, event, view) {
    view.blank(line);
    line.dataset.deleted = event.at;
  },
  react(line, event, view, reactions) {
    setReactions(line, reacted(reactions, event, view.isOwn(event)));
  },
  pin(line, { on }) {
    line.classList.toggle("pinned", on);
  },
};

/**
 * Shows in a reply what has become of the message that it quotes.
 * @param {HTMLElement} line
 * @param {import("foyer/event-log").Event} event that changed the quoted message
 */
export function requote(line, { type, of: seq, text }) {
  const quote = line.querySelector(".quote");
  const isChanged = type === "delete" || (type === "edit" && text !== undefined);
  if (quote && isChanged && !quote.querySelector(".gone")) {
    const author = quote.querySelector(".quote-author")?.textContent;
    // Of a message with files, the text may be empty now.
    const shown = text === "" ? nameOf(seq) ?? quote.querySelector(".quote-text").textContent : text;
    quote.replaceWith(quoteLink({ seq, author, text: shown && shorten(shown), deleted: type === "delete" }));
  }
}

/**
 * The link to a message that is quoted.
 * @param {{seq: number, author?: string, text?: string, deleted?: boolean}} quote
 */
export function quoteLink({ seq, author, text, deleted = false }) {
  const link = document.createElement("a");
  link.className = "quote";
  link.href = `#m${seq}`;
  if (author) {
    const name = document.createElement("bdi");
    name.className = "quote-author";
    name.textContent = author;
    link.append(name);
  }
  const words = document.createElement("span");
  words.className = "quote-text";
  words.classList.toggle("gone", deleted);
  words.dir = "auto";
  words.textContent = deleted ? word("line.quote.deleted") : text;
  link.append(" ", words);
  return link;
}

/** The name of the first file of a message that is shown. */
function nameOf(seq) {
  const line = lineOf(seq);
  return line ? stateOf(line).files[0]?.name : undefined;
}

/** The beginning of a text in one line, as the server quotes it (`Quote.java`). */
export function shorten(text) {
  const characters = Array.from(text.trim().replace(/[ \t\n\v\f\r]+/g, " "));
  const isShort = characters.length <= MOST_QUOTED;
  return isShort ? characters.join("") : `${characters.slice(0, MOST_QUOTED - 1).join("").trimEnd()}\u2026`;
}

/**
 * Hides what was deleted long ago and is not quoted by any line that is shown.
 * @param {import("foyer/line").Line[]} lines
 * @param {number} now the server's time, in milliseconds
 */
export function hideDeleted(lines, now) {
  const deleted = lines.filter(({ element }) => element.dataset.deleted);
  if (deleted.length > 0) {
    const quoted = new Set(lines.map(({ element }) => element.querySelector(".quote")).filter(Boolean).map(quotedBy));
    for (const { seq, element } of deleted) {
      element.hidden = now - Date.parse(element.dataset.deleted) > DELETED_SHOWN_FOR && !quoted.has(seq);
    }
  }
}

function setRev(line, rev) {
  if (rev > Number(line.dataset.seq)) {
    line.dataset.rev = rev;
  }
}

function setEdited(line, at) {
  const edited = line.querySelector(".edited") ?? document.createElement("span");
  edited.className = "edited";
  edited.dataset.at = at;
  edited.title = exactTime(at);
  edited.textContent = word("line.edited");
  line.querySelector("time").after(edited);
}

/**
 * Shows that the reader reacts to a message, or takes a reaction back, before the room's log has it.
 * @returns {boolean} whether that is not shown already
 */
export function showReaction(line, { emoji, on, author }) {
  const { reactions } = stateOf(line);
  const after = reacted(reactions, { emoji, on, author }, true);
  setReactions(line, after);
  return after !== reactions;
}

/** Adds the quote to a reply that is on its way, if the message that it quotes is shown. */
export function quote(line, seq) {
  const quoted = lineOf(seq);
  if (quoted) {
    const { author, text, deletedAt } = stateOf(quoted);
    line.prepend(quoteLink({ seq, author, text: shorten(text || (nameOf(seq) ?? "")), deleted: deletedAt !== undefined }));
  }
}

/** The reactions after somebody reacted, or took a reaction back. What the reader did may be shown already. */
function reacted(reactions, { emoji, on, author }, isOwn) {
  const known = reactions.find((one) => one.emoji === emoji);
  if (isOwn && (known?.mine ?? false) === on) {
    return reactions;
  }
  if (!known) {
    return on ? [...reactions, { emoji, count: 1, mine: isOwn, names: [author] }] : reactions;
  }
  const count = known.count + (on ? 1 : -1);
  const mine = isOwn ? on : known.mine;
  const names = on ? [...known.names, author].slice(0, MOST_NAMES) : without(known.names, author);
  return reactions.map((one) => (one === known ? { emoji, count, mine, names } : one)).filter((one) => one.count > 0);
}

/** The newest seat of a name is the only one that can take a reaction back. */
function without(names, name) {
  const last = names.lastIndexOf(name);
  return names.filter((_, index) => index !== last);
}

/** Chips that stay keep the focus. */
function setReactions(line, reactions) {
  const list = line.querySelector(".reactions") ?? document.createElement("ul");
  list.className = "reactions";
  const chips = new Map(Array.from(list.querySelectorAll(".chip"), (chip) => [chip.dataset.emoji, chip]));
  for (const { emoji } of reactions.filter((one) => !chips.has(one.emoji))) {
    const item = document.createElement("li");
    const chip = chipOf(emoji);
    chips.set(emoji, chip);
    item.append(chip);
    list.append(item);
  }
  for (const [emoji, chip] of chips) {
    const reaction = reactions.find((one) => one.emoji === emoji);
    if (reaction) {
      fillChip(chip, reaction);
    } else {
      chip.parentElement.remove();
    }
  }
  if (reactions.length === 0) {
    list.remove();
  } else if (!list.isConnected || list.parentElement !== line) {
    line.append(list);
  }
}

function chipOf(emoji) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.tabIndex = -1;
  chip.dataset.emoji = emoji;
  const sign = document.createElement("bdi");
  sign.textContent = emoji;
  chip.append(sign, " ", document.createElement("b"));
  return chip;
}

function fillChip(chip, { count, mine, names }) {
  chip.dataset.names = names.join("\n");
  chip.ariaPressed = String(mine);
  chip.querySelector("b").textContent = count;
  chip.title = inWords(names, count);
}

/** Who reacted, as the server says it (`ReactionNames.java`). Each name keeps its direction to itself. */
function inWords(names, count) {
  const named = names.slice(0, MOST_NAMED).map((name) => `\u2068${name}\u2069`);
  const others = count - named.length;
  if (others > 0) {
    return word("line.names.others", listed(named), others);
  }
  return named.length < 2 ? listed(named) : word("line.names.and", listed(named.slice(0, -1)), named.at(-1));
}

function listed(names) {
  return names.reduce((list, name) => word("line.names.comma", list, name));
}
