/* Shows a page that says so where there is no connection. Nothing else is kept: what is said in rooms is no matter of caches. */

const KEPT = "offline";
const PAGE = new URL("offline", location.href).href;

async function keep() {
  await caches.delete(KEPT);
  const kept = await caches.open(KEPT);
  const page = await fetch(PAGE, { cache: "no-store" });
  const html = await page.clone().text();
  const styles = Array.from(html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g), ([, address]) => address);
  await kept.addAll(styles);
  await kept.put(PAGE, page);
}

addEventListener("install", (event) => {
  event.waitUntil(keep());
  skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
