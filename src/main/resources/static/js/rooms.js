import { closeOnLeave, isComposing } from "foyer/controls";
import { request } from "foyer/event-log";
import { word } from "foyer/i18n";
import { Mention } from "foyer/mention";
import { hasNotification, takeBack, takeBackDeleted } from "foyer/notifications";
import { onTabs, tellTabs, wishesFor } from "foyer/storage";

const MOST_EVENTS = 200;

/**
 * What the server tells of a room of the guest when it changes: its last event and how much there is to read, or that
 * the guest has left it.
 * @typedef {{room: string, lastSeq: number, unread: number, mentions: number} | {room: string, left: true}} News
 */

/** The other rooms of the guest, and how much there is to read in each. */
export class Rooms {
  #home;
  #here;
  #elsewhere;
  #ring;
  #others = new Map();
  /** The rooms of which something was told since their counts were asked for last. */
  #told = new Set();

  /**
   * @param {HTMLElement[]} lists of links to the rooms: that of the switcher, and that of the rail where there is one
   * @param {HTMLElement} elsewhere shows the sum of what is unread
   * @param {URL} home where the server is
   * @param {string} here the key of the room of this page
   * @param {(messages: import("foyer/event-log").Event[], room: {key: string, name: string, mention: Mention,
   *   address: string}) => void} ring notifies the guest of messages in another room
   */
  constructor(lists, elsewhere, home, here, ring) {
    this.#home = home;
    this.#here = here;
    this.#elsewhere = elsewhere;
    this.#ring = ring;
    for (const link of lists.flatMap((list) => [...list.querySelectorAll("[data-room]")])) {
      const { room, me, namesakes = "", lastSeq, unread, mentions } = link.dataset;
      const other = this.#others.get(room) ?? {
        links: [],
        me,
        mention: new Mention(me, namesakes.split("\n")),
        last: Number(lastSeq),
        unread: Number(unread),
        mentions: Number(mentions),
      };
      other.links.push(link);
      this.#others.set(room, other);
    }
    onTabs(({ read }) => this.#forget(read));
    this.#paint();
  }

