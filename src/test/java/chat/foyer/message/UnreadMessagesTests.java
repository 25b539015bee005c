package chat.foyer.message;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import chat.foyer.message.UnreadMessages.Position;
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
import static chat.foyer.message.Drafts.reply;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link UnreadMessages} on a real database.
 */
@EachDatabase
class UnreadMessagesTests {

	private static final Seat ANN_IN_CELLAR = new Seat("4", CELLAR, "ann", new Username("Ann"));

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class, UnreadMessages.class);

	@BeforeEach
	void takeSeats() {
		Drafts.take(store.jdbc(), ANN, BOB, CID, ANN_IN_CELLAR);
		store(join(ANN), join(BOB), join(CID), join(ANN_IN_CELLAR));
		store.jdbc().sql("delete from event").update();
		store.jdbc().sql("delete from room").update();
	}

	@Test
	void countsMessagesOfOthersInARange() {
		Seat dan = new Seat("6", ATTIC, "dan", new Username("Dan"));
		Drafts.take(store.jdbc(), dan);
		store(message(BOB, "1", "@Ann, early"), message(ANN, "2", "mine"), join(dan), message(BOB, "3", "one"),
				message(BOB, "4", "hey @ann"), message(ANN, "5", "@Ann myself"));
		assertThat(unread(ANN, 1, 9)).isEqualTo(new Unread(2, 1, 4, 6));
		assertThat(unread(ANN, 4, 9)).isEqualTo(new Unread(1, 1, 5, 6));
		assertThat(unread(ANN, 1, 4)).isEqualTo(new Unread(1, 0, 4, 6));
		assertThat(unread(ANN, 5, 9)).isEqualTo(new Unread(0, 0, 0, 6));
		assertThat(unread(BOB, 0, 9)).isEqualTo(new Unread(2, 0, 2, 6));
	}

	@Test
	void countsManyRoomsAtOnce() {
		store(message(BOB, "1", "one"), message(BOB, "2", "@Ann"), message(CID, "1", "@Ann \uFF20ann"),
				message(ANN_IN_CELLAR, "2", "mine"));
		Seat elsewhere = new Seat("5", new RoomKey("empty"), "ann", new Username("Ann"));
		assertThat(count(new Position(ANN, 0, Long.MAX_VALUE), new Position(ANN_IN_CELLAR, 0, Long.MAX_VALUE),
				new Position(elsewhere, 0, Long.MAX_VALUE)))
			.containsOnly(Map.entry(ANN.id(), new Unread(2, 1, 1, 2)),
					Map.entry(ANN_IN_CELLAR.id(), new Unread(1, 1, 1, 2)), Map.entry(elsewhere.id(), Unread.NONE));
	}

	@Test
	void stopsCountingAtTheMaximum() {
		store(IntStream.range(0, Unread.MOST + 1).mapToObj((i) -> message(BOB, "m" + i, "text")).toArray(Draft[]::new));
		assertThat(unread(ANN, 0, Long.MAX_VALUE)).isEqualTo(new Unread(Unread.MOST, 0, 1, Unread.MOST + 1));
	}

	@Test
	void longestUsernameInRoomIsMentioned() {
		store(message(BOB, "1", "@Ann 2"), message(BOB, "2", "@Ann"), message(BOB, "3", "`@Ann`"));
		assertThat(unread(ANN, 0, 9)).isEqualTo(new Unread(3, 2, 1, 3));
		Drafts.take(store.jdbc(), new Seat("9", ATTIC, "ann-2", new Username("Ann 2")));
		assertThat(unread(ANN, 0, 9)).isEqualTo(new Unread(3, 1, 1, 3));
	}

	@Test
	void mentionOfDepartedAuthorDoesNotCallShorterName() {
		Seat ann2 = new Seat("9", ATTIC, "ann-2", new Username("Ann 2"));
		Drafts.take(store.jdbc(), ann2);
		store(message(BOB, "1", "@Ann 2"), join(ann2), leave(ann2));
		Drafts.free(store.jdbc(), ann2);
		assertThat(unread(ANN, 0, 9)).isEqualTo(new Unread(1, 0, 1, 3));
	}

	@Test
	void replyMentionsTheSeatThatIsQuoted() {
		store(message(ANN, "1", "mine"), message(BOB, "2", "Bob's"));
		store(reply(BOB, "3", "to Ann", 1), reply(BOB, "4", "to himself", 2), reply(BOB, "5", "@Ann too", 1),
				reply(ANN, "6", "to herself", 1));
		assertThat(unread(ANN, 1, 9)).isEqualTo(new Unread(4, 2, 2, 6));
		assertThat(unread(BOB, 0, 9)).isEqualTo(new Unread(2, 0, 1, 6));
		store(reply(ANN, "7", "to Bob", 2));
		assertThat(unread(BOB, 0, 9)).isEqualTo(new Unread(3, 1, 1, 7));
	}

	@Test
	void replyToAnEarlierSeatOfTheSameNameMentionsNobody() {
		Seat earlier = new Seat("8", ATTIC, "ann", new Username("Ann"));
		Drafts.free(store.jdbc(), ANN);
		Drafts.take(store.jdbc(), earlier);
		store(message(earlier, "1", "mine"));
		Drafts.free(store.jdbc(), earlier);
		Drafts.take(store.jdbc(), ANN);
		store(reply(BOB, "2", "to her who left", 1));
		assertThat(unread(ANN, 0, 9).mentions()).isZero();
	}

	@Test
	void changesCountNothingAndDeletedMessagesNoMore() {
		store(message(ANN, "1", "mine"), message(BOB, "2", "one"));
		store(reply(BOB, "3", "two", 1));
		store(Draft.edit(BOB, new MessageId("e"), 2, new MessageText("one more"), "<p>one more</p>"));
		assertThat(unread(ANN, 1, 9)).isEqualTo(new Unread(2, 1, 2, 4));
		store(Draft.deletion(BOB, new MessageId("d"), 3));
		assertThat(unread(ANN, 1, 9)).isEqualTo(new Unread(1, 0, 2, 5));
		store(Draft.deletion(BOB, new MessageId("e2"), 2));
		assertThat(unread(ANN, 1, 9)).isEqualTo(new Unread(0, 0, 0, 6));
	}

	private Unread unread(Seat seat, long after, long through) {
		return count(new Position(seat, after, through)).getOrDefault(seat.id(), Unread.NONE);
	}

	private Map<String, Unread> count(Position... positions) {
		return store.get(UnreadMessages.class).count(List.of(positions));
	}

	private void store(Draft... drafts) {
		store.get(Appender.class).append(List.of(drafts));
	}

}
