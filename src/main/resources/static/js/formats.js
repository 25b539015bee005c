import { language } from "foyer/words";

/**
 * Formats of the page's language. A browser whose data on languages or time zones is incomplete throws; then the format
 * of its own language is used, or a plain one.
 */

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {{format: (at: Date | number) => string}}
 */
export function dateTimeFormat(options) {
  const plain = { format: (at) => new Date(at).toISOString().replace(/T(..:..).*/, options.dateStyle ? "" : " $1") };
  return make((tag) => new Intl.DateTimeFormat(tag, options), plain);
}

/** @returns {{compare: (one: string, other: string) => number}} */
export function collator() {
  const plain = { compare: (one, other) => (one < other ? -1 : Number(one > other)) };
  return make((tag) => new Intl.Collator(tag), plain);
}

/** @returns {(text: string) => string[]} takes a text apart into characters as readers see them */
export function graphemes() {
  const segmenter = make((tag) => new Intl.Segmenter(tag), null);
  return (text) => (segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : Array.from(text));
}

function make(create, plain) {
  for (const tag of [language, undefined]) {
    try {
      return create(tag);
    } catch {
      // The next one, or none.
    }
  }
  return plain;
}
