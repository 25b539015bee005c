package chat.foyer.message;

import chat.foyer.room.Seat;

/**
 * An arrival was written together with a message, because the log had none of the
 * message's seat.
 *
 * @param seat the seat of both
 */
record ArrivalImplied(Seat seat) {
}
