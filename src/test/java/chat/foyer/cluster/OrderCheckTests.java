package chat.foyer.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import chat.foyer.support.WireEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OrderCheck}, which finds every kind of fault that the proofs look for.
 */
class OrderCheckTests {

	private static final WireEvent JOIN = notice(1, "join");

	private static final WireEvent ONE = message(2, "one");

	private static final WireEvent TWO = message(3, "two");

	private static final List<WireEvent> LOG = List.of(JOIN, ONE, TWO);

	@Test
	void findsNothingInLogThatAllSaw() {
		assertThat(faults(LOG, observation(LOG))).isEmpty();
	}

	@Test
	void findsGap() {
		assertThat(faults(List.of(JOIN, TWO), observation(List.of(JOIN, TWO))))
			.contains("tea: the log has number 3 in place 2");
	}

	@Test
	void findsMessageStoredTwice() {
		List<WireEvent> log = List.of(JOIN, ONE, message(3, "one"));
		assertThat(faults(log, observation(log))).contains("tea: Ann: one is stored as 2 and as 3");
	}

	@Test
	void findsLostMessage() {
		List<WireEvent> log = List.of(JOIN, ONE);
		assertThat(faults(log, observation(log))).contains(
				"tea: Ann: message two was confirmed as 3 and is stored as null", "tea: Ann: message two is lost");
	}

	@Test
	void findsMessagesOfOneSenderInOtherOrder() {
		List<WireEvent> log = List.of(JOIN, message(2, "two"), message(3, "one"));
		assertThat(faults(log, observation(log))).contains("tea: Ann: message 2 was said after message 3");
	}

	@Test
	void findsEventsMissingOnConnection() {
		assertThat(faults(LOG, observation(LOG, List.of(JOIN, TWO)))).containsExactly("tea: Ann: live, 3 follows 1");
	}

	@Test
	void findsEventsRepeatedOnConnection() {
		assertThat(faults(LOG, observation(LOG, List.of(ONE, ONE)))).containsExactly("tea: Ann: live, 2 follows 2");
	}

	@Test
	void findsEventThatLogHasElsewhere() {
		assertThat(faults(LOG, observation(LOG, List.of(message(3, "one"))))).singleElement()
			.asString()
			.startsWith("tea: Ann: sees WireEvent[seq=3, ");
	}

	@Test
	void findsEventsNeverSeen() {
		assertThat(faults(LOG, observation(List.of(JOIN)))).containsExactly("tea: Ann: does not see {2=3}");
	}

	@Test
	void findsGuestWhoJoinsTwice() {
		List<WireEvent> log = List.of(JOIN, ONE, TWO, notice(4, "join"));
		assertThat(faults(log, observation(log))).containsExactly("tea: \"join Ann\" at 4 follows join");
	}

	@Test
	void findsGuestWhoLeavesTwice() {
		List<WireEvent> log = List.of(JOIN, ONE, TWO, notice(4, "leave"), notice(5, "leave"));
		assertThat(faults(log, observation(log))).containsExactly("tea: \"leave Ann\" at 5 follows leave");
	}

	private static List<String> faults(List<WireEvent> log, Observation guest) {
		return new OrderCheck("tea", log).faults(List.of(guest));
	}

	private static Observation observation(List<WireEvent> shown) {
		return observation(shown, shown);
	}

	private static Observation observation(List<WireEvent> shown, List<WireEvent> live) {
		Map<Long, WireEvent> bySeq = new TreeMap<>();
		shown.forEach((event) -> bySeq.put(event.seq(), event));
		return new Observation("Ann", List.of("one", "two"), Set.of(), Map.of("two", 3L), List.of(live), bySeq,
				new ArrayList<>());
	}

	private static WireEvent message(long seq, String id) {
		return new WireEvent(seq, "message", id, "Ann", id, id, "2026-01-31T12:00:00.000Z");
	}

	private static WireEvent notice(long seq, String type) {
		return new WireEvent(seq, type, null, "Ann", null, null, "2026-01-31T12:00:00.000Z");
	}

}
