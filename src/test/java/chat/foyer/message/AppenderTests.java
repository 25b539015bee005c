package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import chat.foyer.MovableClock;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.leave;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests of {@link Appender} on a real database.
 */
@EachDatabase
class AppenderTests {

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private final MovableClock clock = new MovableClock();

	private Events events;

	private Appender appender;

	@BeforeEach
	void findEvents() {
		this.events = store.get(Events.class);
		this.appender = appender(store.get(Node.class));
	}

	@BeforeEach
	void takeSeats() {
		Drafts.take(store.jdbc(), ANN, BOB, CID);
	}

	@AfterEach
	void takeEverythingAgain() {
		Drafts.refuseNothing(store.jdbc());
	}

	@Test
	void storesMessageAsTyped() {
		String typed = "<b>hi</b>  there\n\tsee http://example.org/?a=1&b=2 \uD83D\uDE00 ";
		Event stored = store(join(ANN), message(ANN, "m", typed)).get(1).event();
		assertThat(stored.text()).isEqualTo(typed);
		assertThat(stored.html()).startsWith("&lt;b&gt;hi&lt;/b&gt;  there\n\tsee <a href=\"http://example.org/");
		assertThat(stored).returns(2L, Event::seq)
			.returns(EventType.MESSAGE, Event::type)
			.returns("m", Event::id)
			.returns("Ann", Event::author)
			.returns(this.clock.instant().truncatedTo(ChronoUnit.MILLIS), Event::at);
		assertThat(this.events.newest(ANN, 1)).isEqualTo(new EventPage(List.of(asLine(stored)), 1, 2));
	}

	@Test
	void noticeHasAuthorAndNoText() {
		Event stored = store(join(ANN)).get(0).event();
		assertThat(stored).isEqualTo(new Event(1, EventType.JOIN, null, "Ann", null, null, stored.at(), 0, false));
		assertThat(this.events.newest(ANN, 10).events()).containsExactly(asLine(stored));
	}

	@Test
	void eventHasTheColorOfItsSeat() {
		Seat red = new Seat(ANN.id(), ATTIC, ANN.guest(), ANN.username(), 7);
		store(join(red), message(red, "m", "a"), message(BOB, "m", "b"), leave(red));
		assertThat(this.events.newest(ANN, 10).events()).extracting(Event::color).containsExactly(7, 7, 0, 0, 7);
	}

	@Test
	void messageFollowsAMessageOfTheSameSeat() {
		store(join(ANN), join(BOB), message(ANN, "1", "a"), message(ANN, "2", "b"), message(BOB, "3", "c"));
		store(message(BOB, "4", "d"), message(CID, "5", "e"), message(ANN, "6", "f"), leave(BOB),
				message(ANN, "7", "g"));
		store.clock().move(Duration.ofMinutes(5).minusMillis(1));
		store(message(ANN, "8", "h"), message(ANN, "8", "again"));
		store.clock().move(Duration.ofMinutes(5));
		List<Event> stored = store(message(ANN, "9", "i")).get(0).added();
		List<Event> events = this.events.newest(ANN, 100).events();
		assertThat(events).filteredOn(Event::follows).extracting(Event::id).containsExactly("2", "4", "8");
		assertThat(events).endsWith(asLine(stored.get(0)));
	}

	@Test
	void groupsMessagesByElapsedTimeNotBySystemClock() {
		store(join(ANN), message(ANN, "1", "a"));
		this.clock.move(Duration.ofDays(40));
		store(message(ANN, "2", "b"));
		this.clock.move(Duration.ofHours(-1));
		store.clock().move(Duration.ofMinutes(5));
		store(message(ANN, "3", "c"));
		assertThat(this.events.newest(ANN, 100).events()).filteredOn(Event::follows)
			.extracting(Event::id)
			.containsExactly("2");
	}

	@Test
	void timesOfRoomDoNotFollowSmallSetbackOfClock() {
		Instant first = store(join(ANN), join(CID)).get(0).event().at();
		this.clock.move(Duration.ofDays(-1));
		assertThat(store(message(ANN, "1", "a"), leave(ANN))).extracting((one) -> one.event().at())
			.containsExactly(first, first);
		this.clock.move(Duration.ofDays(1).plusSeconds(1));
		assertThat(store(join(ANN)).get(0).event().at()).isEqualTo(first.plusSeconds(1));
	}

