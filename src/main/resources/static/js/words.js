const words = new Map(
  Array.from(document.getElementById("words").content.children, (word) => [word.value, word.textContent]),
);

/** What a key of the message bundle says in the page's language, with `{0}`, `{1}` … replaced by the values. */
export function word(key, ...values) {
  return (words.get(key) ?? "").replace(/\{(\d)\}/g, (_, index) => values[index]);
}

const pageLanguage = document.documentElement.lang;

/** The page's language as the reader's region writes it, for times, numbers and order. */
export const language =
  navigator.languages.find((one) => one.split("-")[0] === pageLanguage.split("-")[0]) ?? pageLanguage;
