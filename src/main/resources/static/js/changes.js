import { live } from "foyer/connection";
import { limits, word } from "foyer/i18n";
import { lineOf, stateOf } from "foyer/line";
import { showReaction } from "foyer/line-state";
import { askBeforeLoss, Pace } from "foyer/outbox";
import { findItems, itemKey, local, newId, parseObject } from "foyer/storage";
import { showToast, Toast } from "foyer/toast";

const TRIES = 3;
const TICK = 500;
const UNDO_WITHIN = 5_000;
const LEAVE_WITHIN = 2_000;
const LOOK_EVERY = 50;
const TEMPORARY = ["no-answer", "unavailable"];
const KINDS = ["edit", "delete", "react", "pin"];

const talk = document.getElementById("talk");
const { room, me, seat } = talk.dataset;
const openedAt = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;

/**
 * A change of a message that the server has not answered yet.
 * @typedef {{id: string, what: "edit" | "delete" | "react" | "pin", of: number, text?: string, emoji?: string,
 *   on?: boolean}} Change
 */

/**
 * Sends changes one at a time, in the order in which they were made, and each again until it is answered. While there is
 * no connection they wait. The browser keeps them, so that the next page of the seat sends what this one could not.
 */
class Changes {
  #waiting = [];
  #pace = new Pace();
  /** The id of the change that was sent last, and when, as long as it is not answered. */
  #flying = null;
  #sentAt = 0;
  #tries = 0;
  #unkept = new Set();
  #ticking = null;

  constructor() {
    live.follow({
      state: (state) => this.#enter(state),
      reply: (reply) => this.#answer(reply),
      blame: (error) => this.#flying && this.#answer({ id: this.#flying, error }),
    });
    askBeforeLoss(() => this.#unkept.size === 0);
  }

  /** Takes over what another page could not send. What was changed in an earlier seat is not sent. */
  takeOver() {
    for (const { key, id } of findItems("change").filter((item) => item.room === room)) {
      const { seat: madeIn, ...change } = parseObject(local.get(key)) ?? {};
      local.remove(key);
      if (change.id === id && KINDS.includes(change.what) && Number.isSafeInteger(change.of)) {
        this.#waiting.push(change);
        if (madeIn === seat) {
          this.#keep(change);
          show(change);
        } else {
          this.#fail(change, "seat-gone");
        }
      }
    }
    this.#work();
  }

  /** @param {Change} change */
  add(change) {
    this.#waiting.push(change);
    this.#keep(change);
    show(change);
    if (live.isOver) {
      this.#fail(change, "session-ended");
    } else {
      this.#work();
    }
  }

  /** Whether a change is not answered yet. */
  get isBusy() {
    return this.#waiting.length > 0;
  }

  /** Posts everything that waits by requests that outlive the page. The server takes each id once. */
  flush() {
    this.#waiting.forEach(post);
  }

  #enter(state) {
    this.#flying = null;
    if (state === "connected" || state === "polling") {
      this.#tries = 0;
      this.#pace.heard(performance.now());
      this.#work();
    } else if (state === "ended") {
      [...this.#waiting].forEach((change) => this.#fail(change, "session-ended"));
    }
  }

  #work() {
    const now = performance.now();
    this.#pace.look(now);
    if (this.#flying && this.#pace.isTooLong(this.#sentAt, now)) {
      this.#answer({ id: this.#flying, error: "no-answer" });
      return;
    }
    const [next] = this.#waiting;
    if (next && !this.#flying && !this.#pace.isPaused(now)) {
      const { what, ...change } = next;
      if (live.change(what, change)) {
        this.#flying = next.id;
        this.#sentAt = now;
      }
    }
    this.#tick();
  }

  #tick() {
    if (this.#waiting.length === 0) {
      clearInterval(this.#ticking);
      this.#ticking = null;
    } else {
      this.#ticking ??= setInterval(() => this.#work(), TICK);
    }
  }

