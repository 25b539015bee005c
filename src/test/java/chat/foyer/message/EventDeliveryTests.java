package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import chat.foyer.room.RoomKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link EventDelivery} among several nodes.
 */
class EventDeliveryTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final RoomKey ATTIC = Drafts.ATTIC;

	/**
	 * What was told and published, in order.
	 */
	private final List<Object> told = new CopyOnWriteArrayList<>();

	private final PublishedHeads heads = new PublishedHeads(new AppendListener() {

		@Override
		public void appended(RoomKey room, long seq) {
			EventDeliveryTests.this.told.add("appended " + seq);
		}

		@Override
		public void fellBehind(RoomKey room) {
			EventDeliveryTests.this.told.add("behind");
		}

	});

	private final Events events = mock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final EventDelivery delivery = DeliveryParts.delivery((event) -> {
		if (!(event instanceof NoticeAppended)) {
			this.told.add(seqs(event));
		}
	}, this.heads, this.meters);

	@AfterEach
	void stop() throws InterruptedException {
		DeliveryParts.stop(this.delivery);
	}

	@Test
	void holdsBackOwnEventsBehindAGapAndAnswersTheirSenders() throws InterruptedException {
		follow(5);
		CompletableFuture<Event> answer = deliver(7);
		assertThat(answer).succeedsWithin(SOON).returns(7L, Event::seq);
		assertThat(fill(5, 6, 7)).succeedsWithin(SOON);
		deliver(8);
		stop();
		assertThat(this.told).containsExactly("appended 7", "behind", List.of(6L, 7L), "appended 8", List.of(8L));
	}

	@Test
	void publishesWhatWasReadOnce() throws InterruptedException {
		follow(5);
		fill(5, 6, 7);
		fill(5, 6, 7);
		deliver(7);
		stop();
		assertThat(this.told).containsExactly(List.of(6L, 7L), "appended 7");
	}

	@Test
	void countsOnlyWhatThisNodeAppended() throws InterruptedException {
		follow(5);
		deliver(7);
		fill(5, 6, 7, 8);
		stop();
		assertThat(this.meters.get("foyer.events").tag("type", "join").counter().count()).isEqualTo(1);
		assertThat(this.meters.get("foyer.events").tag("type", "message").counter().count()).isZero();
	}

	@Test
	void tellsTheOtherNodesBeforeItAnswers() throws InterruptedException {
		List<Object> toldBefore = new ArrayList<>();
		CompletableFuture<Event> answer = new CompletableFuture<>();
		answer.thenAccept((event) -> toldBefore.addAll(this.told));
		this.delivery.deliver(List.of(new PendingAppend(Drafts.join(Drafts.ANN), answer, System.nanoTime())),
				List.of(AppendResult.added(event(1))));
		stop();
		assertThat(toldBefore).containsExactly("appended 1");
	}

	@Test
	void tellsThatTheLogWentBackAndBeginsAnew() throws InterruptedException {
		follow(5);
		deliver(6);
		this.delivery.restart(Map.of(ATTIC, 3L));
		deliver(4);
		stop();
		assertThat(this.told).containsExactly("appended 6", List.of(6L), new LogWentBack(ATTIC), "appended 4",
				List.of(4L));
	}

	@Test
	void onlyNodeReadsNothing() throws InterruptedException {
		EventDelivery alone = DeliveryParts.delivery(this.told::add, null);
		assertThatIllegalStateException().isThrownBy(() -> alone.fill(Map.of()));
		DeliveryParts.stop(alone);
		DeliveryParts.follower(this.events, null).follow(ATTIC);
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void followsARoomByOneQuery() {
		RoomFollower follower = DeliveryParts.follower(this.events, this.heads);
		given(this.events.lastSeqs(any())).willReturn(Map.of(ATTIC, 5L));
		follower.follow(List.of(ATTIC, Drafts.CELLAR));
		follower.follow(ATTIC);
		then(this.events).should().lastSeqs(List.of(ATTIC, Drafts.CELLAR));
		then(this.events).shouldHaveNoMoreInteractions();
		assertThat(this.heads.known()).hasSize(2)
			.hasEntrySatisfying(ATTIC, (head) -> assertThat(head.seq()).isEqualTo(5))
			.hasEntrySatisfying(Drafts.CELLAR, (head) -> assertThat(head.seq()).isZero());
	}

	private void follow(long lastSeq) {
		this.heads.begin(ATTIC);
		this.heads.initialize(List.of(ATTIC), Map.of(ATTIC, lastSeq));
	}

	private CompletableFuture<Event> deliver(long seq) {
		CompletableFuture<Event> answer = new CompletableFuture<>();
		this.delivery.deliver(List.of(new PendingAppend(Drafts.join(Drafts.ANN), answer, System.nanoTime())),
				List.of(AppendResult.added(event(seq))));
		return answer;
	}

	private CompletableFuture<?> fill(long after, long... seqs) {
		return this.delivery.fill(Map.of(ATTIC, Gap.of(after, events(seqs))));
	}

	private static Object seqs(Object published) {
		return (published instanceof EventsAppended appended) ? appended.events().stream().map(Event::seq).toList()
				: published;
	}

	private static List<Event> events(long... seqs) {
		return LongStream.of(seqs).mapToObj(EventDeliveryTests::event).toList();
	}

	private static Event event(long seq) {
		return new Event(seq, EventType.JOIN, null, "Ann", null, null, Instant.ofEpochMilli(seq), 0, false);
	}

}
