/**
 * The benchmark of the search.
 */
@NullMarked
package chat.foyer.search;

import org.jspecify.annotations.NullMarked;
