/**
 * Several nodes on one PostgreSQL database: how they notify each other, read what the
 * others appended, know who is on the others, and remove those that are silent.
 */
@NullMarked
package chat.foyer.cluster;

import org.jspecify.annotations.NullMarked;
