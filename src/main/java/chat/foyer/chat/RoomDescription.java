package chat.foyer.chat;

import java.util.Comparator;
import java.util.List;

import chat.foyer.message.EventPage;
import chat.foyer.room.Present;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * A room as programs get it.
 *
 * @param room the room's key as addresses and destinations spell it
 * @param name the room's name as pages show it
 * @param firstSeq the number of the oldest event, {@code lastSeq} + 1 if there is none
 * @param lastSeq the number of the newest event, 0 if there is none
 * @param limits the limits of what a guest sends
 * @param people the guests who are here, by name
 */
record RoomDescription(String room, String name, long firstSeq, long lastSeq, RoomLimits limits, List<Person> people) {

	/**
	 * Describes a room.
	 * @param page any events of the room
	 */
	static RoomDescription of(RoomKey room, RoomName name, EventPage page, RoomLimits limits, List<Present> here) {
		return new RoomDescription(room.encoded(), name.value(), page.firstSeq(), page.lastSeq(), limits,
				here.stream()
					.map((guest) -> new Person(guest.username().value(), guest.away()))
					.sorted(Comparator.comparing(Person::name))
					.toList());
	}

	/**
	 * A guest who is here.
	 *
	 * @param away whether the guest looks at no page of the room
	 */
	record Person(String name, @JsonInclude(Include.NON_DEFAULT) boolean away) {
	}

}
