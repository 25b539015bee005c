import { Commands, Completion, Emoji, EmojiButton, emojiSources, findCommands } from "foyer/completion";
import { Composer, Draft } from "foyer/composer";
import { Live } from "foyer/connection";
import {
  fitAboveKeyboard, Keys, Menu, prepareDialogs, State, writeCookie,
} from "foyer/controls";
import { History, isChange, isLine, Log, request, SEAT_GONE, SeatGone } from "foyer/event-log";
import { Files } from "foyer/files";
import { word } from "foyer/i18n";
import {
  copyAsTalk, foldOnClick, lineOf, prepareMenu, quotedBy, showExactTimes, View,
} from "foyer/line";
import { BEGUN, Mention } from "foyer/mention";
import { Announcer, Bell, takeBack, takeBackDeleted } from "foyer/notifications";
import { Adoption, askBeforeLoss, Outbox, Pending, Sender } from "foyer/outbox";
import { Away, People, tellTyping, Typing } from "foyer/people";
import { loadAhead, postRead, printAll, ReadPosition, Scroll, Unread } from "foyer/reading";
import { Rooms, Switcher } from "foyer/rooms";
import { findItems, Storage } from "foyer/storage";
import { LateModule, Lines, Marks, Paging, ServerClock } from "foyer/timeline";
import { showToast } from "foyer/toast";

/** Batches what comes in quick succession, so that a busy room does not block the page. */
class Batcher {
  #handle;
  #items = [];
  #timer = null;

  /** @param {(items: any[]) => void} handle is given all items of a batch, in order */
  constructor(handle) {
    this.#handle = handle;
  }

  /** Adds items to the batch that is handled once the page is idle. */
  add(items) {
    this.#items.push(...items);
    if (this.#items.length > 0) {
      this.#timer ??= setTimeout(() => this.flush());
    }
  }

