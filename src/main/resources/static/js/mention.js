/** Finds where the reader is named: by an `@` and the whole name, in capital letters or not. */
export class Mention {
  #pattern;

  /** @param {string} me the reader's username */
  constructor(me) {
    // No hyphen: it means nothing here, and escaped it breaks the pattern.
    const name = me.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    this.#pattern = new RegExp(`(?<![\\p{L}\\p{N}_@])@${name}(?![\\p{L}\\p{N}_])`, "iu");
  }

  isIn(text) {
    return this.#pattern.test(text);
  }

  /**
   * Marks in an element, code left alone, where the reader is named.
   * @returns {boolean} whether that is anywhere
   */
  mark(element) {
    let isNamed = false;
    for (const text of texts(element)) {
      for (let rest = text, found; (found = this.#pattern.exec(rest.data)); ) {
        const named = rest.splitText(found.index);
        rest = named.splitText(found[0].length);
        const mark = document.createElement("mark");
        named.replaceWith(mark);
        mark.append(named);
        isNamed = true;
      }
    }
    return isNamed;
  }
}

function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("code, a")) {
      found.push(walker.currentNode);
    }
  }
  return found;
}
