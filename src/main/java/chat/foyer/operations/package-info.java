/**
 * What is for those who run the server only: health and figures, at a port of their own.
 */
@NullMarked
package chat.foyer.operations;

import org.jspecify.annotations.NullMarked;
