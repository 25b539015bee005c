package chat.foyer.live;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that tells what its sender does at the moment. Who that is and
 * where is never taken from it.
 *
 * @param type what the sender does
 */
record Signal(@Nullable SignalType type) {
}
