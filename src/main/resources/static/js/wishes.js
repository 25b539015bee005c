import { isSameRoom } from "foyer/items";
import { local, parseObject } from "foyer/web-storage";

const HOME = "foyer.wishes/";
const NOTIFY = ["none", "mentions", "all"];

/**
 * Which messages in a room the guest wants to be notified of while the page is hidden, as this browser remembers it.
 * @typedef {{notify: "none" | "mentions" | "all", sound: boolean}} Wishes
 */

/** @returns {Wishes} those for a room, by its key */
export function wishesFor(room) {
  const { notify, sound } = parseObject(local.get(HOME + room) ?? takeOver(room)) ?? {};
  return { notify: NOTIFY.includes(notify) ? notify : "none", sound: sound === true };
}

/** @param {Wishes} wishes */
export function remember(room, wishes) {
  local.set(HOME + room, JSON.stringify(wishes));
}

/** Moves what was kept under another spelling of the room's key. */
function takeOver(room) {
  const old = local.keys().find((key) => key.startsWith(HOME) && isSameRoom(key.slice(HOME.length), room));
  const value = old ? local.get(old) : null;
  if (value !== null && local.set(HOME + room, value)) {
    local.remove(old);
  }
  return value;
}
