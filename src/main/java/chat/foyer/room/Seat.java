package chat.foyer.room;

import java.io.Serializable;

/**
 * One guest in one room, across tabs, reloads and short disconnections. While a seat is
 * held nobody else in the room can take a username that {@link Username#resembles
 * resembles} its own.
 *
 * @param id random, unique among all seats ever taken
 * @param room the room
 * @param guest the {@link Guest#id() guest} who holds the seat
 * @param username the name the guest bears in this room
 */
public record Seat(String id, RoomKey room, String guest, Username username) implements Serializable {
}
