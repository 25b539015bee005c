package chat.foyer.entry;

import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;

/**
 * A seat as the pages show it.
 *
 * @param seat the seat
 * @param room the name of its room as it is shown
 */
record NamedSeat(Seat seat, RoomName room) {
}
