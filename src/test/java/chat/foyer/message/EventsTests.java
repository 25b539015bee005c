package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CELLAR;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.leave;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Events} on a real database.
 */
@EachDatabase
class EventsTests {

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private Events events;

	@BeforeEach
	void findEvents() {
		this.events = store.get(Events.class);
	}

	/**
	 * All have arrived, so that the log has nothing but what a test stores.
	 */
	@BeforeEach
	void arrive() {
		Drafts.take(store.jdbc(), ANN, BOB, CID);
		store(join(ANN), join(BOB), join(CID));
		store.jdbc().sql("delete from event").update();
		store.jdbc().sql("delete from room").update();
	}

	@Test
	void findsFirstEventOfSeat() {
		assertThat(this.events.firstOf(BOB)).isEmpty();
		store(message(ANN, "m", "a"), message(BOB, "m", "b"), leave(BOB), message(BOB, "n", "c"), leave(ANN));
		assertThat(this.events.firstOf(ANN)).contains(1L);
		assertThat(this.events.firstOf(BOB)).contains(2L);
	}

	@Test
	void findsFirstEventAtTimeDespitePurges() {
		assertThat(this.events.firstAt(ATTIC, Instant.EPOCH)).isEqualTo(1);
		for (int i = 0; i < 9; i++) {
			store(message(ANN, "m" + i, "a"));
			store.clock().move(Duration.ofHours(1));
		}
		List<Instant> times = this.events.after(ATTIC, 0, 9).events().stream().map(Event::at).toList();
		assertThat(times).extracting((at) -> this.events.firstAt(ATTIC, at))
			.containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
		assertThat(this.events.firstAt(ATTIC, times.get(4).plusMillis(1))).isEqualTo(6);
		assertThat(this.events.firstAt(ATTIC, times.get(8).plusMillis(1))).isEqualTo(10);
		this.events.deleteBefore(times.get(4), 100);
		assertThat(this.events.firstAt(ATTIC, times.get(6))).isEqualTo(7);
		assertThat(this.events.firstAt(ATTIC, times.get(2))).isBetween(1L, 5L);
	}

	@Test
	void readsWhatIsPinnedAndWhenAnEventWasStored() {
		store(message(ANN, "m", "one\ntwo"), message(BOB, "n", "three"), message(ANN, "o", "four"));
		store(pin(ANN, "p", 2), pin(BOB, "q", 1), pin(BOB, "r", 3));
		store(Draft.deletion(ANN, new MessageId("s"), 3));
		assertThat(this.events.pinned(BOB)).containsExactly(new Quote(1, "Ann", "one two", false),
				new Quote(2, "Bob", "three", false));
		assertThat(this.events.timeOf(ATTIC, 2)).contains(this.events.after(ATTIC, 1, 1).events().get(0).at());
		assertThat(this.events.timeOf(ATTIC, 9)).isEmpty();
	}

	private static Draft pin(Seat seat, String id, long of) {
		return Draft.change(seat, EventType.PIN, new MessageId(id), new Change(of, null, true));
	}

	@Test
	void isolatesMentionsByWholeUsernames() {
		Drafts.take(store.jdbc(), new Seat("anne", ATTIC, "anne", new Username("Anne Lee")));
		store(message(ANN, "m", "@Anne Lee \u05D0"), message(ANN, "n", "@Bea Lee b"));
		assertThat(this.events.after(ATTIC, 0, 9).events()).extracting(Event::html)
			.containsExactly("<div dir=\"rtl\"><bdi>@Anne Lee</bdi> \u05D0</div>", "<bdi>@Bea</bdi> Lee b");
	}

	@Test
	void lastNoticeIsOfTheSeat() {
		store(leave(ANN), join(ANN), message(ANN, "m", "text"), leave(BOB));
		assertThat(this.events.lastNotice(ANN)).map(Event::type).contains(EventType.JOIN);
		assertThat(this.events.lastNotice(BOB)).map(Event::type).contains(EventType.LEAVE);
		assertThat(this.events.lastNotice(CID)).isEmpty();
	}

	@Test
	void newestReturnsLastEventsInRisingOrder() {
		storeMessages(5);
		assertThat(seqs(this.events.newest(ANN, 3))).containsExactly(3L, 4L, 5L);
		assertThat(seqs(this.events.newest(ANN, 9))).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(this.events.newest(ANN, 3).lastSeq()).isEqualTo(5);
	}

	@Test
	void eventsOfUnknownTypesKeepTheirPlaceAndAreNoLines() {
		storeMessages(3);
		store.jdbc().sql("update event set type = 'topic', id = null where seq in (2, 3)").update();
		assertThat(this.events.after(ATTIC, 0, 9).events()).extracting(Event::type)
			.containsExactly(EventType.MESSAGE, EventType.OTHER, EventType.OTHER);
		assertThat(seqs(this.events.newest(ANN, 9))).containsExactly(1L);
		assertThat(this.events.newest(ANN, 9).lastSeq()).isEqualTo(3);
		assertThat(this.events.lastNotice(ANN)).isEmpty();
		store(message(ANN, "next", "text"));
		assertThat(seqs(this.events.newest(ANN, 2))).containsExactly(1L, 4L);
	}

