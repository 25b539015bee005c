/**
 * The data folder and the database file in it: locking, opening, checking.
 */
@NullMarked
package chat.foyer.store;

import org.jspecify.annotations.NullMarked;
