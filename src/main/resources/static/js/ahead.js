const AHEAD = 600;

/**
 * Loads more before the reader gets to the end of what is shown.
 * @param {HTMLElement} box what scrolls
 * @param {HTMLElement} end stands where more would come, hidden if there is no more
 * @param {() => Promise<void>} load loads some
 * @param {(error: Error) => void} failed told when loading did not succeed; it is tried again when asked for again
 * @returns {() => Promise<void>} asks for more
 */
export function loadAhead(box, end, load, failed) {
  let isLoading = false;
  const lookAgain = watch(box, end, start);

  async function start() {
    if (isLoading || end.hidden) {
      return;
    }
    isLoading = true;
    try {
      await load();
      lookAgain();
    } catch (error) {
      failed(error);
    } finally {
      isLoading = false;
    }
  }

  return start;
}

/**
 * Tells when the end comes near.
 * @returns {() => void} makes it told again if the end is still near
 */
function watch(box, end, near) {
  if (!window.IntersectionObserver) {
    const look = () => isNear(box, end) && near();
    box.addEventListener("scroll", look, { passive: true });
    return () => setTimeout(look);
  }
  const observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && near(), {
    root: box,
    rootMargin: `${AHEAD}px 0px ${AHEAD}px 0px`,
  });
  observer.observe(end);
  return () => {
    // Watching anew tells at once if the end is near.
    observer.unobserve(end);
    observer.observe(end);
  };
}

function isNear(box, end) {
  const { top, bottom } = box.getBoundingClientRect();
  const place = end.getBoundingClientRect();
  return !end.hidden && place.bottom > top - AHEAD && place.top < bottom + AHEAD;
}
