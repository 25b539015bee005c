package chat.foyer.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import chat.foyer.support.WireEvent;

/**
 * Compares what the guests of a room saw with the room's log, read at the end: one order
 * without a gap, nothing lost, nothing doubled.
 */
final class OrderCheck {

	private static final String JOIN = "join";

	private final String room;

	private final List<WireEvent> log;

	private final List<String> faults = new ArrayList<>();

	/**
	 * Creates a check.
	 * @param log all events of the room
	 */
	OrderCheck(String room, List<WireEvent> log) {
		this.room = room;
		this.log = List.copyOf(log);
	}

	/**
	 * Looks for faults.
	 * @param guests all who said something in the room
	 * @return what breaks the promises, empty if nothing does
	 */
	List<String> faults(List<Observation> guests) {
		this.faults.clear();
		checkNumbers();
		checkNotices();
		Map<String, Long> stored = checkIds();
		for (Observation guest : guests) {
			guest.faults().forEach((fault) -> report(guest, fault));
			checkMessages(guest, stored);
			guest.connections().forEach((events) -> checkConnection(guest, events));
			checkShown(guest);
		}
		return List.copyOf(this.faults);
	}

	private void checkNumbers() {
		for (int index = 0; index < this.log.size(); index++) {
			if (this.log.get(index).seq() != index + 1) {
				report("the log has number " + this.log.get(index).seq() + " in place " + (index + 1));
				return;
			}
		}
	}

	/**
	 * The joins and leaves of each guest alternate: no guest joins through two nodes or
	 * leaves twice.
	 */
	private void checkNotices() {
		Map<String, String> last = new HashMap<>();
		for (WireEvent event : this.log) {
			if (!event.isMessage()) {
				String before = last.put(event.author(), event.type());
				if (event.type().equals((before != null) ? before : "leave")) {
					report("\"" + event.line() + "\" at " + event.seq() + " follows "
							+ ((before != null) ? before : "nothing"));
				}
			}
			else if (!JOIN.equals(last.get(event.author()))) {
				report(event.line() + " at " + event.seq() + " comes from a guest who is not in the room");
			}
		}
	}

	private Map<String, Long> checkIds() {
		Map<String, Long> stored = new HashMap<>();
		for (WireEvent event : this.log) {
			if (event.isMessage()) {
				Long before = stored.put(event.id(), event.seq());
				if (before != null) {
					report(event.line() + " is stored as " + before + " and as " + event.seq());
				}
			}
		}
		return stored;
	}

	private void checkMessages(Observation guest, Map<String, Long> stored) {
		guest.confirmed().forEach((id, seq) -> {
			if (!seq.equals(stored.get(id))) {
				report(guest, "message " + id + " was confirmed as " + seq + " and is stored as " + stored.get(id));
			}
		});
		long highest = 0;
		for (String id : guest.said()) {
			Long seq = stored.get(id);
			if (seq == null) {
				report(guest, "message " + id + " is lost");
			}
			else if (!guest.unordered().contains(id)) {
				if (seq < highest) {
					report(guest, "message " + seq + " was said after message " + highest);
				}
				highest = Math.max(highest, seq);
			}
		}
	}

	/**
	 * A connection gets consecutive events of the log, each once.
	 */
	private void checkConnection(Observation guest, List<WireEvent> events) {
		for (int index = 0; index < events.size(); index++) {
			WireEvent event = events.get(index);
			checkEvent(guest, event);
			if (index > 0 && event.seq() != events.get(index - 1).seq() + 1) {
				report(guest, "live, " + event.seq() + " follows " + events.get(index - 1).seq());
			}
		}
	}

	/**
	 * In the end everybody has seen the whole log.
	 */
	private void checkShown(Observation guest) {
		guest.shown().values().forEach((event) -> checkEvent(guest, event));
		Set<Long> missing = new HashSet<>();
		this.log.forEach((event) -> missing.add(event.seq()));
		missing.removeAll(guest.shown().keySet());
		if (!missing.isEmpty()) {
			report(guest, "does not see " + new TreeMap<>(ranges(missing)));
		}
	}

	private void checkEvent(Observation guest, WireEvent event) {
		boolean isInLog = event.seq() >= 1 && event.seq() <= this.log.size();
		if (!isInLog || !event.equals(this.log.get((int) event.seq() - 1))) {
			report(guest, "sees " + event + " instead of "
					+ (isInLog ? this.log.get((int) event.seq() - 1).toString() : "nothing"));
		}
	}

	/**
	 * Consecutive numbers as their first and last one.
	 */
	private static Map<Long, Long> ranges(Set<Long> numbers) {
		Map<Long, Long> ranges = new HashMap<>();
		numbers.stream().filter((number) -> !numbers.contains(number - 1)).forEach((first) -> {
			long last = first;
			while (numbers.contains(last + 1)) {
				last++;
			}
			ranges.put(first, last);
		});
		return ranges;
	}

	private void report(Observation guest, String fault) {
		report(guest.name() + ": " + fault);
	}

	private void report(String fault) {
		this.faults.add(this.room + ": " + fault);
	}

}
