package chat.foyer.entry;

import java.util.Objects;

import chat.foyer.room.RoomName;
import chat.foyer.room.Username;
import org.jspecify.annotations.Nullable;

/**
 * What a person types to walk in.
 *
 * @param username the name wanted
 * @param room the room's name
 */
public record EntryForm(@WellFormed(Username.class) @Nullable String username,
		@WellFormed(RoomName.class) @Nullable String room) {

	/**
	 * Only to be called on a valid form.
	 */
	public Username toUsername() {
		return Username.of(Objects.requireNonNull(this.username));
	}

	/**
	 * Only to be called on a valid form.
	 */
	public RoomName toRoomName() {
		return RoomName.of(Objects.requireNonNull(this.room));
	}

}
