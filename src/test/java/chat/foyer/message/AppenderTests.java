package chat.foyer.message;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.leave;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Appender} on a real database.
 */
class AppenderTests {

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(Events.class, Appender.class, MessageRenderer.class);

	private Events events;

	private Appender appender;

	@BeforeEach
	void findEvents() {
		this.events = store.get(Events.class);
		this.appender = store.get(Appender.class);
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

	private List<Stored> store(Draft... drafts) {
		return this.appender.append(List.of(drafts));
	}

	private static void refuse(String text) {
		store.jdbc().sql("""
				create trigger refuse before insert on event when new.text = '%s'
				begin select raise(abort, 'refused'); end""".formatted(text)).update();
	}

}
