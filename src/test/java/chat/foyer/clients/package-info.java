/**
 * Stock STOMP and WebSocket clients, each run as a program of its own against the server.
 */
@NullMarked
package chat.foyer.clients;

import org.jspecify.annotations.NullMarked;
