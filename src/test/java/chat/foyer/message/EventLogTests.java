package chat.foyer.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link EventLog} with a store that waits, refuses and fails as it is told.
 */
class EventLogTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	/**
	 * The log gives up after 2.8 s; the rest is for a busy machine.
	 */
	static final Duration REFUSED_WITHIN = Duration.ofSeconds(6);

	private static final Seat ANN = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", RoomKey.of("Cellar"), "bob", new Username("Bob"));

	private final List<List<String>> transactions = new CopyOnWriteArrayList<>();

	private final Map<String, Event> rows = new ConcurrentHashMap<>();

	private final Semaphore begun = new Semaphore(0);

	private final List<EventsAppended> published = new CopyOnWriteArrayList<>();

	private volatile CountDownLatch commit = new CountDownLatch(0);

	private volatile ApplicationEventPublisher listener = (happening) -> this.published.add((EventsAppended) happening);

	private EventLog log;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private CompletableFuture<Event> first;

	private Thread renderedOn;

	private volatile Thread writer;

	@BeforeEach
	void start() {
		Appender appender = mock();
		given(appender.append(anyList())).willAnswer((call) -> store(call.getArgument(0)));
		RenderingCache renderings = mock();
		given(renderings.render(any(RoomKey.class), anyString())).willAnswer((call) -> {
			this.renderedOn = Thread.currentThread();
			return "";
		});
		this.log = new EventLog(renderings, appender,
				new EventDelivery((event) -> this.listener.publishEvent(event), renderings, null, this.meters));
		this.log.start();
	}

	@AfterEach
	void stop() {
		this.commit.countDown();
		this.log.stop();
	}

	@Test
	void rendersOnTheSendersThread() {
		assertThat(say("m")).succeedsWithin(SOON);
		assertThat(this.renderedOn).isSameAs(Thread.currentThread());
	}

	@Test
	void answersMessageWithItsEvent() {
		assertThat(say("hello")).succeedsWithin(SOON)
			.returns(1L, Event::seq)
			.returns("hello", Event::id)
			.returns("Ann", Event::author);
	}

	@Test
	void measuresAppendLatency() throws InterruptedException {
		keepWriterBusy();
		assertThat(this.meters.get("foyer.append").timer().count()).isZero();
		this.commit.countDown();
		assertThat(this.first).succeedsWithin(SOON);
		assertThat(this.meters.get("foyer.append").timer().count()).isEqualTo(1);
	}

	@Test
	void writesWaitingAppendsInOneBatch() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = sayMany(10);
		this.commit.countDown();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		assertThat(this.transactions).extracting(List::size).containsExactly(1, 10);
	}

	@Test
	void limitsBatchSize() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = sayMany(300);
		this.commit.countDown();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		assertThat(this.transactions).extracting(List::size).containsExactly(1, 256, 44);
	}

	@Test
	void answersAndPublishesAfterCommit() throws InterruptedException {
		keepWriterBusy();
		assertThat(this.first).isNotDone();
		assertThat(this.published).isEmpty();
		this.commit.countDown();
		Event event = assertThat(this.first).succeedsWithin(SOON).actual();
		this.log.stop();
		assertThat(this.published).containsExactly(new EventsAppended(ANN.room(), List.of(event)));
	}

	@Test
	void publishesEventsInOrderOfNumbers() {
		List<CompletableFuture<Event>> answers = sayMany(500);
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		this.log.stop();
		assertThat(published()).extracting(Event::seq)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 500).mapToObj(Long::valueOf).toList());
	}

	@Test
	void publishesBatchPerRoom() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = List.of(say("one"),
				this.log.say(BOB, new MessageId("two"), new MessageText("two"), null, List.of()), say("first"),
				say("three"));
		this.commit.countDown();
		this.log.stop();
		assertThat(answers).allMatch(CompletableFuture::isDone);
		assertThat(this.published).extracting(EventsAppended::room).containsExactly(ANN.room(), ANN.room(), BOB.room());
		assertThat(this.published).extracting((appended) -> appended.events().stream().map(Event::id).toList())
			.containsExactly(List.of("first"), List.of("one", "three"), List.of("two"));
	}

	@Test
	void answersRepeatWithFirstEventWithoutPublishing() {
		Event first = assertThat(say("hello")).succeedsWithin(SOON).actual();
		assertThat(say("hello")).succeedsWithin(SOON).isEqualTo(first);
		this.log.stop();
		assertThat(this.published).containsExactly(new EventsAppended(ANN.room(), List.of(first)));
	}

	@Test
	void failsMessageOfFreedSeat() {
		assertThat(say("given-up")).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(SeatGoneException.class);
		assertThat(say("hello")).succeedsWithin(SOON);
		this.log.stop();
		assertThat(published()).extracting(Event::id).containsExactly("hello");
	}

	@Test
	void publishesImpliedArrival() {
		List<Object> publisher = new CopyOnWriteArrayList<>();
		this.listener = publisher::add;
		assertThat(say("implied")).succeedsWithin(SOON);
		this.log.stop();
		assertThat(publisher).hasSize(2).endsWith(new NoticeAppended(ANN, EventType.JOIN, true));
		assertThat(((EventsAppended) publisher.get(0)).events()).extracting(Event::type)
			.containsExactly(EventType.JOIN, EventType.MESSAGE);
	}

	@Test
	void failsAtOnceWhenQueueIsFull() throws InterruptedException {
		keepWriterBusy();
		assertThat(sayMany(10_000)).noneMatch(CompletableFuture::isDone);
		assertThat(say("one too many")).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(RejectedExecutionException.class);
		this.commit.countDown();
	}

	@Test
	void failsSoonWhileStoreIsSlowAndRecovers() throws InterruptedException {
		keepWriterBusy();
		CompletableFuture<Event> second = say("second");
		assertThat(List.of(this.first, second)).allSatisfy((answer) -> assertThat(answer).failsWithin(REFUSED_WITHIN)
			.withThrowableThat()
			.withCauseInstanceOf(TimeoutException.class));
		await().atMost(SOON).until(() -> !this.log.isResponsive());
		this.commit.countDown();
		assertThat(say("third")).succeedsWithin(SOON);
		assertThat(this.transactions).as("nobody waits for the second any more")
			.containsExactly(List.of("first"), List.of("third"));
		await().atMost(SOON).until(this.log::isResponsive);
	}

	@Test
	void skipsAppendsWhoseSendersGaveUp() throws InterruptedException {
		keepWriterBusy();
		CompletableFuture<Event> second = say("second");
		second.cancel(false);
		this.commit.countDown();
		this.log.stop();
		assertThat(this.transactions).containsExactly(List.of("first"));
	}

	@Test
	void failsWhileStoreIsBrokenAndRecovers() {
		assertThat(say("broken")).failsWithin(SOON)
			.withThrowableThat()
			.withCauseInstanceOf(DataAccessResourceFailureException.class);
		assertThat(say("hello")).succeedsWithin(SOON).returns(1L, Event::seq);
		this.log.stop();
		assertThat(published()).hasSize(1);
	}

	@Test
	void writerSurvivesUnexpectedExceptions() {
		assertThat(say("unexpected")).failsWithin(SOON)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(say("hello")).succeedsWithin(SOON);
	}

	@Test
	void writerSurvivesErrors() {
		assertThat(say("fatal")).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(StackOverflowError.class);
		this.listener = (happening) -> {
			throw new StackOverflowError();
		};
		assertThat(say("hello")).succeedsWithin(SOON);
		assertThat(say("once more")).succeedsWithin(SOON);
	}

	@Test
	void writerSurvivesFailingLogger() {
		await().atMost(SOON).until(say("unspeakable")::isCompletedExceptionally);
		assertThat(say("hello")).succeedsWithin(SOON);
	}

	@Test
	void writerSurvivesInterrupts() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = sayMany(10);
		this.commit.countDown();
		this.writer.interrupt();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		this.writer.interrupt();
		assertThat(say("hello")).succeedsWithin(SOON);
	}

	@Test
	void slowListenerDoesNotDelayWriter() throws InterruptedException {
		CountDownLatch stall = stallListener();
		assertThat(say("first")).succeedsWithin(SOON);
		CompletableFuture<Event> second = say("second");
		await().atMost(SOON).until(() -> this.rows.containsKey("second"));
		assertThat(second).isNotDone();
		stall.countDown();
		assertThat(second).succeedsWithin(SOON);
	}

	@Test
	void writerWaitsForSlowListenerWhenDeliveryIsFull() throws InterruptedException {
		CountDownLatch stall = stallListener();
		List<CompletableFuture<Event>> answers = new ArrayList<>();
		for (int i = 0; i < 65; i++) {
			answers.add(say("batch-" + i));
			assertThat(this.begun.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		await().atMost(SOON)
			.until(() -> Stream.of(this.writer.getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("acquireUninterruptibly")));
		answers.add(say("last"));
		assertThat(this.transactions).hasSize(65);
		stall.countDown();
		this.log.stop();
		assertThat(answers).allMatch(CompletableFuture::isDone);
		assertThat(published()).extracting(Event::seq)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 66).boxed().toList());
	}

	@Test
	void answersOnDeliveryThread() throws InterruptedException {
		keepWriterBusy();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		List<CompletableFuture<?>> callbacks = Stream.of("second", "given-up", "broken")
			.map((id) -> say(id).whenComplete((event, failure) -> threads.add(Thread.currentThread())))
			.collect(Collectors.toList());
		this.commit.countDown();
		await().atMost(SOON).until(() -> callbacks.stream().allMatch(CompletableFuture::isDone));
		assertThat(threads).hasSize(3).extracting(Thread::getName).containsOnly("event-delivery");
	}

	@Test
	void stopDeliversWrittenEvents() throws InterruptedException {
		CountDownLatch stall = stallListener();
		assertThat(say("first")).succeedsWithin(SOON);
		CompletableFuture<Event> second = say("second");
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.log::stop);
		await().atMost(SOON).until(() -> this.rows.size() == 2 && !this.log.isRunning());
		assertThat(stopped).isNotDone();
		assertThat(second).isNotDone();
		stall.countDown();
		assertThat(stopped).succeedsWithin(SOON);
		assertThat(published()).extracting(Event::id).containsExactly("first", "second");
	}

	@Test
	void writesAfterRestart() {
		assertThat(this.log.isResponsive()).isTrue();
		this.log.stop();
		assertThat(this.log.isResponsive()).isFalse();
		this.log.start();
		assertThat(say("hello")).succeedsWithin(SOON);
		assertThat(this.log.isResponsive()).isTrue();
	}

	@Test
	void rejectedMessageDoesNotFailItsBatch() throws InterruptedException {
		keepWriterBusy();
		CompletableFuture<Event> before = say("before");
		CompletableFuture<Event> refused = say("refused");
		CompletableFuture<Event> after = say("after");
		this.commit.countDown();
		assertThat(before).succeedsWithin(SOON).returns(2L, Event::seq);
		assertThat(after).succeedsWithin(SOON).returns(3L, Event::seq);
		assertThat(refused).failsWithin(SOON)
			.withThrowableThat()
			.withCauseInstanceOf(DataIntegrityViolationException.class);
		this.log.stop();
		assertThat(published()).extracting(Event::id).containsExactly("first", "before", "after");
	}

	@Test
	void missingDatabaseFailsBatchAtOnce() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> batch = List.of(say("before"), say("broken"), say("after"));
		this.commit.countDown();
		assertThat(batch).allSatisfy((answer) -> assertThat(answer).failsWithin(SOON)
			.withThrowableThat()
			.withCauseInstanceOf(DataAccessResourceFailureException.class));
		assertThat(this.transactions).containsExactly(List.of("first"), List.of("before", "broken", "after"));
	}

	@Test
	void failingListenerDoesNotAffectOthers() throws InterruptedException {
		ApplicationEventPublisher good = this.listener;
		this.listener = (happening) -> {
			if (((EventsAppended) happening).events().get(0).seq() == 1) {
				throw new IllegalStateException("broken listener");
			}
			good.publishEvent(happening);
		};
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = sayMany(3);
		this.commit.countDown();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(SOON));
		this.log.stop();
		assertThat(published()).extracting(Event::seq).containsExactly(2L, 3L, 4L);
	}

	@Test
	void stopWritesWaitingAppendsAndRejectsNewOnes() throws InterruptedException {
		keepWriterBusy();
		List<CompletableFuture<Event>> answers = sayMany(300);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.log::stop);
		await().atMost(SOON).until(() -> !this.log.isRunning());
		assertThat(say("too late")).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(RejectedExecutionException.class);
		assertThat(stopped).isNotDone();
		this.commit.countDown();
		assertThat(stopped).succeedsWithin(SOON);
		assertThat(answers).allMatch((answer) -> answer.isDone() && !answer.isCompletedExceptionally());
		assertThat(published()).hasSize(301);
	}

	@Test
	void startsBeforeWebServerAndStopsAfterIt() {
		assertThat(this.log.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	private CountDownLatch stallListener() {
		CountDownLatch stall = new CountDownLatch(1);
		ApplicationEventPublisher good = this.listener;
		this.listener = (event) -> {
			awaitCount(stall);
			good.publishEvent(event);
		};
		return stall;
	}

	private static void awaitCount(CountDownLatch latch) {
		try {
			assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<Event> published() {
		return this.published.stream().flatMap((appended) -> appended.events().stream()).toList();
	}

	private CompletableFuture<Event> say(String id) {
		return this.log.say(ANN, new MessageId(id.replace(' ', '-')), new MessageText(id), null, List.of());
	}

	private List<CompletableFuture<Event>> sayMany(int count) {
		return IntStream.range(0, count).mapToObj((i) -> say("many-" + i)).toList();
	}

	private void keepWriterBusy() throws InterruptedException {
		this.commit = new CountDownLatch(1);
		this.first = say("first");
		assertThat(this.begun.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
	}

	@SuppressWarnings("OverrideThrowableToString")
	private List<AppendResult> store(List<Draft> drafts) {
		this.transactions.add(drafts.stream().map((draft) -> draft.id().value()).toList());
		this.writer = Thread.currentThread();
		this.begun.release();
		awaitCount(this.commit);
		for (Draft draft : drafts) {
			switch (draft.id().value()) {
				case "refused" -> throw new DataIntegrityViolationException("refused");
				case "broken" -> throw new DataAccessResourceFailureException("broken");
				case "fatal" -> throw new StackOverflowError();
				case "unspeakable" -> throw new IllegalStateException() {

					@Override
					public String toString() {
						throw new StackOverflowError();
					}

				};
				case "unexpected" -> throw new IllegalStateException("unexpected");
			}
		}
		return drafts.stream().map(this::add).toList();
	}

	private AppendResult add(Draft draft) {
		String id = draft.id().value();
		if (id.equals("given-up")) {
			return AppendResult.REFUSED;
		}
		Event known = this.rows.get(id);
		Event event = (known != null) ? known : new Event(this.rows.size() + 1, draft.type(), id,
				draft.seat().username().value(), "", draft.text().value(), Instant.EPOCH, 0, false);
		this.rows.put(id, event);
		if (id.equals("implied")) {
			return AppendResult.added(new Event(0, EventType.JOIN, null, "Ann", null, null, Instant.EPOCH, 0, false),
					event);
		}
		return (known != null) ? AppendResult.repeated(known) : AppendResult.added(event);
	}

}
