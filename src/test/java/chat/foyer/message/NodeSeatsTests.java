package chat.foyer.message;

import java.util.List;

import chat.foyer.room.Seat;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.leave;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NodeSeats} on a real database.
 */
@EachDatabase
class NodeSeatsTests {

	private static final Seat RED_ANN = new Seat(ANN.id(), ATTIC, ANN.guest(), ANN.username(), 7);

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private NodeSeats seats;

	private String node;

	@BeforeEach
	void takeSeats() {
		this.seats = store.get(NodeSeats.class);
		this.node = store.get(Node.class).id();
		Drafts.take(store.jdbc(), ANN, BOB, CID);
	}

	@Test
	void findsSeatsThatJoinedAndDidNotLeave() {
		store(join(ANN), leave(ANN), message(ANN, "m", "text"), join(BOB), join(CID), leave(BOB));
		assertThat(this.seats.of(this.node)).containsExactlyInAnyOrder(ANN, CID);
		assertThat(this.seats.has(this.node, ANN)).isTrue();
		assertThat(this.seats.has(this.node, BOB)).isFalse();
		assertThat(this.seats.of("other")).isEmpty();
		assertThat(this.seats.has("other", ANN)).isFalse();
	}

	@Test
	void keepsGuestNameAndColorOfSeatThatWasGivenUp() {
		store(message(RED_ANN, "m", "text"), join(CID));
		Drafts.free(store.jdbc(), ANN);
		Drafts.free(store.jdbc(), CID);
		store.jdbc().sql("delete from event").update();
		assertThat(this.seats.of(this.node)).containsExactlyInAnyOrder(RED_ANN, CID);
	}

	private static void store(Draft... drafts) {
		store.get(Appender.class).append(List.of(drafts));
	}

}
