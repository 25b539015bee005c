const words = new Map(
  Array.from(document.getElementById("words").content.children, (word) => [word.value, word.textContent]),
);

/** What a key of the message bundle says in the page's language, with `{0}`, `{1}` … replaced by the values. */
export function word(key, ...values) {
  return (words.get(key) ?? "").replace(/\{(\d)\}/g, (_, index) => values[index]);
}

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
