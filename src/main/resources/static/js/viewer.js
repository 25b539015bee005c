import { dateTimeFormat, numberFormat, word } from "foyer/i18n";
import { showToast } from "foyer/toast";

const PICTURES = ".message:not(.deleted) .picture > a";
const GONE = [403, 404, 410];
const SWIPED_FROM = 50;
const PULLED_FROM = 90;
const SLOP = 10;
const DOUBLE_WITHIN = 300;
const DOUBLE_NEAR = 40;
const CLOSE_UP = 2.5;
const LARGEST = 8;
const STEP = 1.4;
const TIME = dateTimeFormat({ dateStyle: "medium", timeStyle: "short" });
const NUMBER = numberFormat();

/**
 * Shows pictures large, one after the other, with their authors and times. It is a dialog over the page, which keeps the
 * focus in it.
 */
export class Viewer {
  #list;
  #dialog;
  #picture;
  #trouble;
  #zoom;
  /** The link of the picture that is shown. */
  #link = null;
  /** The link that was followed into the viewer. */
  #entry = null;
  /** What is loaded ahead. */
  #ahead = [];

  /**
   * @param {HTMLElement} list of the lines
   * @param {HTMLDialogElement} dialog
   */
  constructor(list, dialog) {
    this.#list = list;
    this.#dialog = dialog;
    this.#picture = dialog.querySelector("img");
    this.#trouble = dialog.querySelector(".viewer-trouble");
    this.#zoom = new Zoom(dialog.querySelector(".viewer-stage"), this.#picture, {
      step: (step) => this.#step(step),
      close: () => dialog.close(),
      zoomed: (isZoomed) => {
        dialog.querySelector("[data-act=zoom]").ariaPressed = String(isZoomed);
      },
    });
    document.body.append(dialog);
    dialog.addEventListener("click", ({ target }) => this.#act(target.closest("[data-act]")?.dataset.act));
    dialog.addEventListener("keydown", (event) => this.#press(event));
    dialog.addEventListener("close", () => this.#leave());
    this.#picture.addEventListener("load", () => this.#loaded());
    this.#picture.addEventListener("error", () => this.#fail());
    list.addEventListener("foyer:changed", () => this.#look());
    new ResizeObserver(() => dialog.open && this.#zoom.fit()).observe(dialog);
  }

  /** @param {HTMLAnchorElement} link of a picture in a line */
  open(link) {
    this.#entry = link;
    this.#dialog.showModal();
    this.#show(link);
  }

  #act(act) {
    switch (act) {
      case "close":
        this.#dialog.close();
        break;
      case "next":
      case "previous":
        this.#step(act === "next" ? 1 : -1);
        break;
      case "zoom":
        this.#zoom.toggle();
        break;
      case "retry":
        this.#show(this.#link);
        break;
      default:
    }
  }

  #press(event) {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) {
      return;
    }
    const forward = getComputedStyle(this.#dialog).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, Home: -Infinity, End: Infinity }[key];
    const zoom = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 0 }[key];
    if (step !== undefined) {
      this.#step(step);
    } else if (zoom !== undefined) {
      this.#zoom.by(zoom);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  get #links() {
    return [...this.#list.querySelectorAll(PICTURES)];
  }

  /** Goes on by some pictures, and stays at the first and the last one. */
  #step(step) {
    const links = this.#links;
    const at = links.indexOf(this.#link);
    const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
    if (next && next !== this.#link) {
      this.#show(next);
    }
  }

  #show(link) {
    const { width, height, name, alt } = link.parentElement.dataset;
    const line = link.closest(".message");
    const at = line.querySelector("time")?.dateTime;
    const label = alt ?? name;
    this.#link = link;
    this.#trouble.hidden = true;
    this.#picture.hidden = false;
    this.#picture.alt = label;
    this.#picture.style.backgroundImage = `url("${link.querySelector("img").src}")`;
    this.#zoom.fit(Number(width), Number(height));
    this.#picture.src = link.href;
    this.#part(".viewer-author").textContent = line.dataset.author;
    this.#part("time").textContent = at ? TIME.format(new Date(at)) : "";
    this.#part(".viewer-caption bdi").textContent = label;
    this.#part("a[download]").href = link.href;
    this.#tell(label);
  }

  /** Says which of how many it is. */
  #tell(label) {
    const links = this.#links;
    const at = links.indexOf(this.#link);
    const position = word("attachment.position", NUMBER.format(at + 1), NUMBER.format(links.length));
    this.#part(".viewer-position").textContent = links.length > 1 ? position : "";
    this.#part("[role=status]").textContent = links.length > 1 ? `${position}: ${label}` : label;
    this.#offer("[data-act=previous]", at > 0);
    this.#offer("[data-act=next]", at < links.length - 1);
    this.#ahead = [links[at + 1], links[at - 1]].filter(Boolean).map(({ href }) => Object.assign(new Image(), { src: href }));
  }

  #offer(selector, isThere) {
    const button = this.#part(selector);
    if (!isThere && button === document.activeElement) {
      this.#part("[data-act=close]").focus();
    }
    button.hidden = !isThere;
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }

  #loaded() {
    this.#picture.style.backgroundImage = "";
  }

  /** The picture may have been deleted, or there may be no connection. */
  async #fail() {
    const link = this.#link;
    const status = await fetch(link.href, { method: "HEAD" }).then(
      (response) => response.status,
      () => 0,
    );
    if (link === this.#link && this.#dialog.open) {
      const isGone = GONE.includes(status);
      const words = word(isGone ? "attachment.gone" : "attachment.not-loaded");
      this.#picture.hidden = true;
      this.#trouble.querySelector("span").textContent = words;
      this.#trouble.querySelector("button").hidden = isGone;
      this.#trouble.hidden = false;
      this.#part("[role=status]").textContent = words;
    }
  }

  /** The message may have been deleted. */
  #look() {
    if (this.#dialog.open && !this.#link.closest(".message")) {
      this.#dialog.close();
      showToast(word("attachment.gone"));
    }
  }

  /** The focus goes to the picture that was shown last. */
  #leave() {
    const link = this.#link;
    this.#ahead = [];
    this.#picture.removeAttribute("src");
    if (link.isConnected) {
      link.focus({ preventScroll: true });
      if (link !== this.#entry) {
        link.scrollIntoView({ block: "nearest" });
      }
    } else {
      document.getElementById("box").focus({ preventScroll: true });
    }
  }
}

