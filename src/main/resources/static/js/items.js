import { local } from "foyer/web-storage";

/** The key of an item that the browser keeps for a guest in a room, such as `foyer/class%207b/Ann/draft/…`. */
export function itemKey(room, name, what) {
  return `foyer/${room}/${encodeURIComponent(name)}/${what}`;
}

/**
 * Finds all items of a kind, of all rooms and names.
 * @param {"line" | "draft" | "said"} kind
 * @returns {{key: string, room: string, id: string}[]} `id` is empty for an item that is the only one of its kind
 */
export function findItems(kind) {
  return local
    .keys()
    .map((key) => ({ key, parts: key.split("/") }))
    .filter(({ parts: [home, , , what] }) => home === "foyer" && what === kind)
    .map(({ key, parts: [, room, , , ...id] }) => ({ key, room, id: id.join("/") }));
}

/**
 * Whether two keys of rooms mean the same room. Keys kept by a page from before names of rooms were folded may be in
 * another spelling.
 */
export function isSameRoom(one, other) {
  return one === other || fold(one) === fold(other);
}

/** Both ways, so that what has no small letter of its own (ß, ſ) is folded too. */
function fold(room) {
  try {
    return decodeURIComponent(room).normalize("NFKC").toUpperCase().toLowerCase();
  } catch {
    return room;
  }
}
