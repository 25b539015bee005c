package chat.foyer.live.broker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that sends a message. The sender and the room are never taken from
 * it.
 *
 * @param id the id that the sender gives the message
 * @param text what was typed
 * @param re the number of the message that it replies to; null if it is no reply
 * @param files the ids of its files; null for none
 * @param alts the alternative texts of the files, in the same order; null for none
 */
record Say(@Nullable String id, @Nullable String text, @Nullable Long re, @Nullable List<@Nullable String> files,
		@Nullable List<@Nullable String> alts) {
}