	@Test
	void timesOfRoomFollowSetbackOfMoreThanADay() {
		Instant first = store(join(ANN)).get(0).event().at();
		this.clock.move(Duration.ofDays(-1).minusSeconds(1));
		assertThat(store(message(ANN, "1", "a")).get(0).event().at())
			.isEqualTo(first.minus(Duration.ofDays(1).plusSeconds(1)));
	}

	@Test
	void eventsAgeByTheRetentionClock() {
		this.clock.move(Duration.ofDays(-400));
		store(join(ANN));
		this.clock.move(Duration.ofDays(800));
		Instant now = store.get(RetentionClock.class).instant();
		assertThat(this.events.deleteBefore(now, 10)).isZero();
		assertThat(this.events.deleteBefore(now.plusMillis(1), 10)).isEqualTo(1);
	}

	@Test
	void numbersEventsPerRoom() {
		List<AppendResult> stored = store(join(ANN), join(CID), join(BOB), message(ANN, "m", "a"),
				message(BOB, "m", "b"), message(CID, "m", "c"));
		assertThat(stored).extracting((one) -> one.event().seq()).containsExactly(1L, 1L, 2L, 3L, 4L, 2L);
		assertThat(stored).allSatisfy((one) -> assertThat(one.added()).containsExactly(one.event()));
		assertThat(this.events.newest(ANN, 2).events()).extracting(Event::text).containsExactly("a", "b");
	}

	@Test
	void continuesNumbersAfterRestart() {
		store(join(ANN), message(ANN, "2", "two"));
		List<Event> before = this.events.newest(ANN, 10).events();
		store.restart();
		findEvents();
		assertThat(this.events.newest(ANN, 10).events()).isEqualTo(before);
		assertThat(store(message(ANN, "3", "three")).get(0).event().seq()).isEqualTo(3);
	}

