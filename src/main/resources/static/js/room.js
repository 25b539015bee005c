import { Commands, Completion, Emoji, findCommands } from "foyer/completion";
import { Composer, Draft } from "foyer/composer";
import { Live } from "foyer/connection";
import { copyInvitation, fitAboveKeyboard, Keys, Menu, State, writeShortcuts } from "foyer/controls";
import { History, Log, SEAT_GONE, SeatGone } from "foyer/event-log";
import { word } from "foyer/i18n";
import { showExactTimes, View } from "foyer/line";
import { BEGUN, Mention } from "foyer/mention";
import { Bell, Heard } from "foyer/notifications";
import { Adoption, Outbox, Pending, Sender } from "foyer/outbox";
import { Away, People, tellTyping, Typing } from "foyer/people";
import { Cursor, loadAhead, Scroll, Unread } from "foyer/reading";
import { Rooms, Switcher } from "foyer/rooms";
import { Storage } from "foyer/storage";
import { Lines, Marks } from "foyer/timeline";
import { showToast } from "foyer/toast";

/** Gathers what comes in quick succession, and has it dealt with in one go, so that a busy room does not clog a page. */
export class Gathering {
  #deal;
  #items = [];
  #soon = null;

  /** @param {(items: any[]) => void} deal is given all that was gathered, in order */
  constructor(deal) {
    this.#deal = deal;
  }

  /** Adds items that can wait until the page is at leisure. */
  add(items) {
    this.#items.push(...items);
    if (this.#items.length > 0) {
      this.#soon ??= setTimeout(() => this.flush());
    }
  }

