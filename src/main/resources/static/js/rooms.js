import { foldAway } from "foyer/fold";
import { word } from "foyer/words";

/** As many as one connection may carry beside the room of the page. */
const MOST_CARRIED = 5;
const MOST_EVENTS = 200;
const PATIENCE = 10_000;

/** The other rooms of the guest, and how much there is to read in each. */
export class Rooms {
  #home;
  #here;
  #elsewhere;
  #others = new Map();
  #tabs = "BroadcastChannel" in window ? new BroadcastChannel("foyer") : null;

  /**
   * @param {HTMLDetailsElement} menu with the links to the rooms
   * @param {URL} home where the server is
   * @param {string} here the key of the room of this page
   */
  constructor(menu, home, here) {
    this.#home = home;
    this.#here = here;
    this.#elsewhere = menu.querySelector("summary .count");
    for (const link of menu.querySelectorAll("[data-room]")) {
      const { room, me, lastSeq, unread } = link.dataset;
      this.#others.set(room, { link, me, last: Number(lastSeq), unread: Number(unread) });
    }
    foldAway(menu);
    this.#tabs?.addEventListener("message", ({ data }) => this.#forget(data.read));
  }

  /** The keys of the rooms that are carried along. */
  get carried() {
    return [...this.#others.keys()].slice(0, MOST_CARRIED);
  }

  /** Where the rooms are, this one among them, in the order of the menu. */
  get links() {
    return Array.from(document.querySelectorAll("#rooms nav a"));
  }

  /**
   * Takes an event of another room.
   * @returns {boolean} whether it is news to the guest
   */
  hear(room, { seq, type, author }) {
    const other = this.#others.get(room);
    if (!other || seq <= other.last) {
      return false;
    }
    other.last = seq;
    const isNews = type === "message" && author !== other.me;
    if (isNews) {
      other.unread += 1;
      this.#paint();
    }
    return isNews;
  }

  /** Counts what the other rooms have been told meanwhile, and forgets those in which the guest has no seat any more. */
  async catchUp() {
    await Promise.allSettled([...this.#others.keys()].map((room) => this.#ask(room)));
    this.#paint();
  }

  /** Tells the guest's other tabs that this room is being read. */
  tellRead() {
    this.#tabs?.postMessage({ read: this.#here });
  }

  async #ask(room) {
    const address = new URL(`rooms/${room}/events`, this.#home);
    address.search = new URLSearchParams({ after: this.#others.get(room).last, limit: MOST_EVENTS }).toString();
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 403) {
      this.#others.get(room)?.link.parentElement.remove();
      this.#others.delete(room);
    } else if (response.ok) {
      const { events } = await response.json();
      events.forEach((event) => this.hear(room, event));
    }
  }

  #forget(room) {
    const other = this.#others.get(room);
    if (other) {
      other.unread = 0;
      this.#paint();
    }
  }

  #paint() {
    for (const { link, unread } of this.#others.values()) {
      paintCount(link.querySelector(".count"), unread);
    }
    const all = [...this.#others.values()].reduce((sum, { unread }) => sum + unread, 0);
    paintCount(this.#elsewhere, all);
  }
}

function paintCount(element, unread) {
  element.hidden = unread === 0;
  element.textContent = unread;
  element.title = word("writing.rooms.unread", unread);
}
