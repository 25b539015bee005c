package chat.foyer.message;

import chat.foyer.room.RoomName;

/**
 * An event is on disk. The happenings of one room are published one after the other, in
 * the order of their {@link Event#seq() seq}; one that is lost, as by a kill, can be read
 * from {@link Events}.
 *
 * @param room the room in whose log it stands
 * @param event the event
 */
public record EventAppended(RoomName room, Event event) {
}
