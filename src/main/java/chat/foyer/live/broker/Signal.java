package chat.foyer.live.broker;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that tells what its sender does at the moment. The sender and the
 * room are never taken from it.
 *
 * @param type what the sender does
 */
record Signal(@Nullable SignalType type) {
}
