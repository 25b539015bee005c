package chat.foyer.cluster;

import chat.foyer.message.AppendListener;
import chat.foyer.room.RoomKey;

/**
 * Rings the bell for what this node appends, and makes {@link GapReader} read rooms to
 * which other nodes appended before.
 */
final class BellAppendListener implements AppendListener {

	private final Bell bell;

	private final RoomsBehind behind;

	BellAppendListener(Bell bell, RoomsBehind behind) {
		this.bell = bell;
		this.behind = behind;
	}

	@Override
	public void appended(RoomKey room, long seq) {
		this.bell.ring(Ring.head(room, seq));
	}

	@Override
	public void fellBehind(RoomKey room) {
		this.behind.add(room);
	}

}
