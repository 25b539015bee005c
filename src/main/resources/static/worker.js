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

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openRoom(event.notification.data.address));
});

/** Shows the tab of a room if there is one, else a new one. */
async function openRoom(address) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === new URL(address).pathname);
  try {
    await page.focus();
  } catch {
    await clients.openWindow(address);
  }
}
