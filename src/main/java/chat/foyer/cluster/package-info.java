/**
 * Several nodes on one PostgreSQL database: how they wake each other, and how each reads
 * what the others appended.
 */
@NullMarked
package chat.foyer.cluster;

import org.jspecify.annotations.NullMarked;
