package chat.foyer.live;

import java.util.Optional;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * The destinations that exist. Clients may write a room in any spelling, as one
 * percent-encoded word without a dot; the server writes its key.
 */
final class Destinations {

	static final String USER_REPLIES = "/user/queue/replies";

	static final String USER_ROOMS = "/user/queue/rooms";

	private static final String TOPIC = "/topic/rooms.";

	private static final String APP = "/app/rooms.";

	private static final String SAY_END = ".say";

	private static final String SIGNALS_END = ".signals";

	private static final String SIGNAL_END = ".signal";

	private static final String READ_END = ".read";

	/**
	 * No spelling of a room is longer: four times the bytes that a name may have before
	 * it is normalised, each percent-encoded.
	 */
	private static final int LONGEST_WORD = 3 * 4 * 256;

	/**
	 * Ends a word, or makes a destination a pattern for a broker, unless it is encoded.
	 */
	private static final UnicodeSet NOT_IN_A_WORD = new UnicodeSet("[.*#?\\{\\}[:White_Space:]]").freeze();

	private static final int MOST_KNOWN = 1_000;

	/**
	 * Reading a room takes longer than all else that is done to admit a frame.
	 */
	private static final ConcurrentLruCache<String, Optional<RoomKey>> rooms = new ConcurrentLruCache<>(MOST_KNOWN,
			Destinations::room);

	private Destinations() {
	}

	static String topic(RoomKey room) {
		return TOPIC + room.encoded();
	}

	/**
	 * The room whose topic a destination is; none for every other destination, patterns
	 * included.
	 */
	static Optional<RoomKey> roomOfTopic(@Nullable String destination) {
		return room(destination, TOPIC, "");
	}

	static String signals(RoomKey room) {
		return topic(room) + SIGNALS_END;
	}

	/**
	 * The room whose signals a destination is.
	 */
	static Optional<RoomKey> roomOfSignals(@Nullable String destination) {
		return room(destination, TOPIC, SIGNALS_END);
	}

	/**
	 * The room in which a frame to this destination gives a signal.
	 */
	static Optional<RoomKey> roomOfSignal(@Nullable String destination) {
		return room(destination, APP, SIGNAL_END);
	}

	/**
	 * The room in which a frame to this destination tells how far its sender has read.
	 */
	static Optional<RoomKey> roomOfRead(@Nullable String destination) {
		return room(destination, APP, READ_END);
	}

	/**
	 * The room in which a frame to this destination says something.
	 */
	static Optional<RoomKey> roomOfSay(@Nullable String destination) {
		return room(destination, APP, SAY_END);
	}

	private static Optional<RoomKey> room(@Nullable String destination, String start, String end) {
		if (destination == null || !destination.startsWith(start) || !destination.endsWith(end)
				|| destination.length() < start.length() + end.length()) {
			return Optional.empty();
		}
		String word = destination.substring(start.length(), destination.length() - end.length());
		return (word.length() <= LONGEST_WORD) ? rooms.get(word) : Optional.empty();
	}

	private static Optional<RoomKey> room(String word) {
		if (NOT_IN_A_WORD.containsSome(word)) {
			return Optional.empty();
		}
		try {
			return Optional.of(RoomKey.decode(word));
		}
		catch (InvalidNameException ex) {
			return Optional.empty();
		}
	}

}