/**
 * Zooms a picture by two fingers, the wheel, a double click or double tap, and moves it. A picture that is not zoomed is
 * swiped away to the sides or, downwards, closed.
 */
class Zoom {
  #stage;
  #picture;
  #to;
  #size = { width: 0, height: 0 };
  #scale = 1;
  #x = 0;
  #y = 0;
  /** Where the fingers are, by their ids. */
  #fingers = new Map();
  /** @type {{x: number, y: number, isAlone: boolean} | null} */
  #begun = null;
  #tapped = { at: -Infinity, x: 0, y: 0 };

  /**
   * @param {HTMLElement} stage what the picture stands in
   * @param {HTMLImageElement} picture
   * @param {{step: (step: number) => void, close: () => void, zoomed: (isZoomed: boolean) => void}} to
   */
  constructor(stage, picture, to) {
    this.#stage = stage;
    this.#picture = picture;
    this.#to = to;
    stage.addEventListener("pointerdown", (event) => this.#begin(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#end(event));
    stage.addEventListener("pointercancel", (event) => this.#cancel(event));
    stage.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
  }

  /** Fits a picture into the stage: another one of this size, or the same. */
  fit(width = this.#size.width, height = this.#size.height) {
    this.#size = { width, height };
    const { clientWidth, clientHeight } = this.#stage;
    const scale = Math.min(1, clientWidth / width, clientHeight / height);
    this.#picture.style.inlineSize = `${Math.max(1, width * scale)}px`;
    this.#picture.style.blockSize = `${Math.max(1, height * scale)}px`;
    this.#set(1, 0, 0);
  }

  /** Zooms in or out. */
  toggle(point) {
    this.#scaleTo(this.#scale > 1 ? 1 : CLOSE_UP, point);
  }

  /** @param {number} factor 0 for the size that fits */
  by(factor, point) {
    this.#scaleTo(factor === 0 ? 1 : this.#scale * factor, point);
  }

  /** What is at a point stays there. */
  #scaleTo(wanted, point = this.#middle) {
    const scale = Math.max(1, Math.min(LARGEST, wanted));
    const { x, y } = this.#middle;
    const grown = scale / this.#scale;
    this.#set(
      scale,
      point.x - x - (point.x - x - this.#x) * grown,
      point.y - y - (point.y - y - this.#y) * grown,
    );
  }

  get #middle() {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }

  /** The picture cannot be moved out of the stage. */
  #set(scale, x, y) {
    const { offsetWidth, offsetHeight } = this.#picture;
    const within = (place, size, space) => {
      const most = Math.max(0, (size * scale - space) / 2);
      return Math.max(-most, Math.min(most, place));
    };
    this.#scale = scale;
    this.#x = within(x, offsetWidth, this.#stage.clientWidth);
    this.#y = within(y, offsetHeight, this.#stage.clientHeight);
    this.#paint(this.#x, this.#y);
    this.#to.zoomed(scale > 1);
  }

  #paint(x, y) {
    this.#picture.style.transform = `translate(${x}px, ${y}px) scale(${this.#scale})`;
  }

