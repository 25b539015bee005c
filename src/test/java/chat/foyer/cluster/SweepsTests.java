package chat.foyer.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import chat.foyer.message.Events;
import chat.foyer.room.Browsers;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.SeatRows;
import chat.foyer.session.Sessions;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All nodes delete what is old, and may do so at the same moment.
 */
class SweepsTests {

	private static final int NODES = 3;

	private static final Duration LIFETIME = Duration.ofDays(7);

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class, Sessions.class);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(NODES);

	private final OneNode cluster = new OneNode(store);

	private final Sessions sessions = store.get(Sessions.class);

	private final RoomRegistry registry = store.get(RoomRegistry.class);

	private final List<SeatFreed> freed = store.get(ClusterParts.Freed.class).all();

	@BeforeEach
	void forget() {
		this.freed.clear();
	}

	@Test
	void endsExpiredSessionsAndKeepsOpenOnes() throws Exception {
		List<String> open = IntStream.range(0, 200).mapToObj((i) -> "open " + i).toList();
		open.forEach((id) -> begin(id, Duration.ofHours(1)));
		IntStream.range(0, 200).forEach((i) -> begin("over " + i, Duration.ofMillis(-1)));
		onAllNodes(() -> {
			List<String> some = new ArrayList<>(open);
			Collections.shuffle(some);
			this.sessions.keep(some);
			this.sessions.deleteEnded(LIFETIME);
			return some;
		});
		assertThat(this.sessions.findLasting(open)).hasSize(open.size());
		assertThat(store.jdbc().sql("select count(*) from spring_session").query(Integer.class).single())
			.isEqualTo(open.size());
	}

	@Test
	void freesUnusedSeatsOnce() throws Exception {
		List<Seat> seats = IntStream.range(0, 30).mapToObj((i) -> this.cluster.take("Guest " + i)).toList();
		Instant later = store.clock().instant().plusSeconds(1);
		onAllNodes(() -> {
			List<Seat> unused = this.registry.findUnused(later, later);
			unused.forEach((seat) -> this.registry.leaveUnused(seat, later));
			unused.forEach((seat) -> store.get(Browsers.class).removeSeatless(new Guest(seat.guest())));
			return unused;
		});
		assertThat(this.freed).hasSameSizeAs(seats).doesNotHaveDuplicates();
		assertThat(SeatRows.all(store.jdbc())).isEmpty();
	}

	@Test
	void purgesEventsTogether() throws Exception {
		for (int seq = 1; seq <= 1_500; seq++) {
			store.jdbc()
				.sql("insert into event (room, seq, type, seat, author, at) values ('attic', ?, 'join', '1', 'Ann', 0)")
				.param(seq)
				.update();
		}
		onAllNodes(() -> {
			int deleted = 1;
			while (deleted > 0) {
				deleted = store.get(Events.class).deleteBefore(store.clock().instant(), 100);
			}
			return deleted;
		});
		assertThat(store.jdbc().sql("select count(*) from event").query(Integer.class).single()).isZero();
	}

	private void onAllNodes(Callable<?> sweep) throws Exception {
		CyclicBarrier start = new CyclicBarrier(NODES);
		List<Future<?>> sweeps = new ArrayList<>();
		for (int i = 0; i < NODES; i++) {
			sweeps.add(this.threads.submit(() -> {
				start.await(10, TimeUnit.SECONDS);
				return sweep.call();
			}));
		}
		for (Future<?> one : sweeps) {
			one.get(20, TimeUnit.SECONDS);
		}
	}

	private static void begin(String id, Duration rest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (:id, :id, :now, :now, 7200, :end, :id)")
			.param("id", id)
			.param("now", now)
			.param("end", now + rest.toMillis())
			.update();
	}

}