  /** Handles the batch now. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#items.length > 0) {
      this.#handle(this.#items.splice(0));
    }
  }
}

const EVENT_AFTER_REPLY = 2_000;
const LEFT_WITHIN = 10_000;
const PROGRESS_AFTER = 300;

const isPointerFine = matchMedia("(hover: hover) and (pointer: fine)");
const part = (id) => document.getElementById(id);
const talk = part("talk");
const { room, me, namesakes = "", seat, since, base, lastSeq, lastAt, asked, color, initial } = talk.dataset;
const home = new URL(base, location.href);
const roomAddress = new URL(`rooms/${room}`, home);
const roomName = document.querySelector("h1").textContent;

const storage = new Storage(room, me, seat);
const draft = new Draft(room, me);
const mention = new Mention(me, namesakes.split("\n"), Number(since));
mention.meet(Array.from(document.querySelectorAll(".event .author, .names .name"), (name) => name.textContent));
const view = new View(me, Number(since), { color, initial }, mention);
const marks = new Marks();
marks.divideAt(unreadOf(talk).first);
const changeLate = (change) =>
  scroll.changeEnd(() => {
    change();
    lines.arrange();
  });
const changer = new LateModule("foyer/line-state", changeLate);
const lineFiles = new LateModule("foyer/line-files", changeLate);
// The page was opened by a link to a line, and has no newer lines than those around it.
const isPast = asked !== undefined && !part("later").hidden;
const lines = new Lines(part("lines"), view, marks, new ServerClock(Number(talk.dataset.now)), { changer, files: lineFiles }, isPast);
const log = new Log(isPast ? Number(lastSeq) + 1 : lines.first ?? Number(lastSeq) + 1, Number(lastSeq), lastAt);
const arrived = new Batcher(show);
const history = new History(new URL(`rooms/${room}/events`, home), log, showNow, startOver);
const outbox = new Outbox(storage, performance.now());
const sender = new Sender(outbox, ({ id, text, re, files: attached }) => live.say(id, text, re, attached), paintPending);
const pending = new Pending(outbox, lines, { retry: (id) => sender.retry(id), discard });
const adoption = new Adoption(outbox, sender, history);
const people = new People(part("people"), me, (text) => composer.insert(text));
const rooms = new Rooms([...document.querySelectorAll(".room-links")], part("elsewhere"), home, room, (messages, other) =>
  bell.ring(messages, other),
);
const switcher = new Switcher(part("rooms"), go);
new Menu(part("menu"));
const typing = new Typing(part("typing"), me, (names) => people.showTyping(names));
const scroll = new Scroll(part("box"), lines, { looked: lookAtPlace, goToEnd });
showExactTimes(part("box"), part("exact"));
const paging = new Paging(lines, log, history, scroll, { earlier: part("earlier"), later: part("later") }, meet);
const unread = new Unread(part("new"), part("latest"), scroll, marks, unreadOf(talk), asked !== undefined, {
  read: () => readPosition.reach(log.last),
  find: (seq) => goTo(() => paging.goTo(seq)),
  goToEnd: async () => (await goToEnd()) && part("box").focus({ preventScroll: true }),
});
// What is shown around a line does not count as read.
const readPosition = new ReadPosition(asked === undefined ? Number(lastSeq) : 0, {
  tell: (seq) => live.read(seq),
  post: (seq) => postRead(new URL(`rooms/${room}/read`, home), part("leave").elements._csrf.value, seq),
});
const pins = new LateModule("foyer/pins");
let strip = null;
const announcer = new Announcer(part("heard"));
let wasConnected = false;
let isCut = false;
let isGone = false;
let isAway = isPast;
let places = null;
let search = null;
const state = new State(part("state"), document.querySelector(".rail-state"));
const emoji = new Emoji(part("completions").dataset);
const completion = new Completion(part("say"), part("completions"), [
  { pattern: BEGUN, find: (query) => people.find(query) },
  ...emojiSources(emoji),
  { pattern: /^(\/\p{L}*)$/u, find: findCommands },
]);
const commands = new Commands({ leave: () => part("leave").requestSubmit(), help: showHelp });
const draftFiles = new Files(part("composer"), {
  room,
  address: roomAddress,
  me,
  seat,
  token: () => part("leave").elements._csrf.value,
  tell: (text) => composer.tell(text),
  insert: (text) => composer.append(text),
  focus: () => composer.focus(),
});
const composer = new Composer(part("composer"), draft, completion, draftFiles, say, warnOfLoss);
new EmojiButton(part("emoji"), emoji, composer);
const bell = new Bell(part("attention"), room);
new Keys(composer, part("box"), {
  find: () => switcher.open(),
  search: openSearch,
  help: showHelp,
  step: (step) => switcher.step(step),
});
const away = new Away((type) => live.signalAll(type));
const live = new Live(home, room, {
  token: () => part("leave").elements._csrf.value,
  others: () => rooms.keys,
  state: enter,
  event: hear,
  elsewhere: hearElsewhere,
  signal: see,
  reply: answer,
  blame: (error) => sender.blame(error),
  catchUp,
  poll: (wait, signal) => history.poll(wait, signal),
  lookElsewhere: () => rooms.catchUp(),
});

function say(line, re, attached) {
  const { text, why } = commands.read(line);
  if (text || (text === "" && attached.length > 0)) {
    sender.write(text, log.last, re, attached.length > 0 ? attached : undefined);
    scroll.toEnd();
    unread.skip();
  }
  return { text, why };
}

/** Goes to another page. What is being written stays behind, unsent. */
function go(address) {
  composer.hold();
  readPosition.flush();
  location.assign(address);
}

function discard(id) {
  showToast(word("delivery.discarded"), word("room.undo"), sender.discard(id));
}

/** Whether the browser keeps everything that was written and is not delivered. */
function isKept() {
  const areLinesKept = sender.isStored();
  return draft.store() && areLinesKept && draftFiles.isKept;
}

async function showHelp() {
  try {
    const { showKeys } = await import("foyer/keys");
    await showKeys();
  } catch {
    failToLoad(showHelp);
  }
}

/**
 * Opens the search, which is loaded the first time; where it cannot be loaded, its page. Without a connection that could
 * not be loaded either.
 */
async function openSearch() {
  const { href, dataset } = part("search-open");
  try {
    search ??= import("foyer/search").then(({ Search }) =>
      Search.load(new URL(href), dataset.style, {
        show: visit,
        leave: () => composer.focus(),
      }),
    );
    (await search).open();
  } catch {
    search = null;
    if (isCut) {
      showToast(word("message.no-answer"), word("delivery.retry"), openSearch);
    } else {
      go(href);
    }
  }
}

/** What the buttons of the invitation do is loaded when it is opened. */
async function invite({ target }) {
  const button = target.closest("[commandfor=invite], #copy, #share");
  if (button) {
    const { press } = await import("foyer/invitation");
    press(button);
  }
}

/** Asks for a day to go to. */
function openJump() {
  const go = (at) => goTo(() => paging.goToTime(at));
  import("foyer/date-jump").then(({ askForDay }) => askForDay(part("jump"), go), () => failToLoad(openJump));
}

/** Tells the panel for searching, if there is one. */
async function tellSearch(tell) {
  const panel = await search?.catch(() => null);
  if (panel) {
    tell(panel);
  }
}

function hear(event) {
  arrived.add(log.hear(event));
  fillGap();
}

function hearElsewhere(news) {
  if (news.room !== room) {
    rooms.hear(news);
  } else if (news.left) {
    live.catchUp();
  }
}

/** Other rooms are no reason to wait. */
async function catchUp() {
  rooms.catchUp();
  await Promise.all([history.catchUp(), adoption.check()]);
}

/**
 * @returns {{first: number, count: number, forMe: number, through: number}} what is unread, as the server wrote it into a
 * page
 */
function unreadOf({ dataset }) {
  const [first, count, forMe] = dataset.unread.split(" ").map(Number);
  return { first, count, forMe, through: Number(dataset.lastSeq) };
}

/** Shows what the page would show if it were opened now. What is being written and what is not sent stay. */
async function startOver(why) {
  const response = await request(roomAddress, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("talk");
  if (!fresh) {
    throw new Error("The room cannot be loaded anew");
  }
  if (fresh.dataset.seat !== seat) {
    location.reload();
    return;
  }
  const place = why === "behind" && lines.isPast ? scroll.placeInSight : undefined;
  const showPast = place && (await paging.prepare(place, (line) => scroll.toElement(line)));
  arrived.flush();
  const known = unreadOf(fresh);
  const last = Number(fresh.dataset.lastSeq);
  unread.restart(known, Boolean(showPast));
  lines.replace([...fresh.querySelectorAll("#lines > .event")]);
  log.restart(lines.first ?? last + 1, last, fresh.dataset.lastAt ?? lines.lastAt);
  part("pins").hidden = page.getElementById("pins").hidden;
  part("pins").replaceChildren(...page.getElementById("pins").childNodes);
  tellSearch((panel) => panel.lookAgain());
  people.replace(page.querySelectorAll("#people [data-name]"));
  sender.settle(lines.idsOf(isFromOutbox));
  paging.restart(!page.getElementById("earlier").hidden);
  readPosition.restart();
  if (showPast) {
    showPast();
  } else {
    scroll.toEnd();
    showToast(word(`reading.${why}`));
  }
}

function see(signal) {
  typing.hear(signal);
  people.hear(signal);
}

function answer(reply) {
  arrived.flush();
  sender.answer(reply);
  if (reply.seq <= log.last) {
    sender.settle([reply.id]);
  } else if (reply.seq) {
    setTimeout(fillGap, EVENT_AFTER_REPLY, reply.seq);
  } else if (SEAT_GONE.includes(reply.error)) {
    live.catchUp();
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
  const told = events.filter(isLine);
  const messages = told.filter((event) => event.type === "message");
  const deletions = events.filter((event) => event.type === "delete");
  const gone = deletions.map(({ of }) => of);
  const news = messages.filter((event) => !(view.isOwn(event) || event.deleted || gone.includes(event.seq)));
  meet(told);
  deletions.forEach(forget);
  unread.hear(news, (message) => mention.calls(message), isCut);
  scroll.changeEnd((isFollowed) => {
    lines.append(events, isFollowed);
    sender.settle(messages.filter(isFromOutbox).map(({ id }) => id));
    const left = isFollowed && lines.forget();
    if (left) {
      log.forgetBefore(left);
      paging.forgot();
    }
    paging.showEnds();
  });
  announcer.forget(gone);
  announcer.tell(told.filter((event) => !(view.isOwn(event) || event.deleted || gone.includes(event.seq))));
  people.follow(events);
  typing.follow(told);
  events.filter(isChange).forEach(tellPins);
  tellSearch((panel) => panel.follow(events.filter(isChange)));
  tellRead();
  takeBackDeleted(room, gone);
  bell.ring(news, { key: room, name: roomName, mention, address: roomAddress.href });
}

/** Takes a message that is deleted out of what is unread. */
function forget(event) {
  const line = lineOf(event.of);
  if (!(line ? line.matches(".own") : view.isOwn(event))) {
    unread.forget(event.of, line?.matches(".calls") === true);
  }
}

/** The strip of pinned messages is only changed where there is one, or comes to be one. */
function tellPins(event) {
  if (event.type === "pin" || !part("pins").hidden || pins.isNeeded) {
    changer.use((quotes) =>
      pins.use(({ Pins }) => {
        strip ??= new Pins(part("pins"), quotes, (seq) => history.line(seq));
        strip.hear(event);
      }),
    );
  }
}

/** Learns the names in events, so that a mention of a longer name is not taken for that of a shorter one. */
function meet(events) {
  mention.meet(events.map(({ author }) => author));
}

/** A line of an earlier seat may have another author. */
function isFromOutbox({ id, author }) {
  return author === me || outbox.has(id);
}

function tellRead() {
  if (!document.hidden && !lines.isPast) {
    rooms.tellRead();
  }
}

/** The reader looks at the page, or elsewhere. */
function look() {
  tellRead();
  if (!document.hidden) {
    takeBack(room);
  }
}

function paintPending() {
  scroll.changeEnd(() => {
    pending.paint();
    lines.arrange();
  });
  warnOfLoss();
}

/** While there is no connection, only the browser has the text. */
function warnOfLoss() {
  composer.warn(isGone && !isKept() ? word("delivery.not-kept") : "");
}

function enter(name, until, why) {
  const isLive = name === "connected" || name === "polling";
  isCut = wasConnected && !isLive;
  isGone = ["waiting", "offline"].includes(name) || (isGone && name === "connecting");
  wasConnected ||= isLive;
  state.tell(name, until, why);
  if (isLive) {
    sender.open();
    away.tellAgain();
  } else if (name === "ended") {
    end();
  } else {
    sender.close();
  }
}

function end() {
  takeBack(room);
  storage.ignoreOthers();
  draft.release();
  readPosition.end();
  sender.abandon("session-ended");
  composer.close();
  talk.classList.add("over");
  const explanation = part("ended");
  explanation.append(explanation.querySelector("template").content);
  explanation.hidden = false;
}

/** Pages without scripts show times in the reader's zone. */
function tellTimeZone() {
  try {
    writeCookie("zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  } catch {
    // Then they show UTC.
  }
}

/** The reader looks at another place. */
function lookAtPlace() {
  paging.showEnds();
  unread.look();
  if (lines.isPast) {
    isAway = true;
  } else if (isAway && scroll.isAtEnd) {
    isAway = false;
    places?.arrive();
  }
}

/** Goes to the newest lines. */
function goToEnd() {
  return places || asked ? visit() : goToPlace();
}

/** Goes to the line of a link, or to the newest lines. The address of the page and the browser's history follow. */
async function visit(seq) {
  try {
    await keepPlaces();
  } catch {
    failToLoad(() => visit(seq));
    return false;
  }
  return places.goTo(seq);
}

async function keepPlaces() {
  const { Places } = await import("foyer/places");
  places ??= new Places(roomAddress, lineAt, () => scroll.placeInSight, goToPlace);
}

/** The number of the line of this room that an address leads to, if it does. */
function lineAt({ origin, pathname, hash }) {
  const [, at] = /^\/at\/(\d+)$/.exec(pathname.slice(roomAddress.pathname.length)) ?? [];
  const [, seq = at] = /^#m(\d+)$/.exec(hash) ?? [];
  const isHere = origin === roomAddress.origin && pathname === roomAddress.pathname + (at ? `/at/${at}` : "");
  return isHere && seq ? Number(seq) : undefined;
}

/** A link to a line of the room does not load the page anew. */
function followLink(event) {
  const link = event.target.closest("a[href]");
  const isModified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  const seq = link && !isModified && !event.defaultPrevented ? lineAt(link) : undefined;
  if (seq !== undefined) {
    event.preventDefault();
    visit(seq);
  }
}

/** Goes to a place: to the newest lines, to the line of a link, which is marked, or where the reader was before. */
function goToPlace(seq, place) {
  const retry = () => (places ? places.goTo(seq) : goToPlace(seq, place));
  if (place === undefined) {
    return goTo(() => paging.goToEnd(), retry, false);
  }
  return goTo(async () => {
    if (place !== seq) {
      await paging.goTo(place);
      lines.markAsked(seq);
    } else if (!(await paging.goToLine(seq))) {
      showToast(word(seq > log.newest ? "reading.no-line" : "reading.line-gone"));
    }
  }, retry);
}

function failToLoad(retry) {
  showToast(word("reading.not-loaded"), word("delivery.retry"), retry);
}

/**
 * Goes to a place in the talk that may have to be fetched.
 * @returns {Promise<boolean>} whether it could be reached
 */
async function goTo(find, retry = () => goTo(find), takesFocus = true) {
  const box = part("box");
  const slow = setTimeout(() => (box.ariaBusy = "true"), PROGRESS_AFTER);
  try {
    await find();
    if (takesFocus) {
      box.focus({ preventScroll: true });
    }
    return true;
  } catch (error) {
    fail(error);
    if (!(error instanceof SeatGone)) {
      failToLoad(retry);
    }
    return false;
  } finally {
    clearTimeout(slow);
    box.ariaBusy = null;
  }
}

/** A quote leads to the message. */
function follow(quote) {
  part("pins").open = false;
  visit(quotedBy(quote));
}

async function react(chip) {
  const { seq } = chip.closest(".event").dataset;
  const { react: send } = await import("foyer/changes");
  send(Number(seq), chip.dataset.emoji, chip.ariaPressed !== "true");
}

function fail(error) {
  if (error instanceof SeatGone) {
    live.end();
  }
}

// The button that was pressed is gone then.
part("lines").addEventListener("click", ({ target }) => target.closest(".delivery button") && composer.focus());

talk.addEventListener("click", (event) => {
  const quote = event.target.closest(".quote");
  const chip = event.target.closest(".reactions .chip");
  if (quote && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    follow(quote);
  } else if (chip) {
    react(chip);
  }
});

part("leave").addEventListener("submit", ({ target }) => {
  const isStored = isKept();
  target.elements.unsent.value = sender.hasUnsent && isStored;
  // Otherwise the browser asks, and the page goes on if the guest stays.
  if (isStored) {
    takeBack(room);
    composer.hold();
    readPosition.end();
    sender.close();
    live.quit();
    // A leave that fails, and a return by the browser's history, would show a page on which nothing works.
    setTimeout(() => location.reload(), LEFT_WITHIN);
    addEventListener("pageshow", () => location.reload());
  }
});

part("help").addEventListener("click", showHelp);
part("search-open").addEventListener("click", (event) => {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openSearch();
  }
});
// An on-screen keyboard would cover half of the page.
prepareDialogs(() => (isPointerFine.matches ? composer : part("menu").querySelector("summary")).focus());

sender.settle(lines.idsOf(isFromOutbox));
sender.follow(storage);
document.addEventListener("click", invite);
part("appearance").addEventListener("submit", (event) => event.preventDefault());
part("appearance").addEventListener("change", ({ target }) => import("foyer/appearance").then(({ choose }) => choose(target)));
tellTimeZone();
tellTyping(part("say"), () => live.signal("typing"));
document.addEventListener("visibilitychange", look);
fitAboveKeyboard();
foldOnClick(part("lines"), scroll);
copyAsTalk(part("lines"));
prepareMenu(part("lines"), emoji);
printAll(lines, scroll);
askBeforeLoss(isKept);
document.addEventListener("click", ({ target }) => target.closest(".jump-open") && openJump());
if (asked) {
  paging.showLine(Number(asked));
} else {
  scroll.toEnd();
}
unread.start();
if (asked) {
  keepPlaces().catch(() => {});
} else if (location.pathname === roomAddress.pathname && lineAt(location)) {
  visit(lineAt(location));
}
document.addEventListener("click", followLink);
const askEarlier = loadAhead(part("box"), part("earlier"), () => paging.showEarlier(), fail);
part("earlier").querySelector("a").addEventListener("click", (event) => {
  event.preventDefault();
  askEarlier();
});
const askLater = loadAhead(part("box"), part("later"), () => paging.showLater(), fail);
part("later").querySelector("a").addEventListener("click", (event) => {
  event.preventDefault();
  askLater();
});
look();
live.start();
if (findItems("change").some((item) => item.room === room)) {
  import("foyer/changes").then(({ takeOver }) => takeOver(), () => {});
}
dispatchEvent(new Event("foyer:started"));
