/**
 * The database: SQLite in the locked data folder, with turns of those who write to it, or
 * PostgreSQL. Opening, checking and migrating it.
 */
@NullMarked
package chat.foyer.store;

import org.jspecify.annotations.NullMarked;
