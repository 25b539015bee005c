package chat.foyer.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import chat.foyer.message.DeliveryParts;
import chat.foyer.message.Event;
import chat.foyer.message.EventDelivery;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.PublishedHeads;
import chat.foyer.message.RoomFollower;
import chat.foyer.room.RoomKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link GapReader} with a log in memory and rings by hand.
 */
class GapReaderTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private final Map<RoomKey, ConcurrentNavigableMap<Long, Event>> logs = new ConcurrentHashMap<>();

	private final Map<RoomKey, Long> lastSeqs = new ConcurrentHashMap<>();

	private final AtomicInteger queries = new AtomicInteger();

	private final List<Object> published = new CopyOnWriteArrayList<>();

	private final Set<RoomKey> listened = ConcurrentHashMap.newKeySet();

	private final Events events = mock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final RoomsBehind behind = new RoomsBehind();

	private final PublishedHeads heads = new PublishedHeads(new BellAppendListener((ring) -> {
	}, this.behind));

	private final EventDelivery delivery = DeliveryParts.delivery(this.published::add, this.heads);

	private final RoomFollower follower = DeliveryParts.follower(this.events, this.heads);

	private final GapReader reader = new GapReader(this.behind, this.heads, this.events, this.delivery,
			List.of((room) -> false, this.listened::contains), this.meters);

	private volatile boolean isBroken;

	@BeforeEach
	void log() {
		given(this.events.lastSeqs(any())).willAnswer((call) -> {
			query();
			Map<RoomKey, Long> found = new HashMap<>(this.lastSeqs);
			found.keySet().retainAll(call.<Collection<RoomKey>>getArgument(0));
			return found;
		});
		given(this.events.after(any(), anyInt())).willAnswer((call) -> {
			query();
			return after(call.getArgument(0), call.getArgument(1));
		});
	}

	private void query() {
		this.queries.incrementAndGet();
		if (this.isBroken) {
			throw new QueryTimeoutException("broken");
		}
	}

	private Map<RoomKey, List<Event>> after(Map<RoomKey, Long> after, int limit) {
		Map<RoomKey, List<Event>> found = new HashMap<>();
		after.forEach((room, seq) -> {
			List<Event> next = this.logs.getOrDefault(room, new ConcurrentSkipListMap<>())
				.tailMap(seq, false)
				.values()
				.stream()
				.limit(limit / after.size())
				.toList();
			if (!next.isEmpty()) {
				found.put(room, next);
			}
		});
		return found;
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.reader.stop();
		DeliveryParts.stop(this.delivery);
	}

	@Test
	void ringLetsItReadTheRoomsThatAreBehindByOneQuery() {
		follow(ATTIC);
		follow(CELLAR);
		lookFirst();
		append(ATTIC, 1, 3);
		append(CELLAR, 1, 1);
		int before = this.queries.get();
		long start = System.nanoTime();
		this.reader
			.on(new Ring(false, Map.of("attic", 3L, "cellar", 1L, "loft", 9L), Map.of(), Map.of(), Map.of(), Set.of()));
		await().atMost(SOON).until(() -> seqs(ATTIC).size() == 3 && seqs(CELLAR).size() == 1);
		assertThat(seqs(ATTIC)).containsExactly(1L, 2L, 3L);
		int looks = 1 + (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
		assertThat(this.queries.get() - before).as("with looks that may have come").isLessThanOrEqualTo(2 + looks);
		assertThat(this.meters.get("foyer.gap.reads").counter().count()).isPositive();
	}

	@Test
	void ringMarksFollowedRoomsAsBehind() {
		follow(ATTIC);
		follow(CELLAR);
		this.reader
			.on(new Ring(false, Map.of("attic", 3L, "cellar", 1L, "loft", 9L), Map.of(), Map.of(), Map.of(), Set.of()));
		assertThat(this.behind.take()).containsExactlyInAnyOrder(ATTIC, CELLAR);
	}

	@Test
	void ringOfWhatIsPublishedReadsNothing() {
		append(ATTIC, 1, 3);
		follow(ATTIC);
		this.reader.on(Ring.head(ATTIC, 3));
		this.reader.on(Ring.head(CELLAR, 3));
		assertThat(this.behind.take()).isEmpty();
	}

	@Test
	void looksAtAllRoomsWithoutAnyRing() {
		follow(ATTIC);
		this.reader.start();
		append(ATTIC, 1, 3);
		await().atMost(SOON).until(() -> seqs(ATTIC).size() == 3);
		append(ATTIC, 4, 5);
		await().atMost(SOON).until(() -> seqs(ATTIC).size() == 5);
		assertThat(seqs(ATTIC)).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void looksAtAllRoomsWhenToldTo() {
		this.reader.on(Ring.LOOK);
		assertThat(this.behind.takeLook()).isTrue();
		this.reader.on(Ring.head(ATTIC, 1));
		assertThat(this.behind.takeLook()).isFalse();
		this.reader.lookAgain();
		assertThat(this.behind.takeLook()).isTrue();
	}

	@Test
	void readsManyEventsInOrder() {
		follow(ATTIC);
		append(ATTIC, 1, 2_000);
		this.reader.start();
		await().atMost(SOON).until(() -> seqs(ATTIC).size() == 2_000);
		assertThat(seqs(ATTIC)).containsExactlyElementsOf(LongStream.rangeClosed(1, 2_000).boxed().toList());
	}

	@Test
	void skipsPurgedEvents() throws Exception {
		follow(ATTIC);
		append(ATTIC, 1, 5);
		this.logs.get(ATTIC).headMap(3L, true).clear();
		this.reader.look();
		assertThat(seqs(ATTIC)).containsExactly(4L, 5L);
		append(ATTIC, 6, 9);
		this.logs.get(ATTIC).clear();
		this.reader.look();
		assertThat(this.heads.find(ATTIC).seq()).isEqualTo(9);
		append(ATTIC, 10, 10);
		this.reader.look();
		assertThat(seqs(ATTIC)).containsExactly(4L, 5L, 10L);
	}

	@Test
	void forgetsRoomsWithoutListeners() throws Exception {
		follow(ATTIC);
		follow(CELLAR);
		this.listened.remove(ATTIC);
		this.reader.look();
		assertThat(this.heads.isFollowed(ATTIC)).isFalse();
		assertThat(this.heads.isFollowed(CELLAR)).isTrue();
	}

	@Test
	void followsRoomsLaterWhoseNewestNumberCouldNotBeRead() throws Exception {
		append(ATTIC, 1, 3);
		this.listened.add(ATTIC);
		this.isBroken = true;
		try {
			this.follower.follow(ATTIC);
		}
		catch (QueryTimeoutException ex) {
			this.isBroken = false;
		}
		assertThat(this.heads.find(ATTIC)).isNull();
		this.reader.look();
		append(ATTIC, 4, 4);
		this.reader.look();
		assertThat(seqs(ATTIC)).containsExactly(4L);
	}

	@Test
	void goesOnWhenTheDatabaseFailed() {
		follow(ATTIC);
		this.isBroken = true;
		this.reader.start();
		int before = this.queries.get();
		await().atMost(SOON).until(() -> this.queries.get() > before);
		append(ATTIC, 1, 2);
		this.isBroken = false;
		await().atMost(SOON).until(() -> seqs(ATTIC).size() == 2);
	}

	@Test
	void tellsThatALogIsShorterThanWhatWasPublished() throws Exception {
		append(ATTIC, 1, 5);
		append(CELLAR, 1, 5);
		follow(ATTIC);
		follow(CELLAR);
		this.logs.get(ATTIC).tailMap(4L).clear();
		this.lastSeqs.put(ATTIC, 3L);
		this.reader.look();
		assertThat(this.published).containsExactly(new LogWentBack(ATTIC));
		append(ATTIC, 4, 4);
		this.reader.look();
		this.reader.look();
		assertThat(seqs(ATTIC)).containsExactly(4L);
		assertThat(this.published).hasSize(2);
	}

	@Test
	void tellsThatALogHasOtherEventsAfterAnotherServerTookOver() throws Exception {
		follow(ATTIC);
		append(ATTIC, 1, 5);
		this.reader.look();
		this.reader.lookAgain();
		this.reader.look();
		assertThat(this.published).doesNotContain(new LogWentBack(ATTIC));
		for (long seq = 4; seq <= 7; seq++) {
			this.logs.get(ATTIC).put(seq, event(seq, Instant.ofEpochSecond(seq)));
		}
		this.lastSeqs.put(ATTIC, 7L);
		this.reader.lookAgain();
		this.reader.look();
		assertThat(this.published).last().isEqualTo(new LogWentBack(ATTIC));
		assertThat(this.heads.find(ATTIC).seq()).isEqualTo(7);
	}

	@Test
	void stopsAtOnce() {
		this.reader.start();
		assertThat(this.reader.isRunning()).isTrue();
		this.reader.stop();
		assertThat(this.reader.isRunning()).isFalse();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("gap-reader");
	}

	/**
	 * Starts, and waits for the first look.
	 */
	private void lookFirst() {
		int before = this.queries.get();
		this.reader.start();
		await().atMost(SOON).until(() -> this.queries.get() > before);
	}

	private void follow(RoomKey room) {
		this.listened.add(room);
		this.follower.follow(room);
	}

	private void append(RoomKey room, long first, long last) {
		for (long seq = first; seq <= last; seq++) {
			this.logs.computeIfAbsent(room, (key) -> new ConcurrentSkipListMap<>())
				.put(seq, event(seq, Instant.ofEpochMilli(seq)));
		}
		this.lastSeqs.put(room, last);
	}

	private List<Long> seqs(RoomKey room) {
		List<Long> seqs = new ArrayList<>();
		for (Object happening : this.published) {
			if (happening instanceof EventsAppended appended && appended.room().equals(room)) {
				appended.events().forEach((event) -> seqs.add(event.seq()));
			}
		}
		return seqs;
	}

	private static Event event(long seq, Instant at) {
		return new Event(seq, EventType.JOIN, null, "Ann", null, null, at, 0, false);
	}

}
