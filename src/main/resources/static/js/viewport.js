/**
 * Fits the page into what an on-screen keyboard leaves of the screen, for browsers that lay the keyboard over the page.
 * Where the page was only magnified, nothing is to be fitted.
 */
export function fitAboveKeyboard() {
  const { visualViewport } = window;
  const page = document.documentElement;
  visualViewport?.addEventListener("resize", () => {
    const isCovered = visualViewport.scale === 1 && visualViewport.height < page.clientHeight - 1;
    page.style.setProperty("--viewport", isCovered ? `${visualViewport.height}px` : "");
    if (isCovered) {
      window.scrollTo(0, 0);
    }
  });
}
