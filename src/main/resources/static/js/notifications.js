import { word } from "foyer/i18n";
import { local, onTabs, remember, wishesFor } from "foyer/storage";

const title = document.title;
const icon = document.querySelector("link[rel=icon]");
const quietIcon = icon.href;
const MOST = 9;
let told = 0;

/** Tells in the title and the icon of the page how many messages wait to be read. */
export function tellUnread(count) {
  if (count === told) {
    return;
  }
  told = count;
  document.title = count > 0 ? `(${count}) ${title}` : title;
  const name = count > MOST ? "more" : count;
  icon.href = count > 0 ? new URL(`unread/${name}.svg`, quietIcon).href : quietIcon;
}

const PAUSE = 2_000;
const NOTES = [
  { pitch: 523.25, at: 0 },
  { pitch: 783.99, at: 0.12 },
];
const LOUDNESS = 0.06;
const FADES = 0.5;

let audio = null;
let soundedAt = -PAUSE;

/** Makes the browser ready to sound. It asks that this follow on something that the guest does. */
async function tune() {
  try {
    audio ??= new AudioContext();
    await audio.resume();
  } catch {
    // Without a device or permission for sound there is none.
  }
}

/** Plays two soft notes, at most every two seconds. */
function chime() {
  const now = performance.now();
  if (audio?.state !== "running" || now - soundedAt < PAUSE) {
    return;
  }
  soundedAt = now;
  for (const { pitch, at } of NOTES) {
    const start = audio.currentTime + at;
    const note = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + FADES);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + FADES);
  }
}

const GATHER = 1_000;
const BUSY_FOR = 10_000;
const CALM_LINES = 4;

const ANNOUNCE = "foyer.announce";

/**
 * Puts new lines into a live region, so that a screen reader reads them out: one by one while they are few. Once more
 * than four lines came within ten seconds, messages are summed up every ten seconds. The guest can switch it off.
 */
export class Announcer {
  #region;
  #events = [];
  #times = [];
  #notBefore = 0;
  #timer = null;

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
  }

  /** @param {import("foyer/event-log").Event[]} events that came live and show as lines, none of the reader's own */
  tell(events) {
    if (events.length === 0 || local.get(ANNOUNCE) === "off") {
      return;
    }
    const now = performance.now();
    this.#events.push(...events);
    this.#times.push(...events.map(() => now));
    this.#timer ??= setTimeout(() => this.#announce(), Math.max(GATHER, this.#notBefore - now));
  }

  /** What was deleted before it was announced is not. What was announced does not stay in the page. */
  forget(seqs) {
    this.#events = this.#events.filter(({ seq }) => !seqs.includes(seq));
    [...this.#region.children].filter(({ dataset }) => seqs.includes(Number(dataset.seq))).forEach((said) => said.remove());
  }

  async #announce() {
    const now = performance.now();
    const events = this.#events;
    this.#timer = null;
    this.#events = [];
    this.#times = this.#times.filter((time) => now - time < BUSY_FOR);
    const isBusy = Math.max(events.length, this.#times.length) > CALM_LINES;
    this.#notBefore = isBusy ? now + BUSY_FOR : 0;
    this.#region.replaceChildren(...(await Promise.all(isBusy ? sumUp(events) : events.map(announcement))));
  }
}

/** Who joins and leaves a busy room is not said. */
function sumUp(events) {
  const messages = events.filter(({ type }) => type === "message");
  return messages.length > 1
    ? [paragraph(word("reading.busy", messages.length, messages.at(-1).author))]
    : messages.map(announcement);
}

/** What stands for the files of a message. */
async function nameFiles(files) {
  return files && import("foyer/line-files").then(({ summaryOf }) => summaryOf(files), () => files[0].name);
}

async function announcement({ seq, type, author, text, files }) {
  const message = [text, await nameFiles(files)].filter(Boolean).join(" \u00b7 ");
  const said = paragraph(type === "message" ? `${author}: ${message}` : word(`event.${type}`, author));
  said.dataset.seq = seq;
  return said;
}

function paragraph(text) {
  const created = document.createElement("p");
  created.textContent = text;
  return created;
}

const LONGEST = 200;

/** Notifies the guest of messages while the page is hidden, as the guest has set it. */
export class Bell {
  #form;
  #room;
  #icon;

