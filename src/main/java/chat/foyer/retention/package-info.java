/**
 * How long what was said is kept.
 */
@NullMarked
package chat.foyer.retention;

import org.jspecify.annotations.NullMarked;
