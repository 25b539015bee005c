package chat.foyer.room;

import java.util.Map;

/**
 * Who is on the other nodes that use the database of this one. Thread-safe; calls block
 * on the database.
 */
public interface OtherNodes {

	/**
	 * There are no other nodes.
	 */
	OtherNodes NONE = new OtherNodes() {

		@Override
		public boolean isHere(Seat seat) {
			return false;
		}

		@Override
		public Map<Seat, Boolean> here(RoomKey room) {
			return Map.of();
		}

	};

	/**
	 * Whether a seat's guest is on another node.
	 */
	boolean isHere(Seat seat);

	/**
	 * The seats in a room whose guests are on another node, and whether each guest is
	 * away on all of these nodes.
	 */
	Map<Seat, Boolean> here(RoomKey room);

}
