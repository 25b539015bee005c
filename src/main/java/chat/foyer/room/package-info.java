/**
 * Rooms and who is in them: the names, the seats that guests take, and who is here now.
 */
@NullMarked
package chat.foyer.room;

import org.jspecify.annotations.NullMarked;