  #answer({ id, seq, error, retryAfter = 1 }) {
    const change = this.#waiting.find((one) => one.id === id);
    if (!change) {
      return;
    }
    const now = performance.now();
    if (this.#flying === id) {
      this.#flying = null;
    }
    // It may have been deleted in another tab.
    const isDone = seq !== undefined || (error === "gone" && change.what === "delete");
    if (isDone) {
      this.#remove(change);
      settle(change, seq);
    } else if (error === "rate-limited") {
      this.#pace.pause(now, retryAfter * 1_000);
    } else if (TEMPORARY.includes(error) && this.#tries < TRIES) {
      this.#tries += 1;
      this.#pace.pause(now, 1_000 * 2 ** this.#tries);
    } else {
      this.#fail(change, error);
    }
    this.#work();
  }

  #fail(change, error) {
    this.#remove(change);
    undo(change);
    tell(change, error, () => this.add({ ...change, id: newId() }));
  }

  #keep(change) {
    if (!local.set(keyOf(change), JSON.stringify({ ...change, seat }))) {
      this.#unkept.add(change.id);
    }
  }

  #remove(change) {
    this.#tries = 0;
    this.#waiting = this.#waiting.filter((one) => one !== change);
    this.#unkept.delete(change.id);
    local.remove(keyOf(change));
  }
}

/**
 * What the page shows of changes that are not in the room's log yet: how to take each back, by the ids of the changes.
 * Deleted messages and edited texts are only covered, so that the lines still follow the log.
 */
const shown = new Map();

const SHOW = {
  edit(line, { text }) {
    const element = line.querySelector(".text");
    const { dataset } = line;
    const before = { nodes: [...element.childNodes], text: dataset.text ?? "" };
    const covered = document.createTextNode(text);
    element.replaceChildren(covered);
    dataset.text = text;
    line.classList.add("changing");
    return () => {
      line.classList.remove("changing");
      // Otherwise the log has another text since.
      if (covered.isConnected) {
        element.replaceChildren(...before.nodes);
        dataset.text = before.text;
      }
    };
  },
  delete(line) {
    const left = document.getElementById("line-deleted").content.querySelector(".text").cloneNode(true);
    left.querySelector(".author").textContent = line.dataset.author;
    left.classList.add("remains");
    line.querySelector("time").before(left);
    const isGrouped = line.classList.contains("follows");
    line.classList.remove("follows");
    line.classList.add("deleted", "deleting");
    return () => {
      if (left.isConnected) {
        left.remove();
        line.classList.remove("deleted", "deleting");
        line.classList.toggle("follows", isGrouped);
      }
    };
  },
  react(line, { emoji, on }) {
    const isNew = showReaction(line, { emoji, on, author: me });
    return () => isNew && showReaction(line, { emoji, on: !on, author: me });
  },
  pin() {
    return () => {};
  },
};

/** Shows a change before the log has it. */
function show(change) {
  const line = lineOf(change.of);
  if (line && !shown.has(change.id) && !stateOf(line).deletedAt) {
    shown.set(change.id, SHOW[change.what](line, change));
  }
}

/** Shows what there was before a change that did not come about. */
function undo({ id }) {
  shown.get(id)?.();
  shown.delete(id);
}

/** The log has a change, of this number. Where the line has come so far already, the change was perhaps no news. */
function settle({ id, what, of }, seq) {
  const line = what === "edit" ? lineOf(of) : null;
  line?.classList.remove("changing");
  if (line && stateOf(line).rev >= seq) {
    undo({ id });
  }
  shown.delete(id);
}

function keyOf({ id }) {
  return itemKey(room, me, `change/${id}`);
}

/** Posts a change by a request that outlives the page. */
function post({ what, of, ...fields }) {
  const address = new URL(`rooms/${room}/messages/${of}/${what}`, new URL(talk.dataset.base, location.href));
  const { value: token } = leave.elements._csrf;
  fetch(address, {
    method: "POST",
    body: new URLSearchParams({ ...fields, _csrf: token }),
    headers: { Accept: "application/json" },
    keepalive: true,
  }).catch(() => {
    // The next page sends it.
  });
}

