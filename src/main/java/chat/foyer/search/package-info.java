/**
 * Finding messages: taking texts and queries apart into tokens, the index, and the pages
 * with results.
 */
@NullMarked
package chat.foyer.search;

import org.jspecify.annotations.NullMarked;
