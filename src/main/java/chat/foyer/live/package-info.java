/**
 * Live connections: configures STOMP over WebSocket, ends connections with their
 * sessions, and holds long polls.
 */
@NullMarked
package chat.foyer.live;

import org.jspecify.annotations.NullMarked;
