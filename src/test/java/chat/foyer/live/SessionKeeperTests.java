package chat.foyer.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import chat.foyer.limit.TestLimits;
import chat.foyer.live.LongPollRegistry.WaitEnd;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.session.Sessions;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SessionKeeper} on a real database.
 */
@EachDatabase
class SessionKeeperTests {

	private static final Duration TWO_HOURS = Duration.ofHours(2);

	@RegisterExtension
	static final TestStore store = new TestStore(Sessions.class);

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final LongPollRegistry polls = new LongPollRegistry(TestLimits.of());

	private final RoomRegistry registry = mock();

	private SessionKeeper keeper;

	@BeforeEach
	void openSessions() {
		this.keeper = new SessionKeeper(this.connections, this.polls, store.get(Sessions.class), this.registry);
		beginSession("ann");
		beginSession("bob");
	}

	@Test
	void openPageKeepsItsSession() throws IOException {
		connect("1", "ann");
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		long now = store.clock().millis();
		assertThat(session("ann")).containsEntry("last_access_time", now)
			.containsEntry("expiry_time", now + TWO_HOURS.toMillis());
	}

	@Test
	void waitingPollKeepsItsSessionAndName() {
		CompletableFuture<WaitEnd> poll = this.polls.open(new Guest("bob"), RoomKey.of("Attic"), "bob",
				Duration.ofMinutes(1));
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		assertThat(session("bob")).containsEntry("last_access_time", store.clock().millis());
		then(this.registry).should().see(Set.of(new Guest("bob")));
		assertThat(poll).isNotDone();
	}

	@Test
	void sessionWithoutOpenPageIsLeftAlone() throws IOException {
		Map<String, Object> before = session("bob");
		connect("1", "ann");
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		assertThat(session("bob")).isEqualTo(before);
	}

	@Test
	void nobodyConnectedMeansNothingToDo() {
		Map<String, Object> before = session("ann");
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		assertThat(session("ann")).isEqualTo(before);
	}

	@Test
	void allWhoAreConnectedAreKept() throws IOException {
		connect("1", "ann");
		connect("2", "ann");
		connect("3", "bob");
		connect("4", "nobody");
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		long now = store.clock().millis();
		assertThat(session("ann")).containsEntry("last_access_time", now);
		assertThat(session("bob")).containsEntry("last_access_time", now);
	}

	@Test
	void namesAreKeptForAllWhoAreConnected() throws IOException {
		connect("1", "ann");
		connect("2", "ann");
		connect("3", "bob");
		this.keeper.keep();
		then(this.registry).should().see(Set.of(new Guest("ann"), new Guest("bob")));
	}

	@Test
	void otherSessionOfTheSameGuestIsLeftAlone() throws IOException {
		store.jdbc().sql("update spring_session set principal_name = 'ann'").update();
		connect("1", "ann");
		store.clock().move(Duration.ofMinutes(90));
		this.keeper.keep();
		assertThat(store.jdbc()
			.sql("select session_id from spring_session where last_access_time = ?")
			.param(store.clock().millis())
			.query(String.class)
			.list()).containsExactly("ann");
	}

	private void connect(String id, String guest) throws IOException {
		this.connections.add(new FakeSocket(id).connection(new Guest(guest)));
	}

	private static void beginSession(String guest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (:guest, :guest, :now, :now, :seconds, :end, :guest)")
			.param("guest", guest)
			.param("now", now)
			.param("seconds", TWO_HOURS.toSeconds())
			.param("end", now + TWO_HOURS.toMillis())
			.update();
	}

	private static Map<String, Object> session(String guest) {
		return store.jdbc()
			.sql("select last_access_time, expiry_time from spring_session where principal_name = ?")
			.param(guest)
			.query((row, number) -> Map.<String, Object>of("last_access_time", row.getLong(1), "expiry_time",
					row.getLong(2)))
			.single();
	}

}