  /** The keys of the other rooms. */
  get keys() {
    return [...this.#others.keys()];
  }

  /** @param {News} news of another room */
  hear(news) {
    this.#told.add(news.room);
    this.#take(news);
    this.#paint();
  }

  /** Asks for the counts of all rooms, and forgets those in which the guest has no seat any more. */
  async catchUp() {
    if (this.#others.size === 0) {
      return;
    }
    this.#told.clear();
    const all = await read(new URL("rooms", this.#home));
    if (Array.isArray(all)) {
      // What was told meanwhile is newer.
      const isOld = (room) => !this.#told.has(room);
      all.filter(({ room }) => isOld(room)).forEach((news) => this.#take(news));
      const left = this.keys.filter((key) => isOld(key) && all.every(({ room }) => room !== key));
      left.forEach((room) => this.#remove(room));
      this.#paint();
    }
  }

  /** Tells the guest's other tabs that this room is being read. */
  tellRead() {
    tellTabs({ read: this.#here });
  }

  #take({ room, left, lastSeq, unread, mentions }) {
    const other = this.#others.get(room);
    if (!other) {
      return;
    }
    if (left) {
      this.#remove(room);
      return;
    }
    const before = { ...other };
    Object.assign(other, { last: lastSeq, unread, mentions });
    if (unread === 0) {
      takeBack(room);
    } else if (unread < before.unread) {
      this.#takeBackDeleted(room, before.last);
    }
    const { notify, sound } = wishesFor(room);
    const isWanted = sound || notify === "all" ? unread > before.unread : notify === "mentions" && mentions > before.mentions;
    if (isWanted && document.hidden) {
      this.#tell(room, Math.max(before.last, lastSeq - MOST_EVENTS));
    }
  }

  /** Messages were read or deleted elsewhere. */
  async #takeBackDeleted(room, after) {
    if (await hasNotification(room)) {
      const events = (await this.#readEvents(room, after)) ?? [];
      takeBackDeleted(room, events.filter(({ type }) => type === "delete").map(({ of }) => of));
    }
  }

  async #readEvents(room, after) {
    const address = new URL(`rooms/${room}/events`, this.#home);
    address.search = new URLSearchParams({ after, limit: MOST_EVENTS }).toString();
    return (await read(address))?.events;
  }

  /** Notifies the guest of what was said in another room after an event. */
  async #tell(room, after) {
    const { links, me, mention } = this.#others.get(room);
    const events = await this.#readEvents(room, after);
    // It may have been read meanwhile.
    if (events && this.#others.get(room)?.unread > 0) {
      mention.meet(events.map(({ author }) => author));
      const messages = events.filter(({ type, author, deleted }) => type === "message" && author !== me && !deleted);
      const name = links[0].querySelector(".name").textContent;
      this.#ring(messages, { key: room, name, mention, address: links[0].href });
    }
  }

  #remove(room) {
    this.#others.get(room).links.forEach((link) => link.parentElement.remove());
    this.#others.delete(room);
    takeBack(room);
    if (this.#others.size === 0) {
      // A single room has no rail.
      document.body.classList.remove("several");
    }
  }

  #forget(room) {
    const other = this.#others.get(room);
    if (other) {
      other.unread = 0;
      other.mentions = 0;
      this.#paint();
    }
  }

  #paint() {
    const others = [...this.#others.values()];
    for (const { links, unread, mentions } of others) {
      for (const link of links) {
        paintCount(link.querySelector(".count"), unread, mentions);
        const name = link.querySelector(".name").textContent;
        link.ariaLabel = unread > 0 ? `${name}, ${word("writing.rooms.unread", unread)}` : null;
        link.classList.toggle("unread", unread > 0);
      }
    }
    const sum = (what) => others.reduce((total, other) => total + other[what], 0);
    paintCount(this.#elsewhere, sum("unread"), sum("mentions"));
  }
}

/** @returns {Promise<any>} the answer, null if there is none */
async function read(address) {
  try {
    const response = await request(address);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function paintCount(element, unread, mentions) {
  element.hidden = unread === 0;
  element.textContent = unread;
  element.title = word("writing.rooms.unread", unread);
  element.classList.toggle("mentioned", mentions > 0);
}

/**
 * Finds a room by its name: a combobox whose list has links to the guest's rooms, and the way into another one. Without
 * scripts it is the list alone.
 */
export class Switcher {
  #details;
  #field;
  #list;
  #another;
  #go;
  #opener = null;

  /**
   * @param {HTMLDetailsElement} details
   * @param {(address: string) => void} go opens the page at an address
   */
  constructor(details, go) {
    this.#details = details;
    this.#field = details.querySelector("input");
    this.#list = details.querySelector("ul");
    this.#another = details.querySelector(".another");
    this.#go = go;
    this.#assignRoles();
    closeOnLeave(details, { opener: () => this.#opener });
    details.addEventListener("toggle", () => this.#toggled());
    this.#field.addEventListener("input", () => this.#filter());
    this.#field.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Opens it, to be typed into at once. Escape then leads back to where the focus was. */
  open() {
    if (!this.#details.open) {
      this.#opener = document.activeElement;
      this.#reset();
      this.#details.open = true;
    }
    this.#field.focus();
  }

  /**
   * Goes to the room before or after this one in the list, round and round.
   * @param {1 | -1} step
   */
  step(step) {
    const rooms = this.#rooms();
    const next = rooms.findIndex((link) => link.ariaCurrent) + step;
    if (rooms.length > 1) {
      this.#go(rooms.at(next % rooms.length).href);
    }
  }

  #assignRoles() {
    Object.assign(this.#field, { role: "combobox", ariaExpanded: "true", ariaAutoComplete: "list" });
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#list.role = "listbox";
    [...this.#list.children].forEach((line, index) => {
      line.role = "presentation";
      Object.assign(line.firstElementChild, { role: "option", id: `room-${index}`, tabIndex: -1, ariaSelected: "false" });
    });
  }

  #toggled() {
    if (!this.#details.open) {
      this.#opener = null;
      this.#reset();
      return;
    }
    // The event comes a little later than the change: what was typed meanwhile stays.
    if (this.#field.value === "") {
      this.#filter();
    }
    // An on-screen keyboard would cover half of the list.
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.#field.focus();
    }
  }

  #reset() {
    this.#field.value = "";
    this.#filter();
  }

  #filter() {
    const typed = this.#field.value.trim();
    const query = folded(typed);
    for (const link of this.#rooms()) {
      link.parentElement.hidden = !nameOf(link).includes(query);
    }
    this.#another.href = addressWith(this.#another.href, typed);
    this.#another.querySelector(".words").textContent = typed
      ? word("writing.rooms.another.named", typed)
      : word("writing.rooms.another");
    this.#choose(this.#best(query));
  }

  /** The room that is meant most likely: one that begins as was typed; before that one with something to read. */
  #best(query) {
    const rooms = this.#shown().filter((link) => link !== this.#another);
    return (
      (query
        ? (rooms.find((link) => nameOf(link).startsWith(query)) ?? rooms[0])
        : (rooms.find((link) => link.querySelector(".count:not([hidden])")) ??
          rooms.find((link) => !link.ariaCurrent))) ?? this.#shown()[0]
    );
  }

  #press(event) {
    if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const shown = this.#shown();
      this.#choose(shown.at((shown.indexOf(this.#chosen()) + step) % shown.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#take(this.#chosen() ?? this.#another);
    }
  }

  #take(link) {
    if (link.ariaCurrent) {
      // The room of this page: as if nothing had been asked for.
      (this.#opener ?? this.#details.querySelector("summary")).focus();
      this.#details.open = false;
    } else {
      this.#go(link.href);
    }
  }

  #choose(link) {
    this.#chosen()?.setAttribute("aria-selected", "false");
    link.ariaSelected = "true";
    link.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", link.id);
  }

  #chosen() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #shown() {
    return [...this.#list.querySelectorAll("li:not([hidden]) > a")];
  }

  #rooms() {
    return [...this.#list.querySelectorAll("a:not(.another)")];
  }
}

function nameOf(link) {
  return folded(link.querySelector(".name").textContent);
}

/** Without case and accents. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function addressWith(address, room) {
  const changed = new URL(address);
  changed.searchParams.set("room", room);
  return changed.href;
}
