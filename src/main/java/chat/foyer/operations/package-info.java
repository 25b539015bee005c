/**
 * What only the operator sees: the command line, the check of settings, failures to
 * start, health and figures.
 */
@NullMarked
package chat.foyer.operations;

import org.jspecify.annotations.NullMarked;