  /** Has everything dealt with now. */
  flush() {
    clearTimeout(this.#soon);
    this.#soon = null;
    if (this.#items.length > 0) {
      this.#deal(this.#items.splice(0));
    }
  }
}

const EVENT_AFTER_REPLY = 2_000;

const part = (id) => document.getElementById(id);
const talk = part("talk");
const { room, me, namesakes = "", seat, since, base, lastSeq } = talk.dataset;
const [first, count, forMe] = talk.dataset.unread.split(" ").map(Number);
const home = new URL(base, location.href);
const roomName = document.querySelector("h1").textContent;

const storage = new Storage(room, me, seat);
const draft = new Draft(room, me);
const mention = new Mention(me, namesakes.split("\n"));
mention.meet(Array.from(document.querySelectorAll(".event .author, .names .name"), (name) => name.textContent));
const view = new View(me, Number(since), mention);
const marks = new Marks();
marks.divideAt(first);
const lines = new Lines(part("lines"), view, marks);
const log = new Log(lines.first ?? Number(lastSeq) + 1, lines.last ?? Number(lastSeq));
const arrived = new Gathering(show);
const history = new History(new URL(`rooms/${room}/events`, home), log, showNow);
const outbox = new Outbox(storage);
const sender = new Sender(outbox, ({ id, text }) => live.say(id, text), paintPending);
const pending = new Pending(outbox, lines, { retry: (id) => sender.retry(id), discard });
const adoption = new Adoption(outbox, sender, history);
const people = new People(part("people"), me);
const rooms = new Rooms(part("rooms"), home, room);
const switcher = new Switcher(part("rooms"), go);
new Menu(part("menu"));
const typing = new Typing(part("typing"), me);
const scroll = new Scroll(part("box"), lines, () => unread.look());
showExactTimes(part("box"), part("exact"));
const unread = new Unread(part("new"), scroll, marks, { first, count, forMe }, {
  read: () => cursor.reach(log.last),
  find: findUnread,
});
const cursor = new Cursor(Number(lastSeq), (seq) => live.read(seq));
const heard = new Heard(part("heard"));
let hasOlder = !part("earlier").hidden;
let wasConnected = false;
let isCut = false;
const state = new State(part("state"));
const emoji = new Emoji(part("completions").dataset.emoji);
const completion = new Completion(part("say"), part("completions"), [
  { pattern: BEGUN, find: (query) => people.find(query) },
  { pattern: /(?:^|[\s\p{P}\p{S}])(:[\p{L}\p{N}_+-]{2,40}:?)$/u, find: (query) => emoji.find(query) },
  { pattern: /^(\/\p{L}*)$/u, find: findCommands },
]);
const commands = new Commands({ leave: () => part("leave").requestSubmit(), help: showHelp });
const composer = new Composer(part("composer"), draft, completion, say);
const bell = new Bell(part("attention"), room);
new Keys(composer, part("box"), {
  find: () => switcher.open(),
  help: showHelp,
  step: (step) => switcher.step(step),
});
const away = new Away((type) => live.signalAll(type));
const live = new Live(new URL("live", home), room, {
  others: () => rooms.carried,
  state: enter,
  event: hear,
  elsewhere: hearElsewhere,
  signal: see,
  reply: answer,
  blame: (error) => sender.blame(error),
  catchUp: () => Promise.all([history.catchUp(), rooms.catchUp(), adoption.check()]),
});

function say(line) {
  const { text, why } = commands.read(line);
  if (text) {
    sender.write(text, log.last);
    scroll.toEnd();
    unread.skip();
  }
  return why;
}

/** Goes to another page. What is being written stays behind, unsent. */
function go(address) {
  composer.hold();
  location.assign(address);
}

function discard(id) {
  const { text } = outbox.lines.find((line) => line.id === id);
  sender.discard(id);
  showToast(word("delivery.discarded"), word("room.undo"), () => composer.append(text));
}

function showHelp() {
  part("keys").showModal();
}

function hear(event) {
  arrived.add(log.hear(event));
  fillGap();
}

function hearElsewhere(other, event) {
  if (rooms.hear(other, event)) {
    bell.ring([event], rooms.describe(other));
  }
}

function see({ type, author }) {
  if (type === "typing") {
    typing.hear(author);
  } else {
    people.look(author, type === "away");
  }
}

function answer(reply) {
  arrived.flush();
  sender.answer(reply);
  if (reply.seq <= log.last) {
    sender.settle([reply.id]);
  } else if (reply.seq) {
    setTimeout(fillGap, EVENT_AFTER_REPLY, reply.seq);
  } else if (SEAT_GONE.includes(reply.error)) {
    live.end();
  }
}

function fillGap(upTo = 0) {
  log.expect(upTo);
  if (log.behind) {
    live.catchUp();
  }
}

function showNow(events) {
  arrived.add(events);
  arrived.flush();
}

/** Shows new events; one that the outbox has sent takes the place of what was shown for it. */
function show(events) {
  const messages = events.filter((event) => event.type === "message");
  const news = messages.filter((event) => !view.isOwn(event));
  meet(events);
  unread.hear(news, news.filter(({ html }) => mention.isIn(html)).length, isCut);
  scroll.changeEnd((isFollowed) => {
    lines.append(events, isFollowed);
    sender.settle(messages.filter(isFromOutbox).map(({ id }) => id));
    const left = isFollowed && lines.forget();
    if (left) {
      log.forgetBefore(left);
      hasOlder = true;
    }
    showEnds();
  });
  heard.tell(events.filter((event) => !view.isOwn(event)));
  people.follow(events);
  typing.follow(events);
  tellRead();
  bell.ring(news, { key: room, name: roomName, mention, address: location.href });
}

/** Whoever appears in the room's events is known by name, so that a longer name is not taken for a shorter one. */
function meet(events) {
  mention.meet(events.map(({ author }) => author));
}

/** A line of an earlier seat may have another author. */
function isFromOutbox({ id, author }) {
  return author === me || outbox.has(id);
}

function tellRead() {
  if (!document.hidden) {
    rooms.tellRead();
  }
}

/** More can be had before and after the lines shown. */
function showEnds() {
  part("earlier").hidden = !lines.hasEarlier && !hasOlder;
  part("later").hidden = !lines.hasLater;
}

function paintPending() {
  scroll.changeEnd(() => {
    pending.paint();
    lines.arrange();
  });
}

function enter(name, until, why) {
  isCut = wasConnected && name !== "connected";
  wasConnected ||= name === "connected";
  state.tell(name, until, why);
  if (name === "connected") {
    sender.open();
    away.tellAgain();
  } else if (name === "ended") {
    end();
  } else {
    sender.close();
  }
}

function end() {
  storage.ignoreOthers();
  draft.release();
  sender.abandon("session-ended");
  composer.close();
  talk.classList.add("over");
  const explanation = part("ended");
  explanation.append(explanation.querySelector("template").content);
  explanation.hidden = false;
}

async function fetchOlder() {
  const { events, more } = await history.older();
  meet(events);
  lines.prepend(events);
  hasOlder = more;
}

async function showEarlier() {
  if (!lines.hasEarlier) {
    await fetchOlder();
  }
  scroll.keepPlace(() => {
    lines.showEarlier();
    showEnds();
  });
}

async function showLater() {
  scroll.keepPlace(() => {
    lines.showLater();
    showEnds();
  });
}

async function findUnread(seq) {
  try {
    while (hasOlder && log.first > seq) {
      await fetchOlder();
    }
  } catch (error) {
    fail(error);
  }
  lines.showAround(seq);
  showEnds();
  if (marks.unread) {
    scroll.toElement(marks.unread);
  } else {
    unread.skip();
  }
  part("box").focus({ preventScroll: true });
}

function fail(error) {
  if (error instanceof SeatGone) {
    live.end();
  }
}

// What one has pressed is gone with that.
part("lines").addEventListener("click", ({ target }) => target.closest(".delivery button") && composer.focus());

part("leave").addEventListener("submit", ({ target }) => {
  target.elements.unsent.value = sender.hasUnsent;
  sender.close();
  live.quit();
});

part("help").addEventListener("click", showHelp);
part("keys").addEventListener("close", () => {
  // The browser gives the focus back, but not to what is folded away.
  const { activeElement } = document;
  if (activeElement === document.body || !activeElement.checkVisibility()) {
    composer.focus();
  }
});
writeShortcuts(part("keys"));

sender.settle(lines.idsOf(isFromOutbox));
sender.follow(storage);
copyInvitation(part("address"), part("copy"));
tellTyping(part("say"), () => live.signal("typing"));
document.addEventListener("visibilitychange", tellRead);
fitAboveKeyboard();
scroll.toEnd();
unread.start();
const askEarlier = loadAhead(part("box"), part("earlier"), showEarlier, fail);
part("earlier").querySelector("a").addEventListener("click", (event) => {
  event.preventDefault();
  askEarlier();
});
loadAhead(part("box"), part("later"), showLater, fail);
tellRead();
live.start();
