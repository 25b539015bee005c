package chat.foyer.message;

import chat.foyer.room.Seat;

/**
 * This node has appended an arrival or a departure to the log of a room. Other nodes do
 * not publish it.
 *
 * @param seat the seat that came or went
 * @param type {@link EventType#JOIN} or {@link EventType#LEAVE}
 * @param isImplied whether it is an arrival that was written together with a message,
 * because the log had none of the message's seat
 */
record NoticeAppended(Seat seat, EventType type, boolean isImplied) {
}
