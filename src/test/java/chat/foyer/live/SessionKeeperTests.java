package chat.foyer.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import chat.foyer.room.Guest;
import chat.foyer.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SessionKeeper} on a real database.
 */
class SessionKeeperTests {

	private static final Duration TWO_HOURS = Duration.ofHours(2);

	@RegisterExtension
	static final SqliteStore store = new SqliteStore(SessionKeeper.class, Connections.class);

	private SessionKeeper keeper;

	@BeforeEach
	void openSessions() {
		this.keeper = store.get(SessionKeeper.class);
		store.get(Connections.class).all().clear();
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

	private static void connect(String id, String guest) throws IOException {
		store.get(Connections.class).add(new FakeSocket(id).connection(new Guest(guest)));
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
