package chat.foyer.message;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

import chat.foyer.room.RoomKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PublishedHeads}.
 */
class PublishedHeadsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private final List<Long> appended = new ArrayList<>();

	private int fallsBehind;

	private final PublishedHeads heads = new PublishedHeads(new AppendListener() {

		@Override
		public void appended(RoomKey room, long seq) {
			PublishedHeadsTests.this.appended.add(seq);
		}

		@Override
		public void fellBehind(RoomKey room) {
			PublishedHeadsTests.this.fallsBehind++;
		}

	});

	@Test
	void publishesOwnEventsOfARoomThatIsNotFollowed() {
		assertThat(append(3, 4)).containsExactly(3L, 4L);
		assertThat(append(7)).containsExactly(7L);
		assertThat(this.heads.isFollowed(ATTIC)).isFalse();
		assertThat(this.fallsBehind).isZero();
	}

	@Test
	void publishesOwnEventsThatFollowTheHead() {
		follow(5);
		assertThat(append(6, 7)).containsExactly(6L, 7L);
		assertThat(append(8)).containsExactly(8L);
		assertThat(this.fallsBehind).isZero();
	}

	@Test
	void holdsBackOwnEventsBehindAGapUntilTheyAreRead() {
		follow(5);
		assertThat(append(7, 8)).isEmpty();
		assertThat(this.fallsBehind).isEqualTo(1);
		assertThat(fill(5, 6, 7, 8)).containsExactly(6L, 7L, 8L);
		assertThat(append(9)).containsExactly(9L);
		assertThat(this.fallsBehind).isEqualTo(1);
	}

	@Test
	void publishesOwnEventsOnceThatWereReadBefore() {
		follow(5);
		assertThat(fill(5, 6, 7)).containsExactly(6L, 7L);
		assertThat(append(6, 7)).isEmpty();
		assertThat(this.fallsBehind).isZero();
	}

	@Test
	void publishesReadEventsOnceThatWereAppendedMeanwhile() {
		follow(5);
		assertThat(append(6)).containsExactly(6L);
		assertThat(fill(5, 6, 7)).containsExactly(7L);
		assertThat(fill(5, 6, 7)).isEmpty();
	}

	@Test
	void skipsEventsThatWerePurged() {
		follow(5);
		assertThat(fill(5, 9, 10)).containsExactly(9L, 10L);
		assertThat(fill(Gap.purged(10, 20))).isEmpty();
		assertThat(append(21)).containsExactly(21L);
	}

	@Test
	void ignoresWhatWasReadAfterAnotherHead() {
		assertThat(fill(5, 6)).as("not followed").isEmpty();
		this.heads.begin(ATTIC);
		assertThat(fill(5, 6)).as("unknown").isEmpty();
		follow(3);
		assertThat(fill(5, 6)).as("4 and 5 are missing").isEmpty();
		assertThat(fill(3, 4, 5, 6)).containsExactly(4L, 5L, 6L);
	}

	@Test
	void publishesOwnEventsOnceWhileTheNewestNumberIsRead() {
		assertThat(this.heads.begin(ATTIC)).isTrue();
		assertThat(append(6, 7)).containsExactly(6L, 7L);
		know(5);
		assertThat(fill(5, 6, 7, 8)).containsExactly(8L);
	}

	@Test
	void keepsTheFirstNumberOfTwoFollowers() {
		this.heads.begin(ATTIC);
		assertThat(this.heads.begin(ATTIC)).isTrue();
		know(5);
		know(7);
		assertThat(this.heads.begin(ATTIC)).isFalse();
		assertThat(fill(5, 6, 7)).containsExactly(6L, 7L);
	}

	@Test
	void roomIsBehindWhenAnotherNodeHasAppended() {
		assertThat(this.heads.announce(ATTIC, 9)).as("not followed").isFalse();
		follow(5);
		assertThat(this.heads.announce(ATTIC, 5)).isFalse();
		assertThat(this.heads.announce(ATTIC, 6)).isTrue();
	}

	@Test
	void roomIsBehindWhenAnotherNodeAppendedWhileTheNewestNumberWasRead() {
		this.heads.begin(ATTIC);
		assertThat(this.heads.announce(ATTIC, 6)).isFalse();
		assertThat(this.heads.announce(ATTIC, 4)).isFalse();
		know(5);
		assertThat(this.fallsBehind).isEqualTo(1);
	}

	@Test
	void roomIsNotBehindWhenTheNewestNumberIncludesTheRing() {
		this.heads.begin(ATTIC);
		this.heads.announce(ATTIC, 6);
		know(6);
		assertThat(this.fallsBehind).isZero();
	}

	@Test
	void forgetsRoomsWithoutListeners() {
		follow(5);
		this.heads.forget((room) -> true);
		assertThat(this.heads.isFollowed(ATTIC)).isTrue();
		this.heads.forget((room) -> false);
		assertThat(this.heads.isFollowed(ATTIC)).isFalse();
		assertThat(append(9)).containsExactly(9L);
	}

	@Test
	void knowsTheTimeOfTheLastEventThatWasPublished() {
		follow(5);
		assertThat(this.heads.known().get(ATTIC).at()).isNull();
		append(6);
		assertThat(this.heads.known().get(ATTIC).at()).isEqualTo(event(6).at());
		fill(Gap.purged(6, 7));
		assertThat(this.heads.known().get(ATTIC).at()).isNull();
		fill(7, 8);
		assertThat(this.heads.known().get(ATTIC).at()).isEqualTo(event(8).at());
	}

	@Test
	void beginsAnewWhereTheLogWentBack() {
		follow(5);
		append(6);
		this.heads.restart(ATTIC, 3);
		assertThat(append(4)).containsExactly(4L);
	}

	@Test
	void tellsTheListenerWhatThisNodeAppends() {
		this.heads.appended(ATTIC, List.of(event(6), event(7)));
		assertThat(this.appended).containsExactly(7L);
	}

	/**
	 * Plays commits of this node and others, deliveries, reads, purges, and listeners who
	 * come and go, in random order. Each listener gets all events after those that it
	 * could read when it was confirmed, in order and once.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void eachListenerGetsEachEventOnceAndInOrder(long seed) {
		Model model = new Model(new Random(seed));
		for (int step = 0; step < 5_000; step++) {
			model.step();
		}
		model.finish();
	}

	private void follow(long lastSeq) {
		this.heads.begin(ATTIC);
		know(lastSeq);
	}

	private void know(long lastSeq) {
		this.heads.initialize(List.of(ATTIC), Map.of(ATTIC, lastSeq));
	}

	private List<Long> append(long... seqs) {
		return seqs(this.heads.append(ATTIC, events(seqs)));
	}

	private List<Long> fill(long after, long... seqs) {
		return fill(Gap.of(after, events(seqs)));
	}

	private List<Long> fill(Gap gap) {
		return seqs(this.heads.fill(ATTIC, gap));
	}

	private static List<Long> seqs(List<Event> events) {
		return events.stream().map(Event::seq).toList();
	}

	private static List<Event> events(long... seqs) {
		return LongStream.of(seqs).mapToObj(PublishedHeadsTests::event).toList();
	}

	private static Event event(long seq) {
		return new Event(seq, EventType.JOIN, null, "Ann", null, null, Instant.ofEpochMilli(seq), 0, false);
	}

	/**
	 * A room with a log, and this node with what it has under way.
	 */
	private final class Model {

		private final Random random;

		private final TreeMap<Long, Event> log = new TreeMap<>();

		private long lastSeq;

		/**
		 * What was purged before it was published.
		 */
		private final Set<Long> purged = new HashSet<>();

		/**
		 * What this node has stored and not delivered.
		 */
		private final Queue<List<Event>> own = new ArrayDeque<>();

		private Gap read;

		private final List<Listener> listeners = new ArrayList<>();

		private final List<Listener> gone = new ArrayList<>();

		Model(Random random) {
			this.random = random;
		}

		void step() {
			switch (this.random.nextInt(12)) {
				case 0, 1 -> this.own.add(commit());
				case 2, 3 -> commit();
				case 4, 5 -> deliver();
				case 6 -> read();
				case 7 -> fill();
				case 8 -> {
					if (this.listeners.size() < 3) {
						this.listeners.add(new Listener());
					}
				}
				case 9 -> this.listeners.forEach(Listener::proceed);
				case 10 -> leave();
				default -> purge();
			}
		}

		private List<Event> commit() {
			List<Event> events = new ArrayList<>();
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				this.lastSeq++;
				this.log.put(this.lastSeq, event(this.lastSeq));
				events.add(event(this.lastSeq));
			}
			return events;
		}

		private void deliver() {
			List<Event> events = this.own.poll();
			if (events != null) {
				publish(PublishedHeadsTests.this.heads.append(ATTIC, events));
			}
		}

		private void read() {
			PublishedHeads.Head head = PublishedHeadsTests.this.heads.find(ATTIC);
			if (head != null && this.read == null && this.lastSeq > head.seq()) {
				List<Event> next = this.log.tailMap(head.seq(), false)
					.values()
					.stream()
					.limit(1 + this.random.nextInt(5))
					.toList();
				this.read = next.isEmpty() ? Gap.purged(head.seq(), this.lastSeq) : Gap.of(head.seq(), next);
			}
		}

		private void fill() {
			if (this.read != null) {
				publish(PublishedHeadsTests.this.heads.fill(ATTIC, this.read));
				this.read = null;
			}
		}

		private void leave() {
			if (this.random.nextInt(3) == 0 && !this.listeners.isEmpty()) {
				this.gone.add(this.listeners.remove(0));
			}
			PublishedHeadsTests.this.heads.forget((room) -> !this.listeners.isEmpty());
		}

		private void purge() {
			if (this.random.nextInt(10) == 0) {
				Map<Long, Event> old = this.log.headMap(this.lastSeq - this.random.nextInt(4), true);
				old.keySet().stream().filter((seq) -> seq > seqOfHead()).forEach(this.purged::add);
				old.clear();
			}
		}

		private void publish(List<Event> events) {
			this.listeners.forEach((listener) -> listener.received.addAll(seqs(events)));
		}

		void finish() {
			if (this.listeners.isEmpty()) {
				this.listeners.add(new Listener());
			}
			for (int i = 0; i < 3; i++) {
				this.listeners.forEach(Listener::proceed);
			}
			List<Event> last = commit();
			fill();
			while (!this.own.isEmpty()) {
				deliver();
			}
			for (int i = 0; i < 10_000 && seqOfHead() < this.lastSeq; i++) {
				read();
				fill();
			}
			assertThat(seqOfHead()).isEqualTo(this.lastSeq);
			this.listeners.forEach((listener) -> assertThat(listener.received).containsAll(seqs(last)));
			this.listeners.forEach((listener) -> listener.check(this.lastSeq));
			this.gone.forEach((listener) -> listener.check(0));
		}

		private long seqOfHead() {
			PublishedHeads.Head head = PublishedHeadsTests.this.heads.find(ATTIC);
			return (head != null) ? head.seq() : -1;
		}

		/**
		 * A subscriber, from before it follows the room.
		 */
		private final class Listener {

			private final List<Long> received = new ArrayList<>();

			private int state;

			private long queried;

			/**
			 * What the log had when the subscriber was confirmed.
			 */
			private long readUpTo;

			void proceed() {
				if (this.state == 0) {
					this.state = PublishedHeadsTests.this.heads.begin(ATTIC) ? 1 : 2;
					this.queried = Model.this.lastSeq;
				}
				else if (this.state == 1) {
					know(this.queried);
					this.state = 2;
				}
				else if (this.state == 2) {
					this.readUpTo = Model.this.lastSeq;
					this.state = 3;
				}
			}

			/**
			 * @param end up to which number all events must have come
			 */
			void check(long end) {
				assertThat(this.received).isSorted().doesNotHaveDuplicates();
				if (this.state == 3) {
					List<Long> live = this.received.stream().filter((seq) -> seq > this.readUpTo).toList();
					long last = live.isEmpty() ? this.readUpTo : live.get(live.size() - 1);
					assertThat(last).isGreaterThanOrEqualTo(end);
					// Only a purge leaves a gap.
					List<Long> missing = LongStream.rangeClosed(this.readUpTo + 1, last)
						.filter((seq) -> !live.contains(seq))
						.boxed()
						.toList();
					assertThat(Model.this.purged).containsAll(missing);
				}
			}

		}

	}

}
