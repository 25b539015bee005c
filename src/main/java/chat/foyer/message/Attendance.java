package chat.foyer.message;

import java.util.HashSet;
import java.util.Set;

import chat.foyer.room.Seat;

/**
 * Whether a seat is held, and where its guest is. The guest is here while any node has
 * the seat.
 *
 * @param nodes the nodes that have the seat
 */
record Attendance(Seat seat, boolean isHeld, Set<String> nodes) {

	Attendance {
		nodes = Set.copyOf(nodes);
	}

	boolean isHere() {
		return !this.nodes.isEmpty();
	}

	Attendance with(String node) {
		Set<String> more = new HashSet<>(this.nodes);
		more.add(node);
		return new Attendance(this.seat, this.isHeld, more);
	}

	/**
	 * The attendance after a node has lost the seat. A seat that was given up is nowhere.
	 */
	Attendance without(String node) {
		Set<String> rest = new HashSet<>(this.isHeld ? this.nodes : Set.of());
		rest.remove(node);
		return new Attendance(this.seat, this.isHeld, rest);
	}

}
