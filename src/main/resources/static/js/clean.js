const LINE_ENDS = /\r\n|[\r\u0085\v\f\u2028\u2029]/g;
const DROPPED = /[^\P{Cc}\t\n]|[\ufeff\p{Noncharacter_Code_Point}]/gu;
const LINE = /[^\n]+/g;
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/;
const PDF = "\u202c";
const PDI = "\u2069";
const EMBEDDINGS = "\u202a\u202b\u202d\u202e";
const ISOLATES = "\u2066\u2067\u2068";
const MAX_MARKS = 8;
const TOO_MANY_MARKS = /(?:\p{M}\p{Cf}*){9,}/gu;
const INVISIBLE = /^[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]*$/u;

/**
 * Removes or repairs what cannot be seen in a pasted text, as the server does (`MessageText.java`): line ends become
 * LF, control characters are dropped, bidirectional controls are closed within their line, and a character keeps at
 * most eight combining marks. Cleaning a cleaned text changes nothing.
 */
export function clean(text) {
  const visible = text.replace(LINE_ENDS, "\n").replace(DROPPED, "");
  const closed = DIRECTIONS.test(visible) ? visible.replace(LINE, closeDirections) : visible;
  return closed.replace(TOO_MANY_MARKS, limitMarks);
}

/** Whether nothing of a text can be seen. The server refuses such a message. */
export function isInvisible(text) {
  return INVISIBLE.test(text);
}

/** Pairs the bidirectional controls of a line as UAX #9 does: a PDI also closes the embeddings inside its isolate. */
function closeDirections(line) {
  const open = [];
  let kept = "";
  for (const character of line) {
    if (EMBEDDINGS.includes(character)) {
      open.push(PDF);
    } else if (ISOLATES.includes(character)) {
      open.push(PDI);
    } else if (character === PDF || character === PDI) {
      const closed = character === PDF && open.at(-1) !== PDF ? -1 : open.lastIndexOf(character);
      if (closed < 0) {
        continue;
      }
      open.length = closed;
    }
    kept += character;
  }
  return kept + open.reverse().join("");
}

function limitMarks(run) {
  let marks = 0;
  return run.replace(/\p{M}/gu, (mark) => {
    marks += 1;
    return marks > MAX_MARKS ? "" : mark;
  });
}
