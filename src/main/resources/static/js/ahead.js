const AHEAD = "600px";

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

  const near = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && start(), {
    root: box,
    rootMargin: `${AHEAD} 0px ${AHEAD} 0px`,
  });

  async function start() {
    if (isLoading || end.hidden) {
      return;
    }
    isLoading = true;
    try {
      await load();
      // Watching anew tells at once if the reader is near the end of these as well.
      near.unobserve(end);
      near.observe(end);
    } catch (error) {
      failed(error);
    } finally {
      isLoading = false;
    }
  }

  near.observe(end);
  return start;
}
