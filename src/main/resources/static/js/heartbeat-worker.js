/* Ticks while the page is hidden: told how often, in milliseconds, it posts a message each time. */
addEventListener("message", ({ data }) => setInterval(() => postMessage(null), data));
