package chat.foyer.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring lines of a room, with one of them in the middle as far as there are
 * enough on both sides.
 *
 * @param lines in rising order of {@link Event#seq() seq}; empty if the room has none
 * @param middle the number of the line in the middle; 0 if the room has no lines
 * @param exact whether that is the line that was asked for, or that the event that was
 * asked for changes. Otherwise it is the nearest one
 * @param older whether there are lines before these
 * @param next the number of the first line after these; absent if there is none
 */
public record LineWindow(List<Event> lines, long middle, boolean exact, boolean older, @Nullable Long next) {

	public LineWindow {
		lines = List.copyOf(lines);
	}

	/**
	 * The same lines but for those behind both the one in the middle and a number.
	 */
	public LineWindow upTo(long seq) {
		List<Event> some = this.lines.stream().filter((line) -> line.seq() <= Math.max(seq, this.middle)).toList();
		return new LineWindow(some, this.middle, this.exact, this.older, this.next);
	}

}
