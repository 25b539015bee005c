/**
 * Makes what was unfolded over the page fold away when one goes on elsewhere, by mouse or by keyboard.
 * @param {HTMLDetailsElement} details
 * @param {() => boolean} staysOpen whether there is room for it beside the rest
 */
export function foldAway(details, staysOpen = () => false) {
  const fit = () => {
    details.open = staysOpen();
  };
  fit();
  document.addEventListener("click", ({ target }) => details.contains(target) || fit());
  details.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !details.contains(relatedTarget)) {
      fit();
    }
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open && !staysOpen()) {
      event.stopPropagation();
      fit();
      details.querySelector("summary").focus();
    }
  });
  return fit;
}
