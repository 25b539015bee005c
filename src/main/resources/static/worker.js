/*
 * Shows a page that says so where a page cannot be loaded: there is no network, or the server does not answer. Nothing
 * else is kept: what is said in rooms is no matter of caches.
 */

const KEPT = "offline";
const PAGE = new URL("offline", location.href).href;
const PARTS = /<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"/g;
const PLACE = /^.*\/(?:rooms|move)\/[^/?#]+/;
const GATEWAY_ERRORS = [502, 503, 504];

async function keep() {
  await caches.delete(KEPT);
  const kept = await caches.open(KEPT);
  const page = await fetch(PAGE, { cache: "no-store" });
  const html = await page.clone().text();
  await kept.addAll(Array.from(html.matchAll(PARTS), ([, address]) => address));
  await kept.put(PAGE, page);
}

addEventListener("install", (event) => {
  event.waitUntil(keep());
  skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(loadPage(request));
  } else if (["style", "script"].includes(request.destination)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});

async function loadPage(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer && !isOfGateway(answer)) {
    return answer;
  }
  if (request.method !== "GET") {
    // The page that the form stands on can be loaded again, and again.
    return Response.redirect(formOf(request.url), 303);
  }
  return (await caches.match(PAGE)) ?? answer ?? Response.error();
}

/** Whether a proxy answers because the server does not. All pages of the server have this header. */
function isOfGateway({ status, headers }) {
  return GATEWAY_ERRORS.includes(status) && !headers.has("Content-Security-Policy");
}

function formOf(address) {
  const [page] = PLACE.exec(address) ?? [];
  // With a room, even an empty one, the start page has the form for guests who are in another room, too.
  return page ?? new URL(address.endsWith("/move") ? "./" : "./?room=", location.href).href;
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openRoom(event.notification.data.address));
});

/** Shows the tab of a room if there is one, whatever part of the talk it shows, else a new one. */
async function openRoom(address) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => PLACE.exec(url)?.[0] === PLACE.exec(address)[0]);
  try {
    await page.focus();
  } catch {
    await clients.openWindow(address);
  }
}
