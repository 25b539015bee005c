package chat.foyer.live.connection;

import java.io.IOException;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionRegistry}.
 */
class ConnectionRegistryTests {

	private static final Guest ANN = new Guest("ann");

	private static final Seat ATTIC = new Seat("1", RoomKey.of("Attic"), ANN.id(), new Username("Ann"));

	private static final Seat CELLAR = new Seat("2", RoomKey.of("Cellar"), ANN.id(), new Username("Ann"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	@Test
	void connectionIsFoundUntilItIsRemoved() throws IOException {
		Connection connection = new FakeSocket("c").connection(ANN);
		this.connections.add(connection);
		assertThat(this.connections.find("c")).containsSame(connection);
		assertThat(this.connections.isOpen(connection)).isTrue();
		assertThat(this.connections.all()).containsExactly(connection);
		assertThat(this.connections.remove("c")).containsSame(connection);
		assertThat(this.connections.find("c")).isEmpty();
		assertThat(this.connections.isOpen(connection)).isFalse();
	}

	@Test
	void unknownConnectionIsNotFound() {
		assertThat(this.connections.find("c")).isEmpty();
		assertThat(this.connections.remove("c")).isEmpty();
	}

	@Test
	void whoGivesUpASeatIsClosedInAllTabsThatListenThere() throws IOException {
		FakeSocket first = listen("1", ATTIC);
		FakeSocket second = listen("2", ATTIC);
		FakeSocket elsewhere = listen("3", CELLAR);
		this.connections.on(new SeatFreed(ATTIC));
		assertThat(first.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(second.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(elsewhere.closed()).isEmpty();
	}

	@Test
	void whoTookAnotherSeatInTheRoomStays() throws IOException {
		FakeSocket successor = listen("1", new Seat("3", ATTIC.room(), ATTIC.guest(), new Username("Anna")));
		this.connections.on(new SeatFreed(ATTIC));
		assertThat(successor.closed()).isEmpty();
	}

	@Test
	void serverThatStopsTellsEverybodyBehindWhatWaits() throws IOException {
		FakeSocket idle = listen("1", ATTIC);
		FakeSocket busy = listen("2", CELLAR);
		busy.stopReading();
		busy.outbox().sendMessage(new TextMessage("last words"));
		this.connections.closeAll();
		assertThat(idle.closed()).containsExactly(CloseStatus.GOING_AWAY);
		assertThat(busy.closed()).isEmpty();
		busy.readOne();
		assertThat(busy.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void whoComesWhenTheServerStopsIsTurnedAway() throws IOException {
		this.connections.closeAll();
		assertThat(listen("1", ATTIC).closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	private FakeSocket listen(String id, Seat seat) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		Connection connection = socket.connection(ANN);
		connection.subscriptions().put("sub-0", seat);
		this.connections.add(connection);
		return socket;
	}

}
