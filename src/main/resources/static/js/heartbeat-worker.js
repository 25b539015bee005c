/* A worker that ticks: it is told how often, in milliseconds, and says so each time. */
addEventListener("message", ({ data }) => setInterval(() => postMessage(null), data));
