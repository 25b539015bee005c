/**
 * Limits on what clients send and open, and the error codes of refusals.
 */
@NullMarked
package chat.foyer.limit;

import org.jspecify.annotations.NullMarked;
