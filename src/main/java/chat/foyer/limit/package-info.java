/**
 * How much of everything is let in, and what becomes of those who want more.
 */
@NullMarked
package chat.foyer.limit;

import org.jspecify.annotations.NullMarked;
