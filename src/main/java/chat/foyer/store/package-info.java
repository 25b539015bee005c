/**
 * The database file: where it lies and how it is opened.
 */
@NullMarked
package chat.foyer.store;

import org.jspecify.annotations.NullMarked;
