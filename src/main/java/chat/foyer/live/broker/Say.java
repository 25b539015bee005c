package chat.foyer.live.broker;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that sends a message. The sender and the room are never taken from
 * it.
 *
 * @param id the id that the sender gives the message
 * @param text what was typed
 */
record Say(@Nullable String id, @Nullable String text) {
}
