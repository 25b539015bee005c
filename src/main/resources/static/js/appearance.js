import { writeCookie } from "foyer/controls";

/** They have no cookie. */
const DEFAULTS = ["system", "cosy"];

/**
 * Applies a choice of theme or density at once, and keeps it in a cookie, with which the server renders the next page.
 * @param {{name: "theme" | "density", value: string}} choice
 */
export function choose({ name, value }) {
  const page = document.documentElement;
  if (DEFAULTS.includes(value)) {
    writeCookie(name, "");
    delete page.dataset[name];
  } else {
    writeCookie(name, value);
    page.dataset[name] = value;
  }
  paintBrowser(page.dataset.theme);
}

/** Gives the browser's own parts the colours of the theme. */
function paintBrowser(theme) {
  for (const scheme of ["light", "dark"]) {
    const media = theme ? (theme === scheme ? "all" : "not all") : `(prefers-color-scheme: ${scheme})`;
    document.getElementById(`theme-${scheme}`).media = media;
  }
}
