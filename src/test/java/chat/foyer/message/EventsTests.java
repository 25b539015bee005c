package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Events} on a real database.
 */
class EventsTests {

	private static final RoomName ATTIC = new RoomName("Attic");

	private static final RoomName CELLAR = new RoomName("Cellar");

	private static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	private static final Seat CID = new Seat("3", CELLAR, "cid", new Username("Cid"));

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Events.class, MessageRenderer.class);

	private Events events;

	@BeforeEach
	void findEvents() {
		this.events = store.get(Events.class);
	}

	@AfterEach
	void takeEverythingAgain() {
		store.jdbc().sql("drop trigger if exists refuse").update();
	}

	@Test
	void messageIsStoredAsItWasTyped() {
		String typed = "<b>hi</b>  there\n\tsee http://example.org/?a=1&b=2 \uD83D\uDE00 ";
		Event stored = store(message(ANN, "m", typed)).get(0).event();
		assertThat(stored.text()).isEqualTo(typed);
		assertThat(stored.html()).startsWith("&lt;b&gt;hi&lt;/b&gt;  there\n\tsee <a href=\"http://example.org/");
		assertThat(stored).returns(1L, Event::seq)
			.returns(EventType.MESSAGE, Event::type)
			.returns("m", Event::id)
			.returns("Ann", Event::author)
			.returns(store.clock().instant().truncatedTo(ChronoUnit.MILLIS), Event::at);
		assertThat(this.events.newest(ATTIC, 10)).isEqualTo(new EventPage(List.of(stored), 1));
	}

	@Test
	void noticeHasAuthorAndNoText() {
		Event stored = store(join(ANN)).get(0).event();
		assertThat(stored).isEqualTo(new Event(1, EventType.JOIN, null, "Ann", null, null, stored.at()));
		assertThat(this.events.newest(ATTIC, 10).events()).containsExactly(stored);
	}

	@Test
	void eachRoomCountsForItself() {
		List<Stored> stored = store(join(ANN), join(CID), message(ANN, "m", "a"), message(BOB, "m", "b"),
				message(CID, "m", "c"));
		assertThat(stored).extracting((one) -> one.event().seq()).containsExactly(1L, 1L, 2L, 3L, 2L);
		assertThat(stored).allMatch(Stored::isNew);
		assertThat(this.events.newest(ATTIC, 10).events()).extracting(Event::text).containsExactly(null, "a", "b");
	}

	@Test
	void firstEventOfASeatIsTold() {
		assertThat(this.events.firstOf(BOB)).isEmpty();
		store(message(ANN, "m", "a"), message(BOB, "m", "b"), join(BOB), message(BOB, "n", "c"), join(ANN));
		assertThat(this.events.firstOf(ANN)).contains(1L);
		assertThat(this.events.firstOf(BOB)).contains(2L);
	}

	@Test
	void unreadIsWhatOthersSaidSince() {
		store(message(BOB, "1", "@Ann, early"), message(ANN, "2", "mine"), join(BOB), message(BOB, "3", "one"),
				message(BOB, "4", "hey @ann"), message(ANN, "5", "@Ann myself"));
		assertThat(this.events.unread(ANN, 1)).isEqualTo(new Unread(2, 1, 4));
		assertThat(this.events.unread(ANN, 4)).isEqualTo(new Unread(1, 1, 5));
		assertThat(this.events.unread(ANN, 5)).isEqualTo(Unread.NONE);
		assertThat(this.events.unread(BOB, 0)).isEqualTo(new Unread(2, 0, 2));
	}

	@Test
	void numbersGoOnWithoutGapAfterRestart() {
		store(message(ANN, "1", "one"), message(ANN, "2", "two"));
		List<Event> before = this.events.newest(ATTIC, 10).events();
		store.restart();
		findEvents();
		assertThat(this.events.newest(ATTIC, 10).events()).isEqualTo(before);
		assertThat(store(message(ANN, "3", "three")).get(0).event().seq()).isEqualTo(3);
	}

	@Test
	void refusedInsertTakesNoNumber() {
		refuse("bad");
		store(message(ANN, "1", "good"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> store(message(ANN, "2", "good"), message(ANN, "3", "bad"), message(ANN, "4", "good")));
		assertThat(this.events.newest(ATTIC, 10).lastSeq()).isEqualTo(1);
		assertThat(store(message(ANN, "5", "good")).get(0).event().seq()).isEqualTo(2);
		assertThat(this.events.newest(ATTIC, 10).events()).extracting(Event::id).containsExactly("1", "5");
	}

	@Test
	void messageThatIsSentAgainIsAnsweredWithTheFirstEvent() {
		Event first = store(message(ANN, "m", "first")).get(0).event();
		store.clock().move(Duration.ofSeconds(1));
		List<Stored> again = store(message(ANN, "m", "first"), message(ANN, "m", "other text"));
		assertThat(again).containsExactly(new Stored(first, false), new Stored(first, false));
		assertThat(this.events.newest(ATTIC, 10)).isEqualTo(new EventPage(List.of(first), 1));
	}

	@Test
	void messageThatIsSentTwiceAtOnceIsStoredOnce() {
		List<Stored> stored = store(message(ANN, "m", "text"), message(ANN, "m", "text"));
		assertThat(stored).extracting(Stored::isNew).containsExactly(true, false);
		assertThat(stored.get(1).event()).isEqualTo(stored.get(0).event());
		assertThat(this.events.newest(ATTIC, 10).lastSeq()).isEqualTo(1);
	}

	@Test
	void sameIdFromAnotherSeatIsAnotherMessage() {
		assertThat(store(message(ANN, "m", "a"), message(BOB, "m", "b"))).allMatch(Stored::isNew);
	}

	@Test
	void databaseItselfRefusesASecondMessageOfSeatAndId() {
		store(message(ANN, "m", "a"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> store.jdbc()
				.sql("insert into event select room, seq + 1, type, seat, id, author, text, at from event")
				.update())
			.withMessageContaining("event.seat, event.id");
	}

	@Test
	void noticeThatTellsNothingNewIsNotStored() {
		List<Stored> stored = store(join(ANN), join(ANN), join(BOB), leave(ANN), leave(ANN), join(ANN));
		assertThat(stored).extracting(Stored::isNew).containsExactly(true, false, true, true, false, true);
		assertThat(stored.get(1).event()).isEqualTo(stored.get(0).event());
		assertThat(this.events.newest(ATTIC, 10).events()).extracting(Event::type)
			.containsExactly(EventType.JOIN, EventType.JOIN, EventType.LEAVE, EventType.JOIN);
	}

	@Test
	void lastNoticeIsTheSeatsOwn() {
		store(join(ANN), message(ANN, "m", "text"), join(BOB), leave(BOB));
		assertThat(this.events.lastNotice(ANN)).map(Event::type).contains(EventType.JOIN);
		assertThat(this.events.lastNotice(BOB)).map(Event::type).contains(EventType.LEAVE);
		assertThat(this.events.lastNotice(CID)).isEmpty();
	}

	@Test
	void thoseWhoCameAndDidNotGoAreFound() {
		store(join(ANN), leave(ANN), message(ANN, "m", "text"), join(ANN), join(BOB), join(CID), leave(BOB));
		store.jdbc().sql("""
				insert into seat (id, room, guest, username, skeleton, taken_at)
				values ('1', 'Attic', 'ann', 'Ann', 'ann', 0)""").update();
		Seat givenUp = new Seat(CID.id(), CELLAR, "", CID.username());
		assertThat(this.events.findHere()).containsExactlyInAnyOrder(ANN, givenUp);
	}

	@Test
	void newestAreTheLastOnesInRisingOrder() {
		storeMessages(5);
		assertThat(seqs(this.events.newest(ATTIC, 3))).containsExactly(3L, 4L, 5L);
		assertThat(seqs(this.events.newest(ATTIC, 9))).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(this.events.newest(ATTIC, 3).lastSeq()).isEqualTo(5);
	}

	@Test
	void eventsBeforeANumberAreThoseNextToIt() {
		storeMessages(5);
		assertThat(seqs(this.events.before(ATTIC, 4, 2))).containsExactly(2L, 3L);
		assertThat(seqs(this.events.before(ATTIC, 2, 2))).containsExactly(1L);
		assertThat(seqs(this.events.before(ATTIC, 1, 2))).isEmpty();
		assertThat(this.events.before(ATTIC, 1, 2).lastSeq()).isEqualTo(5);
	}

	@Test
	void eventsAfterANumberAreThoseNextToIt() {
		storeMessages(5);
		assertThat(seqs(this.events.after(ATTIC, 2, 2))).containsExactly(3L, 4L);
		assertThat(seqs(this.events.after(ATTIC, 4, 2))).containsExactly(5L);
		assertThat(seqs(this.events.after(ATTIC, 5, 2))).isEmpty();
		assertThat(this.events.after(ATTIC, 0, 1).lastSeq()).isEqualTo(5);
	}

	@Test
	void roomWithoutEventsIsEmpty() {
		assertThat(this.events.newest(ATTIC, 10)).isEqualTo(new EventPage(List.of(), 0));
		assertThat(this.events.after(ATTIC, 0, 10)).isEqualTo(new EventPage(List.of(), 0));
	}

	@Test
	void onlyOldEventsAreDeletedAndNoMoreThanAsked() {
		storeMessages(3);
		Instant oldest = store.clock().instant().plusMillis(1);
		store.clock().move(Duration.ofMillis(1));
		store(message(ANN, "young", "young"));
		assertThat(this.events.deleteBefore(oldest, 2)).isEqualTo(2);
		assertThat(this.events.deleteBefore(oldest, 2)).isEqualTo(1);
		assertThat(this.events.deleteBefore(oldest, 2)).isZero();
		assertThat(this.events.newest(ATTIC, 10).events()).extracting(Event::id).containsExactly("young");
	}

	@Test
	void numbersDoNotStartOverWhenAllEventsAreDeleted() {
		storeMessages(3);
		this.events.deleteBefore(store.clock().instant().plusMillis(1), 10);
		assertThat(this.events.newest(ATTIC, 10)).isEqualTo(new EventPage(List.of(), 3));
		store.restart();
		findEvents();
		assertThat(store(message(ANN, "m", "text")).get(0).event().seq()).isEqualTo(4);
	}

	private List<Stored> store(Draft... drafts) {
		return this.events.store(List.of(drafts));
	}

	private void storeMessages(int count) {
		this.events.store(IntStream.range(0, count).mapToObj((i) -> message(ANN, "m" + i, "text")).toList());
	}

	private static void refuse(String text) {
		store.jdbc().sql("""
				create trigger refuse before insert on event when new.text = '%s'
				begin select raise(abort, 'refused'); end""".formatted(text)).update();
	}

	private static List<Long> seqs(EventPage page) {
		return page.events().stream().map(Event::seq).toList();
	}

	private static Draft message(Seat seat, String id, String text) {
		return Draft.message(seat, new MessageId(id), new MessageText(text));
	}

	private static Draft join(Seat seat) {
		return Draft.notice(seat, EventType.JOIN);
	}

	private static Draft leave(Seat seat) {
		return Draft.notice(seat, EventType.LEAVE);
	}

}
