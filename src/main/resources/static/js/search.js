import { isComposing } from "foyer/controls";
import { request } from "foyer/event-log";
import { dateTimeFormat } from "foyer/i18n";
import { loadStyles } from "foyer/overlay";

const PAUSE = 500;
const BESIDE = matchMedia("(min-width: 56rem)");
const TIME = dateTimeFormat({ hour: "2-digit", minute: "2-digit" });
const DAY = dateTimeFormat({ day: "numeric", month: "short" });
const DAY_OF_OTHER_YEAR = dateTimeFormat({ dateStyle: "medium" });

/**
 * A message that was found: a line with `snippet`, the part of its text with the hits as safe HTML.
 * @typedef {import("foyer/event-log").Event & {snippet: string}} Hit
 */

/**
 * Finds messages as the reader types: beside the talk on a wide screen, over it elsewhere. What it consists of is taken
 * from the page that does the same without scripts.
 */
export class Search {
  #address;
  #to;
  #panel;
  #form;
  #field;
  #list;
  #older;
  #status;
  #people = document.getElementById("people");
  #hadPeople = false;
  #opener = null;
  #timer;
  #request = new AbortController();
  /** The query that the hits belong to. */
  #found = "";
  /** The messages that were deleted since the panel is there. An answer that was read before may still have them. */
  #deleted = new Set();

  /**
   * @param {HTMLElement} panel the empty panel
   * @param {HTMLElement} content what the page for searching shows
   * @param {URL} address of that page
   * @param {{show: (seq: number) => void, leave: () => void}} to `show`: goes to a line; `leave`: focuses what the reader
   * goes on with
   */
  constructor(panel, content, address, to) {
    this.#panel = panel;
    this.#address = address;
    this.#to = to;
    panel.append(content);
    this.#form = panel.querySelector("form");
    this.#field = this.#form.elements.q;
    this.#list = panel.querySelector(".hits");
    this.#older = panel.querySelector(".search-older a");
    this.#status = panel.querySelector(".search-status");
    this.#form.querySelector(".primary").remove();
    panel.querySelectorAll(".search-close, .search-filters").forEach((part) => {
      part.hidden = false;
    });
    this.#listen();
  }

