package chat.foyer.entry;

import chat.foyer.room.Guest;

/**
 * A guest who continues in another browser.
 *
 * @param guest the guest
 * @param seat the id of the seat in whose room the guest was
 */
record Move(Guest guest, String seat) {
}
