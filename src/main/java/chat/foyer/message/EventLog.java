package chat.foyer.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/**
 * The one way into the log. A single writer gathers what waits into one transaction, so
 * that the price of a commit is shared when there is much to write and nothing is delayed
 * when there is little. After the commit it answers the senders and publishes
 * {@link EventsAppended} in the order of the numbers.
 */
@Service
public class EventLog implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EventLog.class);

	private static final int MOST_WAITING = 10_000;

	private static final int MOST_TOGETHER = 256;

	private static final long ANSWER_WITHIN_MILLIS = 2_800;

	/**
	 * While much is written, one transaction begins so long after the other.
	 */
	private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

	private static final long LOOK_UP_EVERY_MILLIS = 100;

	private static final long STOP_WITHIN_MILLIS = 8_000;

	private final BlockingQueue<Append> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

	private final Appender appender;

	private final ApplicationEventPublisher happenings;

	private final Timer latency;

	private volatile @Nullable Thread writer;

	EventLog(Appender appender, ApplicationEventPublisher happenings, MeterRegistry meters) {
		this.appender = appender;
		this.happenings = happenings;
		this.latency = meters.timer("foyer.append");
	}

	/**
	 * Appends a message.
	 * @param seat who says it
	 * @param id what the sender calls it; where the seat has a message of that id
	 * already, nothing is stored and that message is the answer
	 * @param text what is said
	 * @return the message once it is on disk. Fails within three seconds if the store
	 * fails, is too slow or has too much waiting; the message may then still come to be
	 * stored, so it is sent again under the same id only
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, MessageText text) {
		return append(Draft.message(seat, id, text));
	}

	CompletableFuture<Event> append(Draft draft) {
		Append append = new Append(draft, new CompletableFuture<>(), System.nanoTime());
		if (this.writer == null || !this.waiting.offer(append)) {
			return CompletableFuture.failedFuture(new RejectedExecutionException("stopped, or too much waits"));
		}
		return append.answer().orTimeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void start() {
		Thread thread = new Thread(this::writeUntilStopped, "event-log");
		this.writer = thread;
		thread.start();
	}

	/**
	 * Lets nothing more in, and returns when what waits is written.
	 */
	@Override
	public void stop() {
		Thread thread = this.writer;
		this.writer = null;
		if (thread != null) {
			try {
				thread.join(STOP_WITHIN_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.writer != null;
	}

	/**
	 * Earlier than the web server, and so later when stopping: what was let in is
	 * written.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

	private void writeUntilStopped() {
		List<Append> batch = new ArrayList<>(MOST_TOGETHER);
		long begun = System.nanoTime();
		try {
			while (isRunning() || !this.waiting.isEmpty()) {
				Append first = this.waiting.poll(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
				if (first != null) {
					TimeUnit.NANOSECONDS.sleep(begun + PACE_NANOS - System.nanoTime());
					begun = System.nanoTime();
					batch.add(first);
					this.waiting.drainTo(batch, MOST_TOGETHER - 1);
					write(batch);
					batch.clear();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void write(List<Append> batch) {
		// Whoever was told that the store is unavailable sends again; writing for them
		// now would only keep the others waiting.
		List<Append> wanted = batch.stream().filter((append) -> !append.answer().isDone()).toList();
		if (wanted.isEmpty()) {
			return;
		}
		try {
			List<Stored> stored = this.appender.append(wanted.stream().map(Append::draft).toList());
			for (int i = 0; i < stored.size(); i++) {
				this.latency.record(System.nanoTime() - wanted.get(i).since(), TimeUnit.NANOSECONDS);
				wanted.get(i).answer().complete(stored.get(i).event());
			}
			publish(wanted, stored);
		}
		catch (RuntimeException | Error ex) {
			// Of whatever kind: the next ones may be stored all the same.
			refuse(wanted, ex);
		}
	}

	private void publish(List<Append> appends, List<Stored> stored) {
		Map<RoomName, List<Event>> byRoom = new LinkedHashMap<>();
		for (int i = 0; i < stored.size(); i++) {
			if (stored.get(i).isNew()) {
				byRoom.computeIfAbsent(appends.get(i).draft().seat().room(), (room) -> new ArrayList<>())
					.add(stored.get(i).event());
			}
		}
		byRoom.forEach((room, events) -> {
			try {
				this.happenings.publishEvent(new EventsAppended(room, events));
			}
			catch (RuntimeException | Error ex) {
				logger.error("Events are stored but could not be published", ex);
			}
		});
	}

	/**
	 * One refused row must not take its neighbours with it: they are tried one by one,
	 * for as long as somebody waits for them.
	 */
	private void refuse(List<Append> batch, Throwable reason) {
		if (batch.size() > 1) {
			batch.forEach((append) -> write(List.of(append)));
			return;
		}
		logger.warn("The store refused an event: {}", reason.toString());
		batch.forEach((append) -> append.answer().completeExceptionally(reason));
	}

	private record Append(Draft draft, CompletableFuture<Event> answer, long since) {
	}

}
