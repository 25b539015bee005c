const AHEAD = "600px";
const QUIET = 1_000;

/**
 * Makes the link to earlier messages load them in place, and by itself before the reader gets there.
 * @param {HTMLElement} box what scrolls
 * @param {HTMLElement} earlier bears the link, hidden if there are no earlier messages
 * @param {() => Promise<void>} load loads some
 * @param {(error: Error) => void} failed told when loading did not succeed; it is tried again when asked for again
 */
export function loadEarlier(box, earlier, load, failed) {
  let isLoading = false;

  const near = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && start(), {
    root: box,
    rootMargin: `${AHEAD} 0px 0px 0px`,
  });

  async function start() {
    if (isLoading || earlier.hidden) {
      return;
    }
    isLoading = true;
    // Old messages are there to be read, not to be read out.
    box.ariaLive = "off";
    try {
      await load();
      // Watching anew tells at once if the reader is near the end of these as well.
      near.unobserve(earlier);
      near.observe(earlier);
    } catch (error) {
      failed(error);
    } finally {
      isLoading = false;
      setTimeout(() => {
        box.ariaLive = null;
      }, QUIET);
    }
  }

  earlier.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    start();
  });
  near.observe(earlier);
}
