/**
 * The chat page of a room, its JSON, and what a guest does there over plain HTTP.
 */
@NullMarked
package chat.foyer.chat;

import org.jspecify.annotations.NullMarked;
