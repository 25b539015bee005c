package chat.foyer.entry;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A link to a line of a room. The entry form carries the one that a guest without a seat
 * has followed, so that entering leads there.
 *
 * @param room the room
 * @param seq the number of the line
 */
public record LineLink(RoomKey room, long seq) {

	private static final Pattern FIELD = Pattern.compile("(.+)/(\\d{1,18})", Pattern.DOTALL);

	/**
	 * Reads the field {@code at} of the entry form.
	 * @param field the field, null if it was not sent
	 * @return empty if it is no link
	 */
	public static Optional<LineLink> parse(@Nullable String field) {
		return Optional.ofNullable(field)
			.map(FIELD::matcher)
			.filter((matcher) -> matcher.matches())
			.map((MatchResult link) -> new LineLink(new RoomKey(link.group(1)), Long.parseLong(link.group(2))));
	}

	/**
	 * The link as the field {@code at} of the entry form.
	 */
	public String field() {
		return this.room.value() + "/" + this.seq;
	}

}
