package chat.foyer.live;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.LongPollRegistry.WaitEnd;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import chat.foyer.session.Sessions;
import chat.foyer.session.SessionsEnded;
import chat.foyer.session.SessionsEndedElsewhere;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link EndedSessions} on a real database.
 */
@EachDatabase
class EndedSessionsTests {

	@RegisterExtension
	static final TestStore store = new TestStore(Sessions.class);

	private static final Guest ANN = new Guest("ann");

	private static final Seat SEAT = new Seat("1", RoomKey.of("Attic"), ANN.id(), new Username("Ann"));

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final LongPollRegistry polls = new LongPollRegistry(TestLimits.of());

	private final RoomRegistry registry = mock();

	private EndedSessions sessions;

	private FakeSocket ann;

	private FakeSocket bob;

	@BeforeEach
	void openSessions() throws IOException {
		given(this.registry.findSeated(any())).willAnswer((call) -> Set.copyOf(call.getArgument(0)));
		this.sessions = new EndedSessions(this.connections, this.polls, this.registry, store.get(Sessions.class),
				TestLimits.of());
		begin("ann");
		begin("bob");
		this.ann = connect("1", ANN);
		this.bob = connect("2", new Guest("bob"));
	}

	@Test
	void whoseSessionLastsStays() {
		store.clock().move(Duration.ofHours(2).minusMillis(1));
		this.sessions.sweep();
		assertThat(this.ann.closed()).isEmpty();
		assertThat(this.bob.closed()).isEmpty();
	}

	@Test
	void whoseSessionIsDeletedIsClosed() {
		store.jdbc().sql("delete from spring_session where principal_name = 'ann'").update();
		this.sessions.sweep();
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(this.bob.closed()).isEmpty();
	}

	@Test
	void whoseSessionHasEndedIsClosed() {
		store.clock().move(Duration.ofHours(2));
		this.sessions.sweep();
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
	}

	@Test
	void noSessionLastsLongerThanAWeekHoweverOftenItIsUsed() {
		long week = Duration.ofDays(7).toMillis();
		store.jdbc().sql("update spring_session set expiry_time = expiry_time + ?").param(week).update();
		store.clock().move(Duration.ofMillis(week - 1));
		this.sessions.sweep();
		assertThat(this.ann.closed()).isEmpty();
		store.clock().move(Duration.ofMillis(1));
		this.sessions.sweep();
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(store.jdbc().sql("select count(*) from spring_session").query(Long.class).single()).isZero();
	}

	@Test
	void connectionOfASessionThatEndedWhileItWasOpenedIsClosed() {
		store.jdbc().sql("update spring_session set session_id = 'on the phone' where session_id = 'ann'").update();
		this.sessions.sweep();
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
	}

	@Test
	void endedSessionClosesItsConnectionsOnly() {
		this.sessions.on(new SessionsEnded(Set.of("ann", "cid")));
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(this.bob.closed()).isEmpty();
	}

	@Test
	void sessionEndedByAnotherNodeClosesItsConnectionsOnly() {
		CompletableFuture<WaitEnd> poll = poll(ANN);
		this.sessions.on(new SessionsEndedElsewhere(Set.of("ann", "cid")));
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(this.bob.closed()).isEmpty();
		assertThat(poll).isCompletedWithValue(WaitEnd.REFUSED);
	}

	@Test
	void refusesPollsOfEndedSessions() {
		CompletableFuture<WaitEnd> first = poll(ANN);
		CompletableFuture<WaitEnd> other = poll(new Guest("bob"));
		this.sessions.on(new SessionsEnded(Set.of("ann")));
		assertThat(first).isCompletedWithValue(WaitEnd.REFUSED);
		store.jdbc().sql("delete from spring_session where principal_name = 'ann'").update();
		CompletableFuture<WaitEnd> late = poll(ANN);
		this.sessions.sweep();
		assertThat(late).isCompletedWithValue(WaitEnd.REFUSED);
		assertThat(other).isNotDone();
	}

	@Test
	void whoGaveUpTheLastSeatIsClosedEvenIfListeningToNothing() {
		given(this.registry.findAll(ANN)).willReturn(List.of(SEAT));
		this.sessions.on(new SeatFreed(SEAT));
		assertThat(this.ann.closed()).isEmpty();
		given(this.registry.findAll(ANN)).willReturn(List.of());
		this.sessions.on(new SeatFreed(SEAT));
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(this.bob.closed()).isEmpty();
	}

	@Test
	void closesGuestWhoGaveUpTheLastSeatOnAnotherNode() {
		this.sessions.look();
		assertThat(this.ann.closed()).isEmpty();
		given(this.registry.findSeated(Set.of(ANN, new Guest("bob")))).willReturn(Set.of(new Guest("bob")));
		this.sessions.look();
		assertThat(this.ann.closed()).containsExactly(CloseStatuses.SESSION_ENDED);
		assertThat(this.bob.closed()).isEmpty();
	}

	private CompletableFuture<WaitEnd> poll(Guest guest) {
		return this.polls.open(guest, SEAT.room(), guest.id(), Duration.ofMinutes(1));
	}

	private FakeSocket connect(String id, Guest guest) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		this.connections.add(socket.connection(guest));
		return socket;
	}

	private static void begin(String guest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (:guest, :guest, :now, :now, 7200, :end, :guest)")
			.param("guest", guest)
			.param("now", now)
			.param("end", now + Duration.ofHours(2).toMillis())
			.update();
	}

}
