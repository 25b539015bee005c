package chat.foyer.message;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EventLog} on a real database.
 */
@EachDatabase
class EventLogStoreTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	/**
	 * So many have arrived, and so many events the log has.
	 */
	private static final int SENDERS = 4;

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private final List<Event> published = new CopyOnWriteArrayList<>();

	private Events events;

	private EventLog log;

	@BeforeEach
	void start() {
		this.events = store.get(Events.class);
		Seat[] seats = IntStream.range(0, SENDERS).mapToObj(EventLogStoreTests::seat).toArray(Seat[]::new);
		Drafts.take(store.jdbc(), seats);
		store.get(Appender.class).append(Stream.of(seats).map(Drafts::join).toList());
		RenderingCache renderings = store.get(RenderingCache.class);
		this.log = new EventLog(renderings, store.get(Appender.class),
				new EventDelivery((event) -> this.published.addAll(((EventsAppended) event).events()), renderings, null,
						new SimpleMeterRegistry()));
		this.log.start();
	}

	@AfterEach
	void stop() {
		this.log.stop();
		Drafts.refuseNothing(store.jdbc());
	}

	@Test
	void failsSoonWhileRoomIsLockedAndRecovers() throws SQLException {
		List<String> texts = List.of("one", "two", "three");
		whileRoomIsLocked(() -> {
			List<CompletableFuture<Event>> refused = texts.stream().map((text) -> say(1, text)).toList();
			assertThat(refused).allSatisfy((answer) -> assertThat(answer).failsWithin(EventLogTests.REFUSED_WITHIN));
			assertThat(this.published).isEmpty();
		});
		List<CompletableFuture<Event>> again = texts.stream().map((text) -> say(1, text)).toList();
		assertThat(again).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		this.log.stop();
		// Whether a refused one was stored all the same is open: it was given up while
		// the store was about to heal.
		List<Event> stored = this.events.after(ATTIC, SENDERS, 10).events();
		assertThat(stored).extracting(Event::text).containsExactlyInAnyOrderElementsOf(texts);
		assertThat(stored).extracting(Event::seq).containsExactly(5L, 6L, 7L);
		assertThat(this.published).isEqualTo(stored);
	}

	@Test
	void rejectedRowDoesNotFailItsBatch() throws SQLException {
		Drafts.refuse(store.jdbc(), "bad");
		List<CompletableFuture<Event>> answers = new ArrayList<>();
		whileRoomIsLocked(
				() -> List.of("first", "before", "bad", "after").forEach((text) -> answers.add(say(1, text))));
		assertThat(answers.get(1)).succeedsWithin(SOON).returns(6L, Event::seq);
		assertThat(answers.get(2)).failsWithin(SOON);
		assertThat(answers.get(3)).succeedsWithin(SOON).returns(7L, Event::seq);
		this.log.stop();
		assertThat(this.published).extracting(Event::id).containsExactly("first", "before", "after");
	}

	@Test
	void keepsOneOrderWithoutGapsWhenSendersRaceAndRepeat() {
		int messages = 250;
		List<CompletableFuture<Event>> answers = IntStream.range(0, SENDERS)
			.parallel()
			.boxed()
			.flatMap((sender) -> IntStream.range(0, messages)
				.boxed()
				.flatMap((i) -> (i % 3 == 0) ? List.of(say(sender, "m" + i), say(sender, "m" + i)).stream()
						: List.of(say(sender, "m" + i)).stream()))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		this.log.stop();
		List<Event> stored = this.events.after(ATTIC, SENDERS, 10_000).events();
		assertThat(stored).extracting(Event::seq)
			.containsExactlyElementsOf(
					LongStream.rangeClosed(SENDERS + 1, SENDERS + (long) SENDERS * messages).boxed().toList());
		assertThat(this.published).isEqualTo(stored);
		assertThat(stored.stream().filter((event) -> event.author().equals("Guest 3")).map(Event::id))
			.containsExactlyElementsOf(IntStream.range(0, messages).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void answersRepeatsWithoutRenderingInTheTransaction() {
		Event first = assertThat(say(1, "*text*")).succeedsWithin(SOON).actual();
		assertThat(first.html()).isEqualTo("<em>text</em>");
		assertThat(say(1, "*text*")).succeedsWithin(SOON).isEqualTo(first.withHtml(null));
	}

	private CompletableFuture<Event> say(int sender, String text) {
		return this.log.say(seat(sender), new MessageId(text.replaceAll("\\W", "-")), new MessageText(text), null,
				List.of());
	}

	private static Seat seat(int number) {
		return new Seat("seat-" + number, ATTIC, "guest-" + number, new Username("Guest " + number));
	}

	private static void whileRoomIsLocked(Runnable action) throws SQLException {
		try (Connection other = store.get(DataSource.class).getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			if ("PostgreSQL".equals(other.getMetaData().getDatabaseProductName())) {
				// Otherwise the server ends the idle transaction, and with it the lock.
				statement.execute("set local idle_in_transaction_session_timeout = 0");
			}
			statement.execute("update room set last_seq = last_seq");
			action.run();
			other.rollback();
		}
	}

}
