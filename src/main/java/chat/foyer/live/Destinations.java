package chat.foyer.live;

import java.util.Optional;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * The destinations that exist. A room stands in them by its key, in exactly one way.
 */
final class Destinations {

	static final String USER_REPLIES = "/user/queue/replies";

	private static final String TOPIC = "/topic/rooms.";

	private static final String APP = "/app/rooms.";

	private static final String SAY_END = ".say";

	private static final String SIGNALS_END = ".signals";

	private static final String SIGNAL_END = ".signal";

	private static final String READ_END = ".read";

	/**
	 * No room's key is longer: each of the bytes of its name percent-encoded.
	 */
	private static final int LONGEST_KEY = 3 * 256;

	private static final int MOST_KNOWN = 1_000;

	/**
	 * Looking whether a key is a room's takes longer than all else that is done to let a
	 * frame in.
	 */
	private static final ConcurrentLruCache<String, Optional<RoomName>> rooms = new ConcurrentLruCache<>(MOST_KNOWN,
			Destinations::room);

	private Destinations() {
	}

	static String topic(RoomName room) {
		return TOPIC + room.key();
	}

	/**
	 * The room whose topic a destination is; none for every other destination, patterns
	 * included.
	 */
	static Optional<RoomName> roomOfTopic(@Nullable String destination) {
		return room(destination, TOPIC, "");
	}

	static String signals(RoomName room) {
		return topic(room) + SIGNALS_END;
	}

	/**
	 * The room whose signals a destination is.
	 */
	static Optional<RoomName> roomOfSignals(@Nullable String destination) {
		return room(destination, TOPIC, SIGNALS_END);
	}

	/**
	 * The room in which a frame to this destination gives a signal.
	 */
	static Optional<RoomName> roomOfSignal(@Nullable String destination) {
		return room(destination, APP, SIGNAL_END);
	}

	/**
	 * The room in which a frame to this destination tells how far its sender has read.
	 */
	static Optional<RoomName> roomOfRead(@Nullable String destination) {
		return room(destination, APP, READ_END);
	}

	/**
	 * The room in which a frame to this destination says something.
	 */
	static Optional<RoomName> roomOfSay(@Nullable String destination) {
		return room(destination, APP, SAY_END);
	}

	private static Optional<RoomName> room(@Nullable String destination, String start, String end) {
		if (destination == null || !destination.startsWith(start) || !destination.endsWith(end)
				|| destination.length() < start.length() + end.length()) {
			return Optional.empty();
		}
		String key = destination.substring(start.length(), destination.length() - end.length());
		return (key.length() <= LONGEST_KEY) ? rooms.get(key) : Optional.empty();
	}

	private static Optional<RoomName> room(String key) {
		try {
			return Optional.of(RoomName.fromKey(key));
		}
		catch (InvalidNameException ex) {
			return Optional.empty();
		}
	}

}
