/**
 * The STOMP wire: who may send and hear what, and how an event reaches every member's
 * connection.
 */
@NullMarked
package chat.foyer.live;

import org.jspecify.annotations.NullMarked;
