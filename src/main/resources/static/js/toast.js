const SHOWN = 10_000;
const ANNOUNCED_AFTER = 300;
/** A region is read out only if it is there before its content. */
const FILLED_AFTER = 50;

const toast = document.getElementById("toast");
let timer;

/**
 * Shows a short message for ten seconds, in place of the one before. A pointer over it, the focus in it and a hidden
 * page stop the clock. A screen reader reads it out when it is done with what it is reading.
 * @param {string} text
 * @param {string} [label] of the button, if there is one
 * @param {() => void} [act] done when the button is pressed
 */
export function showToast(text, label, act) {
  const close = () => {
    hide();
    act();
  };
  fill(paragraph(text), ...(label ? [buttonOf(label, close)] : []));
}

/** A short message with a button, above the others, until it is removed. */
export class Toast {
  #element = document.createElement("div");

  /**
   * @param {string} text
   * @param {string} label of the button
   * @param {() => void} act done when the button is pressed
   */
  constructor(text, label, act) {
    this.#element.className = "toast";
    this.#element.role = "status";
    toast.before(this.#element);
    setTimeout(() => this.#element.append(paragraph(text), buttonOf(label, act)), FILLED_AFTER);
  }

  /** Whether a pointer is over it, or the focus in it. */
  get isLookedAt() {
    return this.#element.matches(":hover, :focus-within");
  }

  remove() {
    this.#element.remove();
  }
}

function paragraph(text) {
  const words = document.createElement("p");
  words.textContent = text;
  return words;
}

function buttonOf(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function fill(...content) {
  toast.replaceChildren(...content);
  toast.hidden = false;
  start();
}

function hide() {
  clearTimeout(timer);
  toast.hidden = true;
  toast.replaceChildren();
}

function start() {
  clearTimeout(timer);
  timer = setTimeout(() => (isLookedAt() ? start() : hide()), SHOWN);
}

function isLookedAt() {
  return document.hidden || toast.matches(":hover, :focus-within");
}

["pointerleave", "focusout"].forEach((type) => toast.addEventListener(type, start));
document.addEventListener("visibilitychange", start);

// What the page was served with is read out only if it comes into a region that is there already.
if (!toast.hidden) {
  const content = [...toast.children];
  toast.replaceChildren();
  setTimeout(fill, ANNOUNCED_AFTER, ...content);
}
