const words = new Map();
learnWords(document.getElementById("words"));

/** @param {HTMLTemplateElement | null} template with a text for each key */
export function learnWords(template) {
  Array.from(template?.content.children ?? [], (word) => words.set(word.value, word.textContent));
}

/**
 * The text of a key in the page's language. As in Java's MessageFormat, `{0}`, `{1}` … stand for the values, and
 * `{0,choice,1#…|1<…}` for the last form whose limit the number reaches (`#`) or exceeds (`<`).
 */
export function word(key, ...values) {
  return fill(words.get(key) ?? "", values);
}

function fill(text, values) {
  return text.replace(/\{(\d)(?:,choice,((?:[^{}]|\{\d\})*))?\}/g, (_, index, forms) =>
    forms ? fill(chosen(forms, values[index]), values) : values[index],
  );
}

function chosen(forms, number) {
  const parsed = forms.split("|").map((form) => /^(\d+)([#<])(.*)$/.exec(form));
  return (parsed.findLast(([, limit, sign]) => (sign === "<" ? number > limit : number >= limit)) ?? parsed[0])[3];
}

const DEFAULT_LIMITS = { message: 4_000, edit: 900 };

/**
 * The server's limits, as the page is told them.
 * @type {{message: number, edit: number}} `message` is the greatest length of a message in code points; `edit` for how
 *   many seconds it may be edited, 0 for never
 */
export const limits = { ...DEFAULT_LIMITS, ...JSON.parse(document.getElementById("talk")?.dataset.limits ?? "{}") };

const pageLanguage = document.documentElement.lang;

/**
 * The page's language as the reader's region writes it, for times, numbers and order: a tag that `Intl` takes, or
 * undefined for the browser's own language.
 * @type {string | undefined}
 */
export const language = [...readerLanguages(), pageLanguage].find(isTaken);

/** What the browser tells may be no language tag (BCP 47): a POSIX locale such as `en_US@posix`, or nothing. */
function readerLanguages() {
  return Array.from(navigator.languages ?? [], (tag) => String(tag).replace(/[.@].*/, "").replaceAll("_", "-")).filter(
    (tag) => primary(tag) === primary(pageLanguage),
  );
}

function primary(tag) {
  return tag.split("-")[0].toLowerCase();
}

function isTaken(tag) {
  try {
    return [Intl.DateTimeFormat, Intl.NumberFormat, Intl.Collator].every((Format) => new Format(tag));
  } catch {
    return false;
  }
}

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

/** @returns {{format: (number: number) => string}} */
export function numberFormat() {
  return make((tag) => new Intl.NumberFormat(tag), { format: String });
}

/**
 * The order of names in lists: that of the page's language, and numbers as people count. The server has the same
 * (`NameOrder.java`), so the reader's region does not count.
 * @returns {{compare: (one: string, other: string) => number}}
 */
export function collator() {
  const byCode = (one, other) => (one < other ? -1 : Number(one > other));
  const order = make((tag) => new Intl.Collator(tag, { numeric: true }), { compare: byCode }, [pageLanguage, undefined]);
  return { compare: (one, other) => order.compare(one, other) || byCode(one, other) };
}

/** @returns {(text: string) => string[]} takes a text apart into characters as readers see them */
export function graphemes() {
  const segmenter = make((tag) => new Intl.Segmenter(tag), null);
  return (text) => (segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : Array.from(text));
}

function make(create, plain, tags = [language, undefined]) {
  for (const tag of tags) {
    try {
      return create(tag);
    } catch {
      // The next one, or none.
    }
  }
  return plain;
}
