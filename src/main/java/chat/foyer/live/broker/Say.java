package chat.foyer.live.broker;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that sends a message. The sender and the room are never taken from
 * it.
 *
 * @param id the id that the sender gives the message
 * @param text what was typed
 * @param re the number of the message that it replies to; null if it is no reply
 */
record Say(@Nullable String id, @Nullable String text, @Nullable Long re) {
}
