// What is kept for the time without a connection is in one language: another one is another worker.
const worker = new URL(`../worker.js?${document.documentElement.lang}`, import.meta.url);

// Only pages under TLS may have one, and the reader may forbid it; nothing but the page for that time is lost.
navigator.serviceWorker?.register(worker).catch(() => {});
