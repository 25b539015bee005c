/**
 * What all pages share: security headers, errors and addresses.
 */
@NullMarked
package chat.foyer.web;

import org.jspecify.annotations.NullMarked;
