/**
 * Which handshakes open a live connection, and how.
 */
@NullMarked
package chat.foyer.live.handshake;

import org.jspecify.annotations.NullMarked;
