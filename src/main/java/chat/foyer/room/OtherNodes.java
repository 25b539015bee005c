package chat.foyer.room;

import java.util.Map;

/**
 * Who is on the other nodes of this server's database. Thread-safe; calls block on the
 * database.
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
		public Map<Seat, Present> here(RoomKey room) {
			return Map.of();
		}

	};

	/**
	 * Whether a seat's guest is on another node.
	 */
	boolean isHere(Seat seat);

	/**
	 * The guests in a room who are on another node, by their seats. A guest is away who
	 * is away on all of them.
	 */
	Map<Seat, Present> here(RoomKey room);

}