  /**
   * Makes the panel for the first time.
   * @param {URL} address the page for searching
   * @param {string} style the address of its style sheet
   * @param {{show: (seq: number) => void, leave: () => void}} to as in the constructor
   * @returns {Promise<Search>} fails where the page cannot be loaded
   */
  static async load(address, style, to) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    const [response] = await Promise.all([request(address, { headers: { Accept: "text/html" } }), loadStyles(link)]);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.getElementById("search");
    if (!content) {
      throw new Error("The page for searching cannot be loaded");
    }
    const panel = document.createElement("aside");
    panel.className = "search-panel";
    panel.hidden = true;
    document.body.append(panel);
    return new Search(panel, document.adoptNode(content), address, to);
  }

  /** Opens the panel, or goes to its field. */
  open() {
    if (this.#panel.hidden) {
      this.#opener = document.activeElement;
      this.#hadPeople = this.#people.open;
      this.#people.open = false;
      this.#panel.hidden = false;
      document.body.classList.add("searching");
    }
    this.#field.focus();
    this.#field.select();
  }

  /**
   * Takes out hits that were deleted, and looks anew where one was edited.
   * @param {import("foyer/event-log").Event[]} changes
   */
  follow(changes) {
    changes.filter(({ type }) => type === "delete").forEach(({ of }) => this.#deleted.add(of));
    const isDeleted = (line) => this.#deleted.has(hitIn(line));
    const lines = [...this.#list.children];
    if (lines.some(isDeleted)) {
      const hadFocus = this.#list.contains(document.activeElement);
      const left = lines.filter((line) => !isDeleted(line));
      this.#show(left.length > 0 ? "found" : "none", left, Number(this.#older.dataset.before));
      if (hadFocus && !this.#list.contains(document.activeElement)) {
        this.#field.focus();
      }
    }
    const edited = changes.filter(({ type }) => type === "edit").map(({ of }) => of);
    if ([...this.#list.children].some((line) => edited.includes(hitIn(line)))) {
      this.#find();
    }
  }

  /** Looks anew where something was found. */
  lookAgain() {
    if (this.#list.children.length > 0) {
      this.#list.replaceChildren();
      this.#find();
    }
  }

  #close() {
    this.#panel.hidden = true;
    document.body.classList.remove("searching");
    if (BESIDE.matches && this.#hadPeople) {
      this.#people.open = true;
    }
  }

  #leave() {
    const isOpenerThere = this.#opener?.getClientRects().length > 0 && this.#opener !== document.body;
    this.#close();
    if (isOpenerThere) {
      this.#opener.focus();
    } else {
      this.#to.leave();
    }
  }

  #listen() {
    this.#field.addEventListener("input", () => this.#findSoon());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#found === this.#query) {
        this.#hits()[0]?.focus();
      } else {
        this.#find();
      }
    });
    this.#form.querySelector(".search-close").addEventListener("click", () => this.#leave());
    this.#panel.querySelector(".search-filters").addEventListener("click", ({ target }) => this.#addFilter(target));
    this.#older.addEventListener("click", (event) => {
      event.preventDefault();
      this.#find(Number(this.#older.dataset.before));
    });
    this.#list.addEventListener("click", (event) => this.#follow(event));
    this.#panel.addEventListener("keydown", (event) => this.#press(event));
    this.#people.querySelector("summary").addEventListener("click", () => this.#makeWay());
    this.#people.addEventListener("toggle", () => this.#keepPlace());
  }

  /** The reader wants to see the people instead. */
  #makeWay() {
    if (!this.#panel.hidden) {
      this.#hadPeople = false;
      this.#close();
    }
  }

  /** The page opens the list of people where it becomes wide enough. */
  #keepPlace() {
    if (!this.#panel.hidden && this.#people.open) {
      this.#hadPeople = true;
      this.#people.open = false;
    }
  }

  #press(event) {
    if (isComposing(event)) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
    } else if (step && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const stops = [this.#field, ...this.#hits(), ...(this.#older.hidden ? [] : [this.#older])];
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (next && stops.includes(document.activeElement)) {
        event.preventDefault();
        next.focus();
      }
    }
  }

  #hits() {
    return [...this.#list.querySelectorAll(".hit")];
  }

  /** Goes to the line of a hit in this page, unless the reader wants another one. */
  #follow(event) {
    const hit = event.target.closest(".hit");
    if (hit && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (!BESIDE.matches) {
        this.#close();
      }
      this.#to.show(Number(hit.dataset.hit));
    }
  }

  #addFilter(button) {
    if (button.matches("button")) {
      const { value } = this.#field;
      const filter = button.textContent;
      this.#field.value = `${value.trim()} ${filter}`.trimStart() + (filter.endsWith(":") ? "" : " ");
      this.#field.focus();
      this.#findSoon();
    }
  }

  get #query() {
    return this.#field.value.trim();
  }

  #findSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), PAUSE);
  }

  /** @param {number} [before] the number before which older hits are added */
  async #find(before) {
    clearTimeout(this.#timer);
    // Only the newest answer counts.
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    const query = this.#query;
    if (query === "") {
      this.#show("start", []);
      return;
    }
    this.#panel.firstElementChild.ariaBusy = "true";
    try {
      const response = await request(this.#addressOf(query, before), { signal });
      const answer = await response.json();
      if (!signal.aborted) {
        this.#take(query, before, response.status, answer);
      }
    } catch {
      if (!signal.aborted) {
        this.#show("failed", []);
      }
    }
  }

  #addressOf(query, before) {
    const address = new URL(this.#address);
    address.searchParams.set("q", query);
    if (before) {
      address.searchParams.set("before", before);
    }
    return address;
  }

  #take(query, begun, status, { hits, before, error, retryAfter }) {
    if (hits) {
      this.#found = query;
      const added = hits.filter(({ seq }) => !this.#deleted.has(seq)).map((hit) => this.#line(hit));
      const all = [...(begun ? this.#list.children : []), ...added];
      this.#show(all.length > 0 ? "found" : "none", all, before);
      if (begun) {
        added[0]?.querySelector(".hit").focus();
      }
    } else if (error === "rate-limited") {
      this.#show("too-many", begun ? [...this.#list.children] : [], begun);
      this.#timer = setTimeout(() => this.#find(begun), retryAfter * 1_000);
    } else {
      this.#show(status === 400 ? "too-long" : "failed", []);
    }
  }

  /**
   * @param {string} state one of the texts below the field
   * @param {HTMLElement[]} lines
   * @param {number} [before] where older hits begin
   */
  #show(state, lines, before) {
    this.#panel.firstElementChild.ariaBusy = null;
    if (lines.length === 0) {
      this.#found = "";
    }
    this.#list.replaceChildren(...lines);
    this.#older.hidden = !before;
    this.#older.dataset.before = before ?? "";
    for (const text of this.#status.children) {
      const { when, words } = text.dataset;
      text.hidden = when !== state;
      if (words) {
        text.textContent = when === state ? words.replace("{0}", `${lines.length}${before ? "+" : ""}`) : "";
      }
    }
  }

  /** @param {Hit} hit */
  #line({ seq, author, color, at, snippet, files }) {
    const line = this.#panel.querySelector("template").content.cloneNode(true).firstElementChild;
    const link = line.querySelector(".hit");
    link.dataset.hit = seq;
    link.href = new URL(`at/${seq}#m${seq}`, this.#address);
    const name = link.querySelector(".author");
    name.textContent = author;
    name.dataset.color = color;
    const time = link.querySelector("time");
    time.dateTime = at;
    time.textContent = this.#when(new Date(at));
    const text = link.querySelector(".hit-text");
    if (snippet === "" && files) {
      text.textContent = files.map((file) => file.name).join(", ");
    } else {
      // The server has made it safe.
      text.innerHTML = snippet;
    }
    return line;
  }

  #when(at) {
    const { today, yesterday } = this.#panel.firstElementChild.dataset;
    const now = new Date();
    const dayBefore = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    switch (at.toDateString()) {
      case now.toDateString():
        return `${today} ${TIME.format(at)}`;
      case dayBefore.toDateString():
        return `${yesterday} ${TIME.format(at)}`;
      default:
        return (at.getFullYear() === now.getFullYear() ? DAY : DAY_OF_OTHER_YEAR).format(at);
    }
  }
}

/** The number of the message of a hit. */
function hitIn(line) {
  return Number(line.querySelector(".hit").dataset.hit);
}
