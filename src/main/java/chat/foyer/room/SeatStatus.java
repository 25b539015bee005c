package chat.foyer.room;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a seat's guest is on this node.
 *
 * @param connected whether there is a connection
 * @param connectedFor how long ago the last connection began, which may have ended; null
 * if there was none
 * @param away whether the guest looks at none of the connections
 * @param visitedFor how long ago the last request came that keeps the guest here; null if
 * something else does, such as a connection
 * @param keptFor how long ago it began that the guest is {@linkplain Presence#keep kept}
 * here; null if the guest is not kept, or something else keeps the guest here
 */
public record SeatStatus(boolean connected, @Nullable Duration connectedFor, boolean away,
		@Nullable Duration visitedFor, @Nullable Duration keptFor) {
}
