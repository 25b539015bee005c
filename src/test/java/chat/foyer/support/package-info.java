/**
 * People without browsers, for tests that talk to a running server from outside.
 */
@NullMarked
package chat.foyer.support;

import org.jspecify.annotations.NullMarked;
