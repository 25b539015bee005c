package chat.foyer.room;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a seat's guest is on this node.
 *
 * @param connected whether there is a connection
 * @param away whether the guest looks at none of the connections
 * @param visitedFor how long ago the last request came that keeps the guest here; null if
 * something else does, such as a connection
 */
public record SeatStatus(boolean connected, boolean away, @Nullable Duration visitedFor) {
}
