package chat.foyer.live;

import org.jspecify.annotations.Nullable;

/**
 * The body of a frame that says something. Who says it and where is never taken from it.
 *
 * @param id what the sender calls the message
 * @param text what is said
 */
record Say(@Nullable String id, @Nullable String text) {
}
