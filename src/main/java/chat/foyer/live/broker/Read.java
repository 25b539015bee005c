package chat.foyer.live.broker;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that tells how far its sender has read.
 *
 * @param seq the number of the last event that was read
 */
record Read(@Nullable Long seq) {
}
