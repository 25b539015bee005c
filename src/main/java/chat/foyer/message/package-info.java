/**
 * What is said: the event log of every room, and how a text becomes safe HTML.
 */
@NullMarked
package chat.foyer.message;

import org.jspecify.annotations.NullMarked;
