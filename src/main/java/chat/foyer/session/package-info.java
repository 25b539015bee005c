/**
 * The sessions of guests, as they are stored: which ones last, and how they end.
 */
@NullMarked
package chat.foyer.session;

import org.jspecify.annotations.NullMarked;
