import { graphemes } from "foyer/formats";

const TINTS = 12;
const charactersOf = graphemes();

/**
 * Gives an element the colour and the letter of a person. Both come from the name alone, so that they stay the same on
 * every page; the server does it in the same way.
 */
export function dress(element, name) {
  element.classList.add(`tint-${tint(name)}`);
  element.dataset.initial = initial(name);
}

function tint(name) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) {
    hash = (Math.imul(31, hash) + name.charCodeAt(i)) | 0;
  }
  return ((hash % TINTS) + TINTS) % TINTS;
}

function initial(name) {
  return charactersOf(name)[0]?.toUpperCase() ?? "";
}
