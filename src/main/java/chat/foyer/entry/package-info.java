/**
 * Walking in and out: the entry form, the session of a guest, invitations and moves to
 * another device.
 */
@NullMarked
package chat.foyer.entry;

import org.jspecify.annotations.NullMarked;