	@Test
	void rejectedInsertTakesNoNumber() {
		Drafts.refuse(store.jdbc(), "bad");
		store(join(ANN));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> store(message(ANN, "2", "good"), message(ANN, "3", "bad"), message(ANN, "4", "good")));
		assertThat(this.events.newest(ANN, 10).lastSeq()).isEqualTo(1);
		assertThat(store(message(ANN, "5", "good")).get(0).event().seq()).isEqualTo(2);
		assertThat(this.events.newest(ANN, 10).events()).extracting(Event::id).containsExactly(null, "5");
	}

	@Test
	void answersRepeatedMessageWithFirstEvent() {
		Event first = store(join(ANN), message(ANN, "m", "first")).get(1).event();
		store.clock().move(Duration.ofSeconds(1));
		List<AppendResult> again = store(message(ANN, "m", "first"), message(ANN, "m", "other text"));
		AppendResult repeated = AppendResult.repeated(first.withHtml(null));
		assertThat(again).as("not rendered within the transaction").containsExactly(repeated, repeated);
		assertThat(this.events.newest(ANN, 1)).isEqualTo(new EventPage(List.of(asLine(first)), 1, 2));
	}

	@Test
	void storesDuplicateInOneBatchOnce() {
		List<AppendResult> stored = store(join(ANN), message(ANN, "m", "text"), message(ANN, "m", "text"));
		assertThat(stored.get(1).added()).hasSize(1);
		assertThat(stored.get(2)).isEqualTo(AppendResult.repeated(stored.get(1).event().withHtml(null)));
		assertThat(this.events.newest(ANN, 10).lastSeq()).isEqualTo(2);
	}

	@Test
	void sameIdFromAnotherSeatIsAnotherMessage() {
		List<AppendResult> stored = store(join(ANN), join(BOB), message(ANN, "m", "a"), message(BOB, "m", "b"));
		assertThat(stored).allSatisfy((one) -> assertThat(one.added()).hasSize(1));
	}

	@Test
	void databaseRejectsSecondMessageOfSeatAndId() {
		store(join(ANN), message(ANN, "m", "a"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.jdbc()
			.sql("insert into event (room, seq, type, seat, id, author, at) select room, seq + 9, type, seat, id, author, at from event")
			.update());
	}

	@Test
	void doesNotStoreRepeatedNotice() {
		List<AppendResult> stored = store(join(ANN), join(ANN), join(BOB), leave(ANN), leave(ANN), join(ANN));
		assertThat(stored).extracting((one) -> one.added().size()).containsExactly(1, 0, 1, 1, 0, 1);
		assertThat(stored.get(1).event()).isEqualTo(stored.get(0).event());
		assertThat(this.events.newest(ANN, 10).events()).extracting(Event::type)
			.containsExactly(EventType.JOIN, EventType.JOIN, EventType.LEAVE, EventType.JOIN);
	}

	@Test
	void messageWithoutArrivalImpliesOne() {
		AppendResult stored = store(message(ANN, "m", "text")).get(0);
		assertThat(stored.impliesArrival()).isTrue();
		assertThat(stored.added()).extracting(Event::seq, Event::type)
			.containsExactly(tuple(1L, EventType.JOIN), tuple(2L, EventType.MESSAGE));
		assertThat(stored.event()).isEqualTo(stored.added().get(1));
		assertThat(store(join(ANN), message(ANN, "n", "text"))).noneMatch(AppendResult::impliesArrival);
		assertThat(lines()).containsExactly("join", "m", "n");
	}

	@Test
	void messageAfterDepartureImpliesArrival() {
		store(join(ANN), message(ANN, "m", "text"), leave(ANN), message(ANN, "n", "text"));
		assertThat(lines()).containsExactly("join", "m", "leave", "join", "n");
	}

	@Test
	void freedSeatAppendsNothingAfterItsDeparture() {
		store(join(ANN), message(ANN, "m", "text"));
		Drafts.free(store.jdbc(), ANN);
		assertThat(store(message(ANN, "n", "text"))).as("before the departure").noneMatch(AppendResult.REFUSED::equals);
		List<AppendResult> stored = store(leave(ANN), message(ANN, "o", "text"), join(ANN), leave(ANN),
				message(ANN, "m", "text"));
		assertThat(stored).extracting((one) -> one.added().size()).containsExactly(1, 0, 0, 0, 0);
		assertThat(stored.subList(1, 3)).containsOnly(AppendResult.REFUSED);
		assertThat(stored.get(4).event()).as("a repeat is answered for ever").returns("m", Event::id);
		assertThat(lines()).containsExactly("join", "m", "n", "leave");
	}

	@Test
	void doesNotStoreDepartureWithoutArrival() {
		assertThat(store(leave(ANN))).containsExactly(AppendResult.REFUSED);
		assertThat(lines()).isEmpty();
	}

	@Test
	void messageDoesNotRepeatPurgedArrival() {
		store(join(ANN));
		store.jdbc().sql("delete from event").update();
		store(message(ANN, "m", "text"), leave(ANN));
		assertThat(lines()).containsExactly("m", "leave");
	}

	@Test
	void forgetsArrivalOfFailedBatch() {
		Drafts.refuse(store.jdbc(), "bad");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> store(join(ANN), message(ANN, "m", "bad")));
		store(message(ANN, "n", "good"));
		assertThat(lines()).containsExactly("join", "n");
	}

	@Test
	void forgetsDepartureOfFailedBatch() {
		Drafts.refuse(store.jdbc(), "bad");
		store(join(ANN), join(BOB));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> store(leave(ANN), message(BOB, "m", "bad")));
		store(message(ANN, "n", "good"));
		assertThat(lines()).containsExactly("join", "join", "n");
	}

	@Test
	void remembersArrivalsAfterRestart() {
		store(join(ANN));
		store.restart();
		findEvents();
		store(message(ANN, "m", "text"));
		assertThat(lines()).containsExactly("join", "m");
	}

	@Test
	void answersRepeatSentThroughAnotherNode() {
		Event first = store(message(ANN, "m", "text")).get(0).event();
		AppendResult again = appender(Node.random()).append(List.of(message(ANN, "m", "text"))).get(0);
		assertThat(again).isEqualTo(AppendResult.repeated(first.withHtml(null)));
	}

	@Test
	void arrivalOnSecondNodeIsNotStored() {
		Event arrival = store(join(ANN)).get(0).event();
		assertThat(appender(Node.random()).append(List.of(join(ANN)))).containsExactly(AppendResult.repeated(arrival));
		assertThat(lines()).containsExactly("join");
	}

	@Test
	void storesDepartureFromLastNode() {
		Appender other = appender(Node.random());
		store(join(ANN));
		other.append(List.of(join(ANN)));
		assertThat(store(leave(ANN), leave(ANN))).flatExtracting(AppendResult::added).isEmpty();
		other.append(List.of(message(ANN, "m", "text"), leave(ANN), leave(ANN)));
		assertThat(lines()).containsExactly("join", "m", "leave");
	}

	@Test
	void departureFromNodeWithoutTheSeatChangesNothing() {
		store(join(ANN));
		appender(Node.random()).append(List.of(leave(ANN)));
		store(message(ANN, "m", "text"));
		assertThat(lines()).containsExactly("join", "m");
	}

	@Test
	void departureOfFreedSeatEndsItOnAllNodes() {
		store(join(ANN));
		Drafts.free(store.jdbc(), ANN);
		appender(Node.random()).append(List.of(leave(ANN)));
		assertThat(store(leave(ANN), message(ANN, "m", "text")).get(1)).isEqualTo(AppendResult.REFUSED);
		assertThat(lines()).containsExactly("join", "leave");
	}

	@Test
	void storesDepartureFromNamedNode() {
		Node gone = Node.random();
		appender(gone).append(List.of(join(ANN), join(BOB)));
		store(join(BOB));
		store(Draft.departure(ANN, gone.id()), Draft.departure(BOB, gone.id()));
		assertThat(lines()).containsExactly("join", "join", "leave");
		assertThat(store(leave(BOB)).get(0).added()).hasSize(1);
	}

	@Test
	void impliedArrivalIsOnTheNodeOfTheMessage() {
		store(message(ANN, "m", "text"));
		appender(Node.random()).append(List.of(leave(ANN)));
		store(leave(ANN));
		assertThat(lines()).containsExactly("join", "m", "leave");
	}

	@Test
	void arrivalOfFreedSeatOnSecondNodeIsNotNoted() {
		store(join(ANN));
		Drafts.free(store.jdbc(), ANN);
		Node other = Node.random();
		appender(other).append(List.of(join(ANN)));
		assertThat(store.get(NodeSeats.class).of(other.id())).isEmpty();
	}

	@Test
	void appendsBehindEventOfUnknownType() {
		store(join(ANN));
		store.jdbc().sql("update event set type = 'later'").update();
		assertThat(store(message(ANN, "m", "text")).get(0).event().seq()).isEqualTo(2);
	}

	@Test
	void batchWithRepeatIsStoredWithoutIt() {
		Event first = store(join(ANN), join(CID), message(ANN, "m", "text")).get(2).event();
		Drafts.free(store.jdbc(), CID);
		List<AppendResult> results = store(message(ANN, "n", "new"), message(ANN, "m", "again"),
				message(BOB, "b", "implies an arrival"), message(BOB, "b", "twice"), leave(CID),
				message(CID, "c", "late"), message(ANN, "n", "twice"));
		assertThat(lines()).containsExactly("join", "m", "n", "join", "b");
		assertThat(results).extracting((result) -> result.added().size()).containsExactly(1, 0, 2, 0, 1, 0, 0);
		assertThat(results.get(1)).isEqualTo(AppendResult.repeated(first.withHtml(null)));
		assertThat(results.get(3).event()).returns(5L, Event::seq);
		assertThat(results.get(5)).isEqualTo(AppendResult.REFUSED);
		assertThat(results.get(6).event()).returns(3L, Event::seq);
		assertThat(store.get(NodeSeats.class).of(store.get(Node.class).id())).containsExactlyInAnyOrder(ANN, BOB);
	}

	@Test
	void repeatsDoNotDoubleTheTransactions() {
		store(join(ANN), message(ANN, "m", "text"));
		AtomicInteger count = new AtomicInteger();
		TransactionTemplate template = store.get(TransactionTemplate.class);
		TransactionOperations counted = new TransactionOperations() {

			@Override
			public <T> T execute(TransactionCallback<T> action) {
				count.incrementAndGet();
				return template.execute(action);
			}

		};
		Appender target = new Appender(counted, store.get(AppendRows.class), this.events, store.get(Node.class),
				store.get(EditProperties.class), this.clock, store.get(RetentionClock.class));
		for (int i = 0; i < 5; i++) {
			target.append(List.of(message(ANN, "m", "again"), message(ANN, "n" + i, "text")));
		}
		assertThat(count).hasValue(6);
		assertThat(lines()).containsExactly("join", "m", "n0", "n1", "n2", "n3", "n4");
	}

	private static Event asLine(Event event) {
		return event.withState(LineState.unchanged(event.seq()));
	}

	private List<String> lines() {
		return this.events.newest(ANN, 100)
			.events()
			.stream()
			.map((event) -> (event.id() != null) ? event.id() : event.type().word())
			.toList();
	}

	private Appender appender(Node node) {
		return new Appender(store.get(TransactionTemplate.class), store.get(AppendRows.class), this.events, node,
				store.get(EditProperties.class), this.clock, store.get(RetentionClock.class));
	}

	private List<AppendResult> store(Draft... drafts) {
		return this.appender.append(List.of(drafts));
	}

}
