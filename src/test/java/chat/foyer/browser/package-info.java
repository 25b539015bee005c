/**
 * What people see and do in a real browser.
 */
@NullMarked
package chat.foyer.browser;

import org.jspecify.annotations.NullMarked;
