package chat.foyer.live.broker;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * A destination that exists. Clients may write a room in any spelling, as one
 * percent-encoded word without a dot; the server writes its key.
 *
 * @param type what it is for
 * @param room the room; null for a user's queue
 */
public record Destination(Type type, @Nullable RoomKey room) {

	public static final Destination REPLIES = new Destination(Type.REPLIES, null);

	public static final Destination ROOMS = new Destination(Type.ROOMS, null);

	/**
	 * The longest spelling of a room: four times the bytes that a name may have before it
	 * is normalised, each percent-encoded.
	 */
	private static final int MAX_WORD_LENGTH = 3 * 4 * 256;

	/**
	 * Characters that end a word, or make a destination a pattern, unless they are
	 * encoded.
	 */
	private static final UnicodeSet NOT_IN_A_WORD = new UnicodeSet("[.*#?\\{\\}[:White_Space:]]").freeze();

	private static final int MAX_CACHED_ROOMS = 1_000;

	/**
	 * Decoding a room takes longer than everything else that parsing does.
	 */
	private static final ConcurrentLruCache<String, Optional<RoomKey>> rooms = new ConcurrentLruCache<>(
			MAX_CACHED_ROOMS, Destination::decode);

	private static final Map<String, Type> types = Arrays.stream(Type.values())
		.collect(Collectors.toUnmodifiableMap((type) -> type.start + type.end, Function.identity()));

	/**
	 * The topic with the events of a room.
	 */
	public static Destination events(RoomKey room) {
		return new Destination(Type.EVENTS, room);
	}

	/**
	 * The topic with the signals of a room.
	 */
	public static Destination signals(RoomKey room) {
		return new Destination(Type.SIGNALS, room);
	}

	/**
	 * Parses the destination of a frame.
	 * @return empty if it is null or does not exist, as patterns do not
	 */
	static Optional<Destination> parse(@Nullable String value) {
		if (value == null) {
			return Optional.empty();
		}
		int start = value.indexOf('.') + 1;
		if (start == 0) {
			return Optional.ofNullable(types.get(value)).map((type) -> new Destination(type, null));
		}
		int end = value.indexOf('.', start);
		String word = value.substring(start, (end >= 0) ? end : value.length());
		Type type = types.get(value.substring(0, start) + value.substring(start + word.length()));
		return (type != null) ? room(word).map((room) -> new Destination(type, room)) : Optional.empty();
	}

	/**
	 * Parses the word of a destination that names a room.
	 */
	public static Optional<RoomKey> room(String word) {
		return (word.length() <= MAX_WORD_LENGTH) ? rooms.get(word) : Optional.empty();
	}

	private static Optional<RoomKey> decode(String word) {
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

	/**
	 * The destination as the server writes it.
	 */
	String value() {
		return this.type.start + ((this.room != null) ? this.room.encoded() : "") + this.type.end;
	}

	/**
	 * What a destination is for.
	 */
	public enum Type {

		EVENTS("/topic/rooms.", "", true),

		SIGNALS("/topic/rooms.", ".signals", true),

		REPLIES("/user/queue/replies", "", true),

		ROOMS("/user/queue/rooms", "", true),

		SAY("/app/rooms.", ".say", false),

		SIGNAL("/app/rooms.", ".signal", false),

		READ("/app/rooms.", ".read", false),

		EDIT("/app/rooms.", ".edit", false),

		DELETE("/app/rooms.", ".delete", false),

		REACT("/app/rooms.", ".react", false),

		PIN("/app/rooms.", ".pin", false);

		private final String start;

		private final String end;

		private final boolean isForSubscriptions;

		Type(String start, String end, boolean isForSubscriptions) {
			this.start = start;
			this.end = end;
			this.isForSubscriptions = isForSubscriptions;
		}

		/**
		 * Whether clients subscribe to it. They send to all others.
		 */
		boolean isForSubscriptions() {
			return this.isForSubscriptions;
		}

	}

}
