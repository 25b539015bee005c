/**
 * Folds away what was unfolded over the page when the reader goes on elsewhere: by a click, by moving the focus or by
 * Escape.
 * @param {HTMLDetailsElement} details
 * @param {{staysOpen?: () => boolean, opener?: () => HTMLElement | null}} [options] `staysOpen`: whether there is room
 * for it beside the rest; `opener`: what has the focus again after Escape, the summary if there is none
 * @returns {() => void} folds or unfolds it as `staysOpen` says
 */
export function foldAway(details, { staysOpen = () => false, opener = () => null } = {}) {
  const fit = () => {
    details.open = staysOpen();
  };
  fit();
  for (const type of ["click", "focusin"]) {
    document.addEventListener(type, ({ target }) => details.contains(target) || fit());
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && details.open && !staysOpen()) {
      event.preventDefault();
      const back = opener() ?? details.querySelector("summary");
      fit();
      back.focus();
    }
  });
  return fit;
}
