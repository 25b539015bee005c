const LEFT_OUT = /[\p{Default_Ignorable_Code_Point}*~`]/gu;
// An acute accent of its own decomposes to a blank with a combining accent.
const APOSTROPHE = / \u0301|[\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u05f3]/g;
const QUOTATION_MARK = /[\u201c-\u201f\u05f4]/g;
const HYPHEN = /[\u2010\u2012\u2013\u2212\u05be]/g;
const CHARACTER = /[^]\p{M}*/uy;

// Scripts that are written without blanks, or in which particles follow a name without one, and the sign that lengthens
// Kana.
const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\uff70\\p{sc=Bopomofo}\\p{sc=Hangul}\\p{sc=Yi}\\p{sc=Thai}" +
  "\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}";
const ATTACHED = "[\\p{M}\\p{Cf}]*";
const NO_BLANK = "[^\\s\\p{Z}@]";
const LETTER = "[\\p{L}\\p{N}]";
const SPACED_LETTER = `(?![${UNSPACED}])${LETTER}`;
const SIGN = "@\\uff20\\ufe6b";
const ANY_SIGN = new RegExp(`[${SIGN}]`);

// How a word or an address goes on with an `@`. Underscores belong to the letter before them. A slash belongs to a path
// after a dot, a colon, a tilde or another slash, and at the beginning of a word.
const INSIDE_A_WORD = `(?:${SPACED_LETTER}${ATTACHED}_*|[${SIGN}\\\\]|(?:^|[\\s\\p{Z}])(?:${NO_BLANK}*[.:~/\\\\]${NO_BLANK}*)?/)`;
const ENDS_INSIDE_A_WORD = new RegExp(`${INSIDE_A_WORD}$`, "u");
// A full stop without a blank behind it ends a sentence if the next word could begin one, and if a blank follows that
// word: `@Ann.Are you there`.
const NEXT_SENTENCE = `(?:[${UNSPACED}]|[\\p{Lu}\\p{Lt}\\p{Lo}][\\p{L}\\p{M}'\\u2019]*[\\s\\p{Z}])`;
// How a longer name or an address goes on after a name. Behind a dash, other than a hyphen, only a capital does. After
// an apostrophe small letters and up to three capitals are a suffix.
const GOES_ON = new RegExp(
  `${ATTACHED}(?:_+${LETTER}|[\\-\\u00b7\\u05be\\u2010\\u2011\\u2027\\u2212\\u30fb\\uff0d\\uff65]_*${LETTER}` +
    `|\\._*(?!${NEXT_SENTENCE})${LETTER}|[\\u2012\\u2013][\\p{Lu}\\p{Lt}\\p{N}]` +
    `|['\\u2018\\u2019\\u02bc\\uff07][\\p{Lu}\\p{Lt}](?:[\\p{Ll}\\p{M}]|\\p{L}{3})|@${NO_BLANK}*\\.${LETTER})`,
  "uy",
);
const LETTER_FOLLOWS = new RegExp(`${ATTACHED}${SPACED_LETTER}`, "uy");
// The end of a name that no letter can lengthen.
const SET_APART = new RegExp(`[${UNSPACED}\\p{So}\\p{Sk}]${ATTACHED}$`, "u");
const WINDOW = 64;

const SILENT = "code, pre, a";
const INLINE = "em, strong, del, span, bdi";

/** Matches what is written of a mention before the caret, where one can begin. */
export const BEGUN = new RegExp(`(?<!${INSIDE_A_WORD})([${SIGN}][^\\n${SIGN}]{0,64})$`, "u");

/**
 * A name in the form in which mentions are compared: without differences in compatibility (NFKC), case, the kind of
 * apostrophe, quotation mark, hyphen or blank, the number of blanks, and invisible characters. The characters of
 * Markdown marks are left out, because a rendered text does not show them. The server folds in the same way
 * (`FoldedName.java`).
 */
export function foldName(name) {
  let folded = "";
  for (let i = 0; i < name.length; ) {
    [folded, i] = append(folded, name, i);
  }
  return folded;
}

/**
 * Tells where a message calls the reader: by an `@` and the reader's name. The rules are those of the server
 * (`Mention.java`): the longest name that is here wins, a name ends where it ends, code and addresses call nobody.
 * A reply to a message of the reader calls the reader as well.
 */
export class Mention {
  #me;
  #since;
  #reader;
  #longerNames = [];
  #met = new Set();

  /**
   * @param {string} me the reader's username
   * @param {Iterable<string>} here the usernames that are here; the reader's own may be among them
   * @param {number} since the first event that can be of the reader's seat, 0 if that is not known
   */
  constructor(me, here = [], since = 0) {
    this.#me = me;
    this.#since = since;
    this.#reader = nameOf(me);
    this.meet(here);
  }

  /** @param {Iterable<string>} names usernames that are here, too */
  meet(names) {
    for (const name of names) {
      if (!this.#met.has(name)) {
        this.#met.add(name);
        const other = nameOf(name);
        if (other.folded !== this.#reader.folded && other.folded.startsWith(this.#reader.folded)) {
          this.#longerNames.push(other);
        }
      }
    }
  }

  /** Whether a message calls the reader: by name, or as a reply. */
  calls({ html = "", quote }) {
    return this.isReplyTo(quote) || this.isIn(html);
  }

  /** Whether a message that quotes another one replies to the reader. */
  isReplyTo(quote) {
    return quote !== undefined && quote.author === this.#me && quote.seq >= this.#since;
  }

  /** Whether a message, of which this is the `html`, names the reader. */
  isIn(html) {
    if (!ANY_SIGN.test(html)) {
      return false;
    }
    const template = document.createElement("template");
    template.innerHTML = html;
    return this.#find(read(template.content).text).length > 0;
  }

  /**
   * Marks in an element with a rendered message where it calls the reader.
   * @returns {boolean} whether it does anywhere
   */
  mark(element) {
    const { text, pieces } = read(element);
    const calls = this.#find(text);
    // From the end, so that the places before stay as they are.
    for (const { start, end } of calls.reverse()) {
      for (const piece of [...pieces].reverse()) {
        wrap(piece.node, start - piece.start, end - piece.start);
      }
    }
    return calls.length > 0;
  }

  #find(text) {
    return Array.from(text.matchAll(new RegExp(ANY_SIGN, "g")), ({ index }) => {
      return { start: index, end: this.#endOfCall(text, index) };
    }).filter(({ end }) => end > 0);
  }

  #endOfCall(text, sign) {
    const end = endOfName(this.#reader, text, sign + 1);
    const isCalled =
      end > 0 &&
      !this.#longerNames.some((longer) => endOfName(longer, text, sign + 1) > 0) &&
      !ENDS_INSIDE_A_WORD.test(text.slice(Math.max(0, sign - WINDOW), sign));
    return isCalled ? end : 0;
  }
}

function nameOf(name) {
  return { folded: foldName(name), isSetApart: SET_APART.test(name) };
}

/** Where a name ends that begins at a place of a text, 0 if the text goes on otherwise there. */
function endOfName({ folded, isSetApart }, text, from) {
  let read = "";
  let end = from;
  while (read.length < folded.length && end < text.length) {
    [read, end] = append(read, text, end);
    if (!folded.startsWith(read)) {
      return 0;
    }
  }
  const isWhole = read === folded && !stands(GOES_ON, text, end) && (isSetApart || !stands(LETTER_FOLLOWS, text, end));
  return isWhole ? end : 0;
}

function stands(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Appends the folded form of the character at a place, its combining marks included. */
function append(folded, text, from) {
  CHARACTER.lastIndex = from;
  const [character] = CHARACTER.exec(text);
  const added = fold(character);
  const isRepeatedBlank = added === " " && folded.endsWith(" ");
  return [isRepeatedBlank ? folded : folded + added, from + character.length];
}

function fold(character) {
  // Letter by letter: a sigma at the end of a word would have another small form.
  const cased = Array.from(character.normalize("NFKD"), (letter) => letter.toUpperCase().toLowerCase());
  return cased
    .join("")
    .normalize("NFKD")
    .replaceAll("i\u0307", "i")
    .replace(/[\t\p{Zs}]/gu, " ")
    .replace(APOSTROPHE, "'")
    .replace(QUOTATION_MARK, '"')
    .replace(HYPHEN, "-")
    .replace(LEFT_OUT, "");
}

/** The visible text of a rendered message, and its text nodes. In the place of code and links it has U+FFFC. */
function read(element, into = { text: "", pieces: [] }) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      into.pieces.push({ node, start: into.text.length });
      into.text += node.data;
    } else if (node.matches(SILENT)) {
      into.text += "\ufffc";
    } else if (node.matches(INLINE)) {
      read(node, into);
    } else {
      into.text += "\n";
      read(node, into);
      into.text += "\n";
    }
  }
  return into;
}

function wrap(node, start, end) {
  const range = document.createRange();
  range.setStart(node, Math.min(Math.max(0, start), node.length));
  range.setEnd(node, Math.max(0, Math.min(end, node.length)));
  if (!range.collapsed) {
    range.surroundContents(document.createElement("mark"));
  }
}
