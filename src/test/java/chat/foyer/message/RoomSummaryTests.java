package chat.foyer.message;

import java.time.Instant;
import java.util.List;

import chat.foyer.room.Username;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RoomSummary}.
 */
class RoomSummaryTests {

	private static final Username ANN = new Username("Ann");

	private final RoomSummary head = new RoomSummary("attic", 7, 998, 2);

	@Test
	void countsMessagesOfOthersUpToTheMost() {
		assertThat(this.head.after(List.of(message(8, "Bob"), message(9, "Ann"), join(10)), ANN))
			.contains(new RoomSummary("attic", 10, 999, 2));
		assertThat(this.head.after(List.of(message(8, "Bob"), message(9, "Bob"), message(10, "Bob")), ANN))
			.contains(new RoomSummary("attic", 10, 1_000, 2));
	}

	@Test
	void skipsEventsThatAreCounted() {
		assertThat(this.head.after(List.of(message(6, "Bob"), message(7, "Bob")), ANN)).contains(this.head);
		assertThat(this.head.after(List.of(message(7, "Bob"), message(8, "Bob")), ANN))
			.contains(new RoomSummary("attic", 8, 999, 2));
	}

	@Test
	void leavesGapsAndPossibleMentionsToTheDatabase() {
		assertThat(this.head.after(List.of(message(9, "Bob")), ANN)).isEmpty();
		Event mention = new Event(8, EventType.MESSAGE, "m", "Bob", "@Ann", "@Ann", Instant.EPOCH, 0, false);
		assertThat(this.head.after(List.of(mention), ANN)).isEmpty();
		Event reply = new Event(8, EventType.MESSAGE, "m", "Bob", "hi", "hi", Instant.EPOCH, 0, false, 3L, null, null,
				null, null);
		assertThat(this.head.after(List.of(reply), ANN)).isEmpty();
	}

	@Test
	void leavesDeletionsToTheDatabaseAndSkipsOtherChanges() {
		assertThat(this.head.after(List.of(change(8, EventType.EDIT, "@Ann"), change(9, EventType.REACT, null),
				change(10, EventType.PIN, null)), ANN))
			.contains(new RoomSummary("attic", 10, 998, 2));
		assertThat(this.head.after(List.of(change(8, EventType.DELETE, null)), ANN)).isEmpty();
	}

	private static Event change(long seq, EventType type, @Nullable String text) {
		return new Event(seq, type, "c", "Bob", text, text, Instant.EPOCH, 0, false, null, null, null,
				new Change(3, null, null), null);
	}

	private static Event message(long seq, String author) {
		return new Event(seq, EventType.MESSAGE, "m", author, "hi", "hi", Instant.EPOCH, 0, false);
	}

	private static Event join(long seq) {
		return new Event(seq, EventType.JOIN, null, "Cid", null, null, Instant.EPOCH, 0, false);
	}

}
