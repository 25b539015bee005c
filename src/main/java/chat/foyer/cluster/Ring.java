package chat.foyer.cluster;

import java.util.Map;
import java.util.Set;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Username;

/**
 * What a node tells the others. Rooms stand as their {@linkplain RoomKey#value() keys},
 * guests as their usernames.
 *
 * @param look whether there may be more than the ring tells, in any room
 * @param heads the number of the last event that the node appended, by room
 * @param typing who is typing, by room
 * @param away whether guests are away or back, by room and guest
 * @param guests the ids of guests who entered or read further, by room
 * @param ended the ids of sessions that were ended
 */
record Ring(boolean look, Map<String, Long> heads, Map<String, Set<String>> typing,
		Map<String, Map<String, Boolean>> away, Map<String, Set<String>> guests, Set<String> ended) {

	/**
	 * Tells the others to look for what happened.
	 */
	static final Ring LOOK = new Ring(true, Map.of(), Map.of(), Map.of(), Map.of(), Set.of());

	static Ring head(RoomKey room, long seq) {
		return new Ring(false, Map.of(room.value(), seq), Map.of(), Map.of(), Map.of(), Set.of());
	}

	static Ring typing(RoomKey room, Username username) {
		return new Ring(false, Map.of(), Map.of(room.value(), Set.of(username.value())), Map.of(), Map.of(), Set.of());
	}

	static Ring away(RoomKey room, Username username, boolean isAway) {
		return new Ring(false, Map.of(), Map.of(), Map.of(room.value(), Map.of(username.value(), isAway)), Map.of(),
				Set.of());
	}

	static Ring guest(RoomKey room, String guest) {
		return new Ring(false, Map.of(), Map.of(), Map.of(), Map.of(room.value(), Set.of(guest)), Set.of());
	}

	static Ring ended(Set<String> sessions) {
		return new Ring(false, Map.of(), Map.of(), Map.of(), Map.of(), sessions);
	}

}
