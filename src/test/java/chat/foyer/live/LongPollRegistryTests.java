package chat.foyer.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.LongPollRegistry.WaitEnd;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.LogWentBack;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LongPollRegistry}.
 */
class LongPollRegistryTests {

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final Duration LONG = Duration.ofMinutes(1);

	private final LongPollRegistry polls = new LongPollRegistry(TestLimits.of("connections-per-guest=2"));

	@Test
	void eventEndsTheWaitsOfItsRoom() {
		CompletableFuture<WaitEnd> ann = open(ANN, ATTIC);
		CompletableFuture<WaitEnd> bob = open(BOB, ATTIC);
		CompletableFuture<WaitEnd> elsewhere = open(ANN, CELLAR);
		this.polls.on(new EventsAppended(ATTIC,
				List.of(new Event(1, EventType.JOIN, null, "Cid", null, null, Instant.EPOCH, 0, false))));
		assertThat(ann).isCompletedWithValue(WaitEnd.EVENTS);
		assertThat(bob).isCompletedWithValue(WaitEnd.EVENTS);
		assertThat(elsewhere).isNotDone();
	}

	@Test
	void endsTheWaitsInARoomWhoseLogWentBack() {
		CompletableFuture<WaitEnd> ann = open(ANN, ATTIC);
		CompletableFuture<WaitEnd> elsewhere = open(ANN, CELLAR);
		this.polls.on(new LogWentBack(ATTIC));
		assertThat(ann).isCompletedWithValue(WaitEnd.EVENTS);
		assertThat(elsewhere).isNotDone();
	}

	@Test
	void listensInARoomAsLongAsSomebodyWaits() {
		assertThat(this.polls.isListening(ATTIC)).isFalse();
		CompletableFuture<WaitEnd> ann = open(ANN, ATTIC);
		assertThat(this.polls.isListening(ATTIC)).isTrue();
		ann.cancel(false);
		assertThat(this.polls.isListening(ATTIC)).isFalse();
	}

	@Test
	void waitEndsWithItsTime() {
		assertThat(this.polls.open(ANN, ATTIC, "s", Duration.ofMillis(1))).succeedsWithin(LONG)
			.isEqualTo(WaitEnd.NOTHING);
	}

	@Test
	void oldestWaitOfAGuestGivesWay() {
		CompletableFuture<WaitEnd> oldest = open(ANN, ATTIC);
		CompletableFuture<WaitEnd> other = open(BOB, ATTIC);
		CompletableFuture<WaitEnd> second = open(ANN, CELLAR);
		assertThat(oldest).isNotDone();
		CompletableFuture<WaitEnd> third = open(ANN, ATTIC);
		assertThat(oldest).isCompletedWithValue(WaitEnd.REPLACED);
		assertThat(List.of(other, second, third)).noneMatch(CompletableFuture::isDone);
	}

	@Test
	void freedSeatRefusesTheWaitsInItsRoom() {
		CompletableFuture<WaitEnd> here = open(ANN, ATTIC);
		CompletableFuture<WaitEnd> elsewhere = open(ANN, CELLAR);
		CompletableFuture<WaitEnd> other = open(BOB, ATTIC);
		this.polls.on(new SeatFreed(new Seat("1", ATTIC, ANN.id(), new Username("Ann"))));
		assertThat(here).isCompletedWithValue(WaitEnd.REFUSED);
		assertThat(elsewhere).isNotDone();
		assertThat(other).isNotDone();
	}

	@Test
	void buriedNodeEndsAllWaits() {
		CompletableFuture<WaitEnd> before = open(ANN, ATTIC);
		this.polls.endAll();
		assertThat(before).isCompletedWithValue(WaitEnd.NOTHING);
		assertThat(open(ANN, ATTIC)).isNotDone();
	}

	@Test
	void stoppingServerLetsNobodyWait() {
		CompletableFuture<WaitEnd> before = open(ANN, ATTIC);
		this.polls.stop();
		assertThat(before).isCompletedWithValue(WaitEnd.NOTHING);
		assertThat(open(ANN, ATTIC)).isCompletedWithValue(WaitEnd.NOTHING);
	}

	@Test
	void endedWaitsAreForgotten() {
		open(ANN, ATTIC).cancel(false);
		CompletableFuture<WaitEnd> refused = open(BOB, ATTIC);
		this.polls.on(new SeatFreed(new Seat("2", ATTIC, BOB.id(), new Username("Bob"))));
		assertThat(refused).isDone();
		assertThat(this.polls.all()).isEmpty();
	}

	private CompletableFuture<WaitEnd> open(Guest guest, RoomKey room) {
		return this.polls.open(guest, room, "session", LONG);
	}

}