	@Test
	void beforeReturnsNearestEvents() {
		storeMessages(5);
		assertThat(seqs(this.events.before(ANN, 4, 2))).containsExactly(2L, 3L);
		assertThat(seqs(this.events.before(ANN, 2, 2))).containsExactly(1L);
		assertThat(seqs(this.events.before(ANN, 1, 2))).isEmpty();
		assertThat(this.events.before(ANN, 1, 2).lastSeq()).isEqualTo(5);
	}

	@Test
	void aroundReturnsNeighboursOnBothSides() {
		storeMessages(9);
		assertThat(window(5, 2)).isEqualTo("3 4 [5] 6 7 older 8");
		assertThat(window(3, 2)).isEqualTo("1 2 [3] 4 5 6");
		assertThat(window(1, 2)).isEqualTo("[1] 2 3 4");
		assertThat(window(9, 2)).isEqualTo("7 8 [9] older");
		assertThat(window(5, 9)).isEqualTo("1 2 3 4 [5] 6 7 8 9");
	}

	@Test
	void aroundFindsTheNearestLineInPlaceOfAnother() {
		assertThat(window(1, 2)).isEqualTo("gone");
		storeMessages(9);
		store.jdbc().sql("update event set type = 'topic', id = null where seq in (5, 9)").update();
		assertThat(window(5, 2)).isEqualTo("3 4 [6] 7 8 older gone");
		assertThat(window(9, 2)).isEqualTo("7 [8] older gone");
		store.jdbc().sql("delete from event where seq < 4").update();
		assertThat(window(2, 2)).isEqualTo("[4] 6 7 gone 8");
		store.jdbc().sql("update event set type = 'edit', of = 6, data = '{}' where seq = 9").update();
		assertThat(window(9, 1)).isEqualTo("4 [6] 7 8");
		store.jdbc().sql("update event set of = 2 where seq = 9").update();
		assertThat(window(9, 1)).isEqualTo("[4] 6 gone 7");
	}

	@Test
	void nextLineIsTheFirstAfterANumber() {
		storeMessages(3);
		store.jdbc().sql("update event set type = 'topic', id = null where seq = 2").update();
		assertThat(this.events.nextLine(ATTIC, 1)).contains(3L);
		assertThat(this.events.nextLine(ATTIC, 3)).isEmpty();
	}

	@Test
	void afterReturnsNearestEvents() {
		storeMessages(5);
		assertThat(seqs(this.events.after(ATTIC, 2, 2))).containsExactly(3L, 4L);
		assertThat(seqs(this.events.after(ATTIC, 4, 2))).containsExactly(5L);
		assertThat(seqs(this.events.after(ATTIC, 5, 2))).isEmpty();
		assertThat(this.events.after(ATTIC, 0, 1).lastSeq()).isEqualTo(5);
	}

	@Test
	void roomWithoutEventsIsEmpty() {
		assertThat(this.events.newest(ANN, 10)).isEqualTo(new EventPage(List.of(), 1, 0));
		assertThat(this.events.after(ATTIC, 0, 10)).isEqualTo(new EventPage(List.of(), 1, 0));
	}

	@Test
	void pageHasOldestRemainingNumber() {
		storeMessages(2);
		store.clock().move(Duration.ofMillis(1));
		storeMessages("later", 2);
		this.events.deleteBefore(store.get(RetentionClock.class).instant(), 10);
		assertThat(this.events.after(ATTIC, 3, 10).firstSeq()).isEqualTo(3);
		assertThat(this.events.before(ANN, 4, 10).firstSeq()).isEqualTo(3);
	}

	@Test
	void resumesAfterReadersEvent() {
		storeMessages(3);
		Instant at = this.events.newest(ANN, 1).events().get(0).at();
		EventPage page = this.events.resume(ATTIC, 2, at, 10);
		assertThat(seqs(page)).containsExactly(3L);
		assertThat(page.reset()).isFalse();
		assertThat(this.events.resume(ATTIC, 3, at, 10)).isEqualTo(new EventPage(List.of(), 1, 3));
		assertThat(this.events.resume(ATTIC, 0, at, 10).events()).hasSize(3);
	}

	@Test
	void resetsReaderOfAnotherLog() {
		storeMessages(3);
		Instant at = this.events.newest(ANN, 1).events().get(0).at();
		EventPage reset = new EventPage(List.of(), 1, 3, true);
		assertThat(this.events.resume(ATTIC, 2, at.plusMillis(1), 10)).isEqualTo(reset);
		assertThat(this.events.resume(ATTIC, 4, at, 10)).isEqualTo(reset);
		assertThat(this.events.resume(CELLAR, 1, at, 10)).isEqualTo(new EventPage(List.of(), 1, 0, true));
	}