/** Says why a change did not come about. The text of an edit goes back into the composer. */
function tell({ what, of, text }, error, again) {
  if (what === "edit" && !live.isOver) {
    document.dispatchEvent(new CustomEvent("foyer:edit", { detail: { seq: of, text, error } }));
    return;
  }
  const words = `${word(`delivery.failed.${what}`)} ${word(`message.${error}`)}`;
  if (TEMPORARY.includes(error)) {
    showToast(words, word("delivery.retry"), again);
  } else {
    showToast(words);
  }
}

/** A deletion that is not sent yet, so that it can be undone. */
class Deletion {
  #change;
  #toast;
  #timer;

  constructor(of) {
    this.#change = { id: newId(), what: "delete", of };
    show(this.#change);
    this.#toast = new Toast(word("delivery.deleted"), word("room.undo"), () => this.#undo());
    this.#wait();
  }

  /** Sends it now. */
  send() {
    this.#end();
    changes.add(this.#change);
  }

  get of() {
    return this.#change.of;
  }

  /** As long as somebody is at the button it can be pressed. */
  #wait() {
    this.#timer = setTimeout(() => (this.#toast.isLookedAt ? this.#wait() : this.send()), UNDO_WITHIN);
  }

  #undo() {
    this.#end();
    undo(this.#change);
    document.getElementById("say").focus({ preventScroll: true });
  }

  #end() {
    clearTimeout(this.#timer);
    this.#toast.remove();
    deletions.delete(this);
  }
}

const changes = new Changes();
const deletions = new Set();

function sendDeletions() {
  [...deletions].forEach((deletion) => deletion.send());
}

addEventListener("pagehide", () => {
  sendDeletions();
  changes.flush();
});

/** Without a seat nothing could be changed any more, and so leaving the room waits a little. */
const leave = document.getElementById("leave");
let isLeaving = false;

leave.addEventListener("submit", (event) => {
  sendDeletions();
  if (changes.isBusy && !isLeaving) {
    event.preventDefault();
    event.stopImmediatePropagation();
    isLeaving = true;
    leaveWhenDone(performance.now() + LEAVE_WITHIN);
  }
}, { capture: true });

function leaveWhenDone(end) {
  if (changes.isBusy && performance.now() < end) {
    setTimeout(leaveWhenDone, LOOK_EVERY, end);
  } else {
    leave.requestSubmit();
    isLeaving = false;
  }
}

/** Sends what an earlier page of the seat could not. */
export function takeOver() {
  changes.takeOver();
}

/**
 * Adds a reaction of the guest to a message, or removes it.
 * @param {number} seq
 * @param {string} emoji
 * @param {boolean} on whether it is there afterwards
 */
export function react(seq, emoji, on) {
  changes.add({ id: newId(), what: "react", of: seq, emoji, on });
}

/** Whether the time in which a message may be edited is not over, by the server's clock. The server decides. */
export function isEditable(line) {
  const age = Number(talk.dataset.now) + performance.now() - openedAt - Date.parse(line.querySelector("time").dateTime);
  return age < 1_000 * limits.edit;
}

/** Changes the text of a message. */
export function editMessage(seq, text) {
  changes.add({ id: newId(), what: "edit", of: seq, text });
}

/** Shows a message as deleted. For five seconds that can be undone, then it is deleted. */
export function deleteMessage(seq) {
  if ([...deletions].every(({ of }) => of !== seq)) {
    deletions.add(new Deletion(seq));
  }
}

/**
 * Pins a message, or unpins it.
 * @param {number} seq
 * @param {boolean} on whether it is pinned afterwards
 */
export function pin(seq, on) {
  changes.add({ id: newId(), what: "pin", of: seq, on });
}
