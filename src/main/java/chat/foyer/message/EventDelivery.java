package chat.foyer.message;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Delivers what {@link EventLog} has written: completes the futures of the senders and
 * publishes {@link EventsAppended}, in the order of the commits. One thread of its own
 * does that, so that slow listeners do not hold up the writer while there is room for
 * their batches. The same thread publishes what other nodes have appended, which is read
 * from the database elsewhere: so each room's events are published in order.
 * <p>
 * The thread of the writer hands its batches over, and one other thread what was read.
 * They block while {@value #MAX_WAITING} batches wait.
 */
@Component
public class EventDelivery {

	private static final Logger logger = LoggerFactory.getLogger(EventDelivery.class);

	private static final int MAX_WAITING = 64;

	private final Semaphore places = new Semaphore(MAX_WAITING);

	private final ApplicationEventPublisher publisher;

	private final RenderingCache renderings;

	private final @Nullable PublishedHeads heads;

	private final Timer latency;

	private final Map<EventType, Counter> counts = new EnumMap<>(EventType.class);

	private volatile @Nullable Long busySince;

	private volatile @Nullable ExecutorService thread;

	/**
	 * @param heads null if this is the only node
	 */
	EventDelivery(ApplicationEventPublisher publisher, RenderingCache renderings, @Nullable PublishedHeads heads,
			MeterRegistry meters) {
		this.publisher = publisher;
		this.renderings = renderings;
		this.heads = heads;
		this.latency = meters.timer("foyer.append");
		for (EventType type : EventType.values()) {
			this.counts.put(type, meters.counter("foyer.events", "type", type.word()));
		}
	}

	void start() {
		this.thread = Executors.newSingleThreadExecutor((task) -> new Thread(task, "event-delivery"));
	}

	/**
	 * Accepts nothing more, and returns when what was handed over is delivered, or the
	 * time is over.
	 */
	void stop(long timeoutNanos) throws InterruptedException {
		ExecutorService stopping = this.thread;
		if (stopping != null) {
			stopping.shutdown();
			stopping.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * When the delivery of the current batch began, as {@link System#nanoTime()}; null if
	 * there is none.
	 */
	@Nullable Long busySince() {
		return this.busySince;
	}

	/**
	 * Delivers what was committed together.
	 * @param results the result of each append
	 */
	void deliver(List<PendingAppend> appends, List<AppendResult> results) {
		long committed = System.nanoTime();
		handOver(() -> {
			Map<RoomKey, List<Event>> added = byRoom(appends, results);
			if (this.heads != null) {
				// First, because other nodes wait for it.
				added.forEach(this.heads::appended);
			}
			for (int i = 0; i < results.size(); i++) {
				PendingAppend append = appends.get(i);
				this.latency.record(committed - append.since(), TimeUnit.NANOSECONDS);
				results.get(i).added().forEach((event) -> note(append.draft().seat().room(), event));
				answer(append, results.get(i));
			}
			added.forEach(this::publishAppended);
			publishNotices(appends, results);
		});
	}

	/**
	 * Publishes events that were read from the database, except those that were published
	 * before.
	 * @return completes when they are published
	 */
	public CompletableFuture<?> fill(Map<RoomKey, Gap> gaps) {
		PublishedHeads followed = heads();
		return publishLater(() -> gaps.forEach((room, gap) -> publish(room, followed.fill(room, gap))));
	}

	/**
	 * Publishes {@link LogWentBack}, and from then on what follows the given numbers.
	 * @param lastSeqs the numbers of the newest events of the rooms
	 * @return completes when it is published
	 */
	public CompletableFuture<?> restart(Map<RoomKey, Long> lastSeqs) {
		PublishedHeads followed = heads();
		return publishLater(() -> lastSeqs.forEach((room, seq) -> {
			followed.restart(room, seq);
			publish(new LogWentBack(room));
		}));
	}

	private PublishedHeads heads() {
		if (this.heads == null) {
			throw new IllegalStateException("The only node has nothing to read");
		}
		return this.heads;
	}

	/**
	 * Tells a sender that nothing was stored.
	 */
	void fail(PendingAppend append, Throwable reason) {
		handOver(() -> append.answer().completeExceptionally(reason));
	}

	private CompletableFuture<?> publishLater(Runnable publication) {
		CompletableFuture<?> done = new CompletableFuture<>();
		handOver(() -> {
			try {
				publication.run();
			}
			finally {
				done.complete(null);
			}
		});
		return done;
	}

	private void handOver(Runnable delivery) {
		ExecutorService executor = this.thread;
		if (executor == null) {
			throw new IllegalStateException("Not started");
		}
		this.places.acquireUninterruptibly();
		try {
			executor.execute(() -> run(delivery));
		}
		catch (RuntimeException | Error ex) {
			this.places.release();
			throw ex;
		}
	}

	private void run(Runnable delivery) {
		this.busySince = System.nanoTime();
		try {
			delivery.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A batch of events is stored but was not delivered", ex);
		}
		finally {
			this.busySince = null;
			this.places.release();
		}
	}

	private void note(RoomKey room, Event event) {
		this.renderings.put(room, event);
		Objects.requireNonNull(this.counts.get(event.type())).increment();
	}

	private static void answer(PendingAppend append, AppendResult result) {
		Event event = result.event();
		if (event != null) {
			append.answer().complete(event);
		}
		else {
			append.answer()
				.completeExceptionally((result.problem() != null) ? new ChangeRefusedException(result.problem())
						: new SeatGoneException());
		}
	}

	private static Map<RoomKey, List<Event>> byRoom(List<PendingAppend> appends, List<AppendResult> results) {
		Map<RoomKey, List<Event>> byRoom = new LinkedHashMap<>();
		for (int i = 0; i < results.size(); i++) {
			List<Event> added = results.get(i).added();
			if (!added.isEmpty()) {
				byRoom.computeIfAbsent(appends.get(i).draft().seat().room(), (room) -> new ArrayList<>()).addAll(added);
			}
		}
		return byRoom;
	}

	private void publishAppended(RoomKey room, List<Event> events) {
		publish(room, (this.heads != null) ? this.heads.append(room, events) : events);
	}

	private void publishNotices(List<PendingAppend> appends, List<AppendResult> results) {
		for (int i = 0; i < results.size(); i++) {
			Seat seat = appends.get(i).draft().seat();
			AppendResult result = results.get(i);
			result.added()
				.stream()
				.filter((event) -> event.type() == EventType.JOIN || event.type() == EventType.LEAVE)
				.forEach((event) -> publish(new NoticeAppended(seat, event.type(), result.impliesArrival())));
		}
	}

	private void publish(RoomKey room, List<Event> events) {
		if (!events.isEmpty()) {
			publish(new EventsAppended(room, events));
		}
	}

	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Events are stored but could not be published", ex);
		}
	}

}
