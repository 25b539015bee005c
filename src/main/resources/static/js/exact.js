/**
 * Shows the exact time beside the short one that is pointed at or has the focus, until one goes on or presses Escape
 * (WCAG 2.2, 1.4.13).
 * @param {HTMLElement} box with the lines
 * @param {HTMLElement} tip where the exact time is shown
 */
export function showExactTimes(box, tip) {
  let shown = null;

  const place = () => {
    tip.hidden = !shown;
    if (shown) {
      putBeside(shown.getBoundingClientRect(), tip, box);
    }
  };

  const show = (time) => {
    if (time !== shown) {
      shown?.removeAttribute("aria-describedby");
      shown = time;
      if (time) {
        tip.textContent = time.dataset.exact;
        time.setAttribute("aria-describedby", tip.id);
      }
      place();
    }
  };

  // One may point at what is shown, too. Whoever points elsewhere sees again what has the focus.
  const point = (target) => target === tip || show(timeAt(target) ?? timeAt(document.activeElement));

  box.addEventListener("mouseover", ({ target }) => point(target));
  box.addEventListener("mouseleave", () => point(box));
  box.addEventListener("focusin", ({ target }) => show(timeAt(target)));
  box.addEventListener("focusout", () => show(null));
  box.addEventListener("scroll", place, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !event.defaultPrevented) {
      event.preventDefault();
      show(null);
    }
  });
}

/** Above the time, or below where the box ends there, so that the line is still seen; nowhere while the time is not. */
function putBeside(time, tip, box) {
  const room = box.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = getComputedStyle(box).direction === "rtl" ? time.left : time.right - width;
  tip.style.left = `${Math.max(room.left, Math.min(left, room.right - width))}px`;
  tip.style.top = `${time.top - height >= room.top ? time.top - height : time.bottom}px`;
  tip.hidden = time.bottom <= room.top || time.top >= room.bottom;
}

function timeAt(element) {
  return element?.closest(".event time") ?? null;
}
