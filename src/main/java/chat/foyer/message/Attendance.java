package chat.foyer.message;

import java.util.HashSet;
import java.util.Set;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

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
		return with(this.isHeld, node);
	}

	/**
	 * The attendance with what a row of the database tells.
	 * @param node a node that has the seat; null if there is none
	 */
	Attendance with(boolean isHeld, @Nullable String node) {
		if (node == null || this.nodes.contains(node)) {
			return (isHeld == this.isHeld) ? this : new Attendance(this.seat, isHeld, this.nodes);
		}
		Set<String> more = new HashSet<>(this.nodes);
		more.add(node);
		return new Attendance(this.seat, isHeld, more);
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
