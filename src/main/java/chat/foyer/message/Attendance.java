package chat.foyer.message;

import java.util.HashSet;
import java.util.Set;

import chat.foyer.room.Seat;

/**
 * Whether a seat is held, and where its guest is. The guest is here while any node has
 * the seat.
 *
 * @param isHeld whether the seat is held; false if nothing depends on it
 * @param nodes the nodes that have the seat
 */
record Attendance(Seat seat, boolean isHeld, Set<String> nodes) {

	Attendance {
		nodes = Set.copyOf(nodes);
	}

	boolean isHere() {
		return !this.nodes.isEmpty();
	}

	Attendance held() {
		return new Attendance(this.seat, true, this.nodes);
	}

	/**
	 * The attendance after a node has got the seat.
	 */
	Attendance with(String node) {
		if (this.nodes.contains(node)) {
			return this;
		}
		Set<String> more = new HashSet<>(this.nodes);
		more.add(node);
		return new Attendance(this.seat, this.isHeld, more);
	}

	/**
	 * The attendance after a node has lost the seat. A seat that was given up is on no
	 * node.
	 */
	Attendance without(String node) {
		Set<String> rest = new HashSet<>(this.isHeld ? this.nodes : Set.of());
		rest.remove(node);
		return new Attendance(this.seat, this.isHeld, rest);
	}

}
