import { Mention } from "foyer/mention";
import { onTabs, tellTabs } from "foyer/tabs";
import { word } from "foyer/words";

/** As many as one connection may carry beside the room of the page. */
const MOST_CARRIED = 5;
const MOST_EVENTS = 200;
const PATIENCE = 10_000;
const SECOND_LOOK = 1_000;

/** The other rooms of the guest, and how much there is to read in each. */
export class Rooms {
  #home;
  #here;
  #elsewhere;
  #others = new Map();

  /**
   * @param {HTMLDetailsElement} switcher with the links to the rooms
   * @param {URL} home where the server is
   * @param {string} here the key of the room of this page
   */
  constructor(switcher, home, here) {
    this.#home = home;
    this.#here = here;
    this.#elsewhere = switcher.querySelector("summary .count");
    for (const link of switcher.querySelectorAll("[data-room]")) {
      const { room, me, namesakes = "", lastSeq, unread } = link.dataset;
      const mention = new Mention(me, namesakes.split("\n"));
      this.#others.set(room, { link, me, mention, last: Number(lastSeq), unread: Number(unread) });
    }
    onTabs(({ read }) => this.#forget(read));
    this.#paint();
  }

  /** The keys of the rooms that are carried along. */
  get carried() {
    return [...this.#others.keys()].slice(0, MOST_CARRIED);
  }

  /** What another room is called, and how the guest is mentioned there. */
  describe(room) {
    const { link, mention } = this.#others.get(room);
    return { key: room, name: link.querySelector(".name").textContent, mention, address: link.href };
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
    other.mention.meet([author]);
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
    tellTabs({ read: this.#here });
  }

  async #ask(room) {
    const address = new URL(`rooms/${room}/events`, this.#home);
    address.search = new URLSearchParams({ after: this.#others.get(room).last, limit: MOST_EVENTS }).toString();
    let response = await get(address);
    if (response.status === 403) {
      // Another tab may just be walking into a room, by which the session gets a new id.
      await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
      response = await get(address);
    }
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
      const name = link.querySelector(".name").textContent;
      link.ariaLabel = unread > 0 ? `${name}, ${word("writing.rooms.unread", unread)}` : null;
    }
    const all = [...this.#others.values()].reduce((sum, { unread }) => sum + unread, 0);
    paintCount(this.#elsewhere, all);
  }
}

function get(address) {
  return fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
}

function paintCount(element, unread) {
  element.hidden = unread === 0;
  element.textContent = unread;
  element.title = word("writing.rooms.unread", unread);
}