  /**
   * @param {HTMLFormElement} form with the wishes
   * @param {string} room the key of the room that they are for
   */
  constructor(form, room) {
    this.#form = form;
    this.#room = room;
    this.#icon = document.querySelector("link[rel=icon]")?.href;
    const { notify, sound } = wishesFor(room);
    form.elements.notify.value = notify;
    form.elements.sound.checked = sound;
    form.elements.announce.checked = local.get(ANNOUNCE) !== "off";
    form.addEventListener("change", ({ target }) => this.#change(target));
    form.addEventListener("submit", (event) => event.preventDefault());
    if (sound) {
      // A browser stays silent until the page has been used.
      addEventListener("pointerdown", tune, { once: true });
      addEventListener("keydown", tune, { once: true });
    }
    this.#explain();
    onTabs(({ read }) => read && takeBack(read));
  }

  /**
   * @param {import("foyer/event-log").Event[]} messages of others
   * @param {{key: string, name: string, mention: import("foyer/mention").Mention, address: string}} room where they were
   *   said
   */
  ring(messages, { key, name, mention, address }) {
    if (!document.hidden || messages.length === 0) {
      return;
    }
    const { notify, sound } = wishesFor(key);
    const wanted = { none: [], mentions: messages.filter((message) => mention.calls(message)), all: messages }[notify] ?? [];
    if (wanted.length > 0) {
      this.#show(wanted.at(-1), key, name, address);
    }
    if (sound) {
      chime();
    }
  }

  async #change(field) {
    const { notify, sound, announce } = this.#form.elements;
    remember(this.#room, { notify: notify.value, sound: sound.checked });
    local.set(ANNOUNCE, announce.checked ? "on" : "off");
    if (field.name === "notify" && field.value !== "none" && canNotify()) {
      await askPermission();
    }
    this.#explain();
    if (field === sound && field.checked) {
      await tune();
      chime();
    }
  }

  #explain() {
    const isBarred = this.#form.elements.notify.value !== "none" && !isAllowed();
    this.#form.querySelector(".hint").textContent = isBarred ? word("writing.attention.barred") : "";
  }

  /**
   * Shows one notification a room, for the newest message, so that a long absence does not pile them up. The worker of
   * the page shows it where there is one: only a worker can lead to another tab, and phones know no other way.
   */
  async #show({ seq, author, text, files }, key, name, address) {
    if (!isAllowed()) {
      return;
    }
    const title = `\u2068${author}\u2069 \u2013 \u2068${name}\u2069`;
    const options = {
      body: (text || (await nameFiles(files))).slice(0, LONGEST),
      tag: tagOf(key),
      renotify: true,
      icon: this.#icon,
      data: { address, seq },
    };
    try {
      const worker = await registration();
      await (worker?.active ? worker.showNotification(title, options) : this.#showByPage(title, options, key, address));
    } catch {
      // A browser that cannot notify after all.
    }
  }

  #showByPage(title, options, key, address) {
    const notification = new Notification(title, options);
    shown.set(key, notification);
    notification.addEventListener("click", () => {
      focus();
      takeBack(key);
      if (key !== this.#room) {
        location.assign(address);
      }
    });
  }
}

/** The notifications that this page shows by itself, by the keys of their rooms. */
const shown = new Map();

/** Takes back the notification of a room that has been read or left, whichever page has shown it. */
export async function takeBack(room) {
  shown.get(room)?.close();
  shown.delete(room);
  (await notificationsOf(room)).forEach((notification) => notification.close());
}

/** Takes back the notification of a room if it is of one of these messages, which were deleted. */
export async function takeBackDeleted(room, seqs) {
  const isOf = (notification) => seqs.includes(notification?.data?.seq);
  if (isOf(shown.get(room))) {
    takeBack(room);
  } else if (seqs.length > 0) {
    (await notificationsOf(room)).filter(isOf).forEach((notification) => notification.close());
  }
}

/** Whether a room has a notification, whichever page has shown it. */
export async function hasNotification(room) {
  return shown.has(room) || (await notificationsOf(room)).length > 0;
}

/** Those that the worker has shown. */
async function notificationsOf(room) {
  try {
    const worker = await registration();
    return (await worker?.getNotifications({ tag: tagOf(room) })) ?? [];
  } catch {
    // There are none.
    return [];
  }
}

function tagOf(room) {
  return `foyer/${room}`;
}

function registration() {
  return navigator.serviceWorker?.getRegistration();
}

function canNotify() {
  return typeof window.Notification === "function";
}

/** A browser may refuse even to be asked. */
async function askPermission() {
  try {
    await Notification.requestPermission();
  } catch {
    // Then it does not allow it.
  }
}

function isAllowed() {
  try {
    return canNotify() && Notification.permission === "granted";
  } catch {
    return false;
  }
}
