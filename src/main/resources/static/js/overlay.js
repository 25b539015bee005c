import { learnWords } from "foyer/i18n";

const home = new URL(document.getElementById("talk").dataset.base, location.href);
const EDGE = 8;
const GAP = 4;

/**
 * Loads a part of the page that is not needed at first, with its style sheet and its words.
 * @param {string} name
 * @returns {Promise<DocumentFragment>} what it has else; fails where it cannot be loaded
 */
export async function loadPart(name) {
  const response = await fetch(new URL(`parts/${name}`, home));
  if (!response.ok) {
    throw new Error(`A part of the page cannot be loaded: ${response.status}`);
  }
  const part = document.createElement("template");
  part.innerHTML = await response.text();
  const { content } = part;
  await Promise.all(Array.from(content.querySelectorAll("link"), loadStyles));
  content.querySelectorAll("template.words").forEach((words) => {
    learnWords(words);
    words.remove();
  });
  return content;
}

/**
 * Adds a style sheet to the page.
 * @param {HTMLLinkElement} link
 * @returns {Promise<void>} once it applies; fails where it cannot be loaded
 */
export function loadStyles(link) {
  return new Promise((done, failed) => {
    link.addEventListener("load", done, { once: true });
    link.addEventListener("error", () => failed(new Error("A style sheet cannot be loaded")), { once: true });
    document.head.append(link);
  });
}

/**
 * Puts an element over the page beside another: below it or, where there is more space, above it, and at the end of the
 * line. All of it stays within the window.
 * @param {HTMLElement} element with a fixed position
 * @param {DOMRect} anchor
 */
export function putBeside(element, anchor) {
  const { width, height } = element.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const isRtl = getComputedStyle(element).direction === "rtl";
  const isBelow = anchor.bottom + GAP + height + EDGE <= clientHeight || anchor.top < clientHeight - anchor.bottom;
  element.style.left = `${within(isRtl ? anchor.left : anchor.right - width, clientWidth - width)}px`;
  element.style.top = `${within(isBelow ? anchor.bottom + GAP : anchor.top - GAP - height, clientHeight - height)}px`;
}

function within(place, most) {
  return Math.max(EDGE, Math.min(place, most - EDGE));
}
