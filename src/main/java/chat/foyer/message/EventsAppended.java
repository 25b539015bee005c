package chat.foyer.message;

import java.util.List;

import chat.foyer.room.RoomKey;

/**
 * Events of one room that were stored or read together are on disk. Published by one
 * thread, for each room in the order of {@link Event#seq() seq}: listeners must not
 * block. Those of other nodes are published only in rooms that have
 * {@link RoomListeners}. What is lost, as by a kill, can be read from {@link Events}.
 *
 * @param room the room in whose log they stand
 * @param events the events in rising order of {@code seq}, at least one
 */
public record EventsAppended(RoomKey room, List<Event> events) {
}
