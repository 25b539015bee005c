package chat.foyer.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import chat.foyer.MovableClock;
import chat.foyer.room.Guest;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.Race;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Sessions} on a real database.
 */
@EachDatabase
class SessionsTests {

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final Set<String> ALL = Set.of("1", "2", "3");

	private static final Duration TWO_HOURS = Duration.ofHours(2);

	@RegisterExtension
	static final TestStore store = new TestStore();

	private final List<Object> publisher = new ArrayList<>();

	private Sessions sessions;

	@BeforeEach
	void openSessions() {
		this.sessions = sessions(store.clock());
		begin("1", ANN);
		begin("2", ANN);
		begin("3", BOB);
	}

	@Test
	void sessionLastsUntilItExpires() {
		store.clock().move(TWO_HOURS.minusMillis(1));
		assertThat(this.sessions.findLasting(ALL)).containsExactlyInAnyOrder("1", "2", "3");
		store.clock().move(Duration.ofMillis(1));
		assertThat(this.sessions.findLasting(ALL)).isEmpty();
	}

	@Test
	void onlySessionsAskedForAreFound() {
		assertThat(this.sessions.findLasting(Set.of("2", "unknown"))).containsExactly("2");
		assertThat(this.sessions.findLasting(Set.of())).isEmpty();
		store.clock().move(Duration.ofMillis(1));
		this.sessions.keep(ALL);
		assertThat(this.sessions.findReturned(Set.of(BOB, new Guest("cid")))).containsExactly(BOB);
	}

	@Test
	void moreSessionsAreFoundThanOneQueryTakes() {
		Set<String> many = IntStream.range(10, 1_200).mapToObj(String::valueOf).collect(Collectors.toSet());
		many.forEach((id) -> begin(id, ANN));
		assertThat(this.sessions.findLasting(many)).isEqualTo(many);
	}

	@Test
	void expiredSessionIsDeleted() {
		store.clock().move(TWO_HOURS.plusMillis(1));
		this.sessions.deleteEnded(Duration.ofDays(7));
		assertThat(store.jdbc().sql("select count(*) from spring_session").query(Integer.class).single()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "P40D", "P-40D", "PT-1H", "PT2H" })
	void sessionsLastAsLongWhenTheClockIsSet(Duration jump) {
		MovableClock uptime = new MovableClock();
		this.sessions = sessions(uptime);
		store.clock().move(jump);
		this.sessions.deleteEnded(Duration.ofDays(7));
		assertThat(this.sessions.findLasting(ALL)).containsExactlyInAnyOrder("1", "2", "3");
		store.clock().move(TWO_HOURS.plusMillis(1));
		uptime.move(TWO_HOURS.plusMillis(1));
		assertThat(this.sessions.findLasting(ALL)).isEmpty();
	}

	@Test
	void sessionsOfTheFutureExpireFromNowOn() {
		MovableClock uptime = new MovableClock();
		store.clock().move(Duration.ofDays(-40));
		this.sessions = sessions(uptime);
		store.clock().move(Duration.ofDays(40).plusHours(1));
		uptime.move(Duration.ofHours(1));
		assertThat(this.sessions.findLasting(ALL)).hasSize(3);
		store.clock().move(TWO_HOURS.plusMillis(1));
		uptime.move(TWO_HOURS.plusMillis(1));
		assertThat(this.sessions.findLasting(ALL)).isEmpty();
	}

	@Test
	void guestsOfAnEarlierRunAreFoundAfterAStartWithAClockThatIsBehind() {
		store.clock().move(Duration.ofMillis(1));
		this.sessions.keep(Set.of("2"));
		MovableClock uptime = new MovableClock();
		store.clock().move(Duration.ofDays(-40));
		this.sessions = sessions(uptime);
		store.clock().move(Duration.ofDays(40).plusHours(1));
		uptime.move(Duration.ofHours(1));
		assertThat(this.sessions.findReturned(Set.of(ANN, BOB))).containsExactly(ANN);
	}

	@Test
	void sessionThatIsKeptLastsOn() {
		store.clock().move(TWO_HOURS.minusMillis(1));
		this.sessions.keep(Set.of("1", "unknown"));
		store.clock().move(Duration.ofMillis(1));
		assertThat(this.sessions.findLasting(ALL)).containsExactly("1");
	}

	@Test
	void sessionLastsNoLongerThanItsLifetimeHoweverOftenItIsKept() {
		store.clock().move(Duration.ofDays(7).minusMillis(1));
		this.sessions.keep(Set.of("1"));
		this.sessions.deleteEnded(Duration.ofDays(7));
		assertThat(this.sessions.findLasting(ALL)).containsExactly("1");
		store.clock().move(Duration.ofMillis(1));
		this.sessions.deleteEnded(Duration.ofDays(7));
		assertThat(this.sessions.findLasting(ALL)).isEmpty();
	}

	@Test
	void guestMayHaveSeveralSessions() {
		assertThat(this.sessions.findIds(ANN)).containsExactlyInAnyOrder("1", "2");
		assertThat(this.sessions.findIds(new Guest("cid"))).isEmpty();
	}

	@Test
	void guestIsFoundWhoCameBackWithASession() {
		assertThat(this.sessions.findReturned(Set.of(ANN, BOB))).isEmpty();
		store.clock().move(Duration.ofMillis(1));
		this.sessions.keep(Set.of("2"));
		assertThat(this.sessions.findReturned(Set.of(ANN, BOB))).containsExactly(ANN);
	}

	@Test
	void endedSessionsAreGoneAndToldOf() {
		this.sessions.end(Set.of("1", "3"));
		assertThat(this.sessions.findLasting(ALL)).containsExactly("2");
		assertThat(this.publisher).containsExactly(new SessionsEnded(Set.of("1", "3")));
	}

	@Test
	void nodesChangeTheSameSessionsAtOnce() throws Exception {
		List<String> ids = IntStream.range(10, 50).mapToObj(String::valueOf).toList();
		ids.forEach((id) -> begin(id, ANN));
		List<String> reversed = new ArrayList<>(ids);
		Collections.reverse(reversed);
		for (int round = 0; round < 10; round++) {
			Race.of(() -> this.sessions.keep(ids), () -> this.sessions.keep(reversed));
		}
		store.clock().move(TWO_HOURS.plusMillis(1));
		Race.of(() -> this.sessions.keep(reversed), () -> this.sessions.deleteEnded(Duration.ofDays(7)));
		assertThat(this.sessions.findLasting(ALL)).isEmpty();
	}

	@Test
	void sessionsMayLastForYears() {
		long seconds = Duration.ofDays(3_650).toSeconds();
		store.jdbc().sql("update spring_session set max_inactive_interval = ?").param(seconds).update();
		this.sessions.keep(ALL);
		MovableClock uptime = new MovableClock();
		this.sessions = sessions(uptime);
		store.clock().move(Duration.ofHours(1));
		this.sessions.deleteEnded(Duration.ofDays(7));
		assertThat(
				store.jdbc().sql("select expiry_time - last_access_time from spring_session").query(Long.class).set())
			.containsExactly(seconds * 1_000);
	}

	private static void begin(String id, Guest guest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (?, ?, ?, ?, ?, ?, ?)")
			.params(id, id, now, now, TWO_HOURS.toSeconds(), now + TWO_HOURS.toMillis(), guest.id())
			.update();
	}

	private Sessions sessions(MovableClock uptime) {
		return new Sessions(store.get(JdbcTemplate.class), store.clock(), uptime, this.publisher::add);
	}

}
