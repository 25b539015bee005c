/**
 * Walking in and out: the entry form, the chat page of a room, and what can be done there
 * over plain HTTP.
 */
@NullMarked
package chat.foyer.entry;

import org.jspecify.annotations.NullMarked;