	@Test
	void resumesAfterPurgedEvent() {
		storeMessages(3);
		Instant at = this.events.newest(ANN, 1).events().get(0).at();
		this.events.deleteBefore(store.get(RetentionClock.class).instant().plusMillis(1), 10);
		assertThat(this.events.resume(ATTIC, 2, at.plusSeconds(5), 10)).isEqualTo(new EventPage(List.of(), 4, 3));
	}

	@Test
	void readsAfterHeadsOfManyRooms() {
		store(message(ANN, "1", "*a*"), message(CID, "1", "c"), message(BOB, "2", "b"), message(ANN, "3", "a"));
		Map<RoomKey, List<Event>> after = this.events.after(Map.of(ATTIC, 1L, CELLAR, 0L, RoomKey.of("Other"), 0L), 9);
		assertThat(after).containsOnlyKeys(ATTIC, CELLAR);
		assertThat(after.get(ATTIC)).isEqualTo(this.events.after(ATTIC, 1, 9).events());
		assertThat(after.get(CELLAR)).isEqualTo(this.events.after(CELLAR, 0, 9).events());
		assertThat(this.events.after(Map.of(ATTIC, 3L), 9)).isEmpty();
		assertThat(this.events.after(Map.of(), 9)).isEmpty();
	}

	@Test
	void dividesTheLimitAmongRooms() {
		storeMessages(9);
		store(message(CID, "1", "a"), message(CID, "2", "b"), message(CID, "3", "c"));
		Map<RoomKey, Long> heads = Map.of(ATTIC, 4L, CELLAR, 0L);
		assertThat(this.events.after(heads, 4).get(ATTIC)).extracting(Event::seq).containsExactly(5L, 6L);
		assertThat(this.events.after(heads, 4).get(CELLAR)).extracting(Event::seq).containsExactly(1L, 2L);
		assertThat(this.events.after(heads, 1)).hasSize(2).allSatisfy((room, some) -> assertThat(some).hasSize(1));
	}

	@Test
	void readsAfterHeadWhoseNextEventsWerePurged() {
		storeMessages(5);
		store.jdbc().sql("delete from event where seq < 4").update();
		assertThat(this.events.after(Map.of(ATTIC, 0L), 2).get(ATTIC)).extracting(Event::seq).containsExactly(4L, 5L);
	}

	@Test
	void readsMoreRoomsThanAQueryTakes() {
		store(message(ANN, "1", "a"), message(CID, "1", "c"));
		Map<RoomKey, Long> heads = IntStream.range(0, 2_500)
			.boxed()
			.collect(Collectors.toMap((i) -> new RoomKey("room " + i), (i) -> 0L));
		heads.putAll(Map.of(ATTIC, 0L, CELLAR, 0L));
		assertThat(this.events.after(heads, 9)).containsOnlyKeys(ATTIC, CELLAR);
		assertThat(this.events.lastSeqs(heads.keySet())).containsOnly(Map.entry(ATTIC, 1L), Map.entry(CELLAR, 1L));
		assertThat(this.events.lastSeqs(List.of())).isEmpty();
	}

	@Test
	void deletesOldEventsUpToTheLimit() {
		storeMessages(3);
		Instant oldest = store.get(RetentionClock.class).instant().plusMillis(1);
		store.clock().move(Duration.ofMillis(1));
		store(message(ANN, "young", "young"));
		assertThat(this.events.deleteBefore(oldest, 2)).isEqualTo(2);
		assertThat(this.events.deleteBefore(oldest, 2)).isEqualTo(1);
		assertThat(this.events.deleteBefore(oldest, 2)).isZero();
		assertThat(this.events.newest(ANN, 10).events()).extracting(Event::id).containsExactly("young");
	}

	@Test
	void continuesNumbersAfterAllEventsAreDeleted() {
		storeMessages(3);
		this.events.deleteBefore(store.get(RetentionClock.class).instant().plusMillis(1), 10);
		assertThat(this.events.newest(ANN, 10)).isEqualTo(new EventPage(List.of(), 4, 3));
		store.restart();
		findEvents();
		assertThat(store(message(ANN, "later", "text")).get(0).event().seq()).isEqualTo(4);
	}

	/**
	 * The numbers of the lines around one, that in the middle in brackets, with what else
	 * is told of them.
	 */
	private String window(long seq, int each) {
		LineWindow window = this.events.around(ANN, seq, each);
		String lines = window.lines()
			.stream()
			.map((line) -> (line.seq() == window.middle()) ? "[" + line.seq() + "]" : "" + line.seq())
			.collect(Collectors.joining(" "));
		return (lines + (window.older() ? " older" : "") + (window.exact() ? "" : " gone")
				+ ((window.next() != null) ? " " + window.next() : ""))
			.strip();
	}

	private List<AppendResult> store(Draft... drafts) {
		return store.get(Appender.class).append(List.of(drafts));
	}

	private void storeMessages(int count) {
		storeMessages("m", count);
	}

	private void storeMessages(String id, int count) {
		store.get(Appender.class)
			.append(IntStream.range(0, count).mapToObj((i) -> message(ANN, id + i, "text")).toList());
	}

	private static List<Long> seqs(EventPage page) {
		return page.events().stream().map(Event::seq).toList();
	}

}