  #begin(event) {
    const { pointerId, clientX: x, clientY: y, button } = event;
    if (button !== 0 || event.target.closest("button")) {
      return;
    }
    this.#stage.setPointerCapture(pointerId);
    this.#fingers.set(pointerId, { x, y });
    this.#begun = { x, y, isAlone: this.#fingers.size === 1, isOutside: event.target === this.#stage };
  }

  #move({ pointerId, clientX: x, clientY: y }) {
    const before = this.#fingers.get(pointerId);
    if (!before) {
      return;
    }
    const spread = this.#spread();
    this.#fingers.set(pointerId, { x, y });
    if (this.#fingers.size === 2) {
      const now = this.#spread();
      this.#set(this.#scale, this.#x + now.x - spread.x, this.#y + now.y - spread.y);
      this.#scaleTo((this.#scale * now.length) / Math.max(1, spread.length), now);
    } else if (this.#scale > 1) {
      this.#set(this.#scale, this.#x + x - before.x, this.#y + y - before.y);
    } else if (this.#begun?.isAlone) {
      const along = x - this.#begun.x;
      const down = y - this.#begun.y;
      this.#paint(Math.abs(along) > Math.abs(down) ? along : 0, Math.abs(along) > Math.abs(down) ? 0 : Math.max(0, down));
    }
  }

  /** The middle between two fingers, and how far they are apart. */
  #spread() {
    const [one, other = one] = this.#fingers.values();
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, length: Math.hypot(one.x - other.x, one.y - other.y) };
  }

  #end(event) {
    const { pointerId, clientX: x, clientY: y } = event;
    const begun = this.#begun;
    const wasLast = this.#fingers.delete(pointerId) && this.#fingers.size === 0;
    if (!wasLast || !begun) {
      return;
    }
    this.#begun = null;
    this.#paint(this.#x, this.#y);
    const along = x - begun.x;
    const down = y - begun.y;
    if (begun.isAlone && Math.hypot(along, down) < SLOP) {
      this.#tap({ x, y }, event.timeStamp, begun.isOutside);
    } else if (begun.isAlone && this.#scale === 1) {
      this.#swipe(along, down);
    }
  }

  #swipe(along, down) {
    if (Math.abs(along) > SWIPED_FROM && Math.abs(along) > Math.abs(down)) {
      const isForward = along < 0 === (getComputedStyle(this.#stage).direction !== "rtl");
      this.#to.step(isForward ? 1 : -1);
    } else if (down > PULLED_FROM && down > Math.abs(along)) {
      this.#to.close();
    }
  }

  #tap(point, at, isOutside) {
    const isDouble =
      at - this.#tapped.at < DOUBLE_WITHIN && Math.hypot(point.x - this.#tapped.x, point.y - this.#tapped.y) < DOUBLE_NEAR;
    this.#tapped = { at: isDouble ? -Infinity : at, ...point };
    if (isDouble) {
      this.toggle(point);
    } else if (isOutside) {
      this.#to.close();
    }
  }

  #cancel({ pointerId }) {
    this.#fingers.delete(pointerId);
    this.#begun = null;
    this.#paint(this.#x, this.#y);
  }

  #turn(event) {
    event.preventDefault();
    // Two fingers on a touchpad come as the wheel with Control.
    const speed = event.ctrlKey ? 0.01 : 0.002;
    this.by(Math.exp(-event.deltaY * speed), { x: event.clientX, y: event.clientY });
  }
}
