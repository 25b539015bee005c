/**
 * The data folder and the database file in it: locking, opening, checking, and the turns
 * of those who write to it.
 */
@NullMarked
package chat.foyer.store;

import org.jspecify.annotations.NullMarked;
