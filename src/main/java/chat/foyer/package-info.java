/**
 * Starts the server and tells the operator where it is.
 */
@NullMarked
package chat.foyer;

import org.jspecify.annotations.NullMarked;
