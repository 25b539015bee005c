/**
 * The sessions of guests: how they are stored, which ones last, and how they end. The
 * only package with SQL on the tables of Spring Session.
 */
@NullMarked
package chat.foyer.session;

import org.jspecify.annotations.NullMarked;
