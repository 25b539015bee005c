/**
 * The open WebSocket connections: what is written to them, whether they are alive, and
 * how they are closed.
 */
@NullMarked
package chat.foyer.live.connection;

import org.jspecify.annotations.NullMarked;
