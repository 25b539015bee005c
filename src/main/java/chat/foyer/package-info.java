/**
 * The front of the house: starts the server.
 */
@NullMarked
package chat.foyer;

import org.jspecify.annotations.NullMarked;
