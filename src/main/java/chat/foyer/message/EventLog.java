package chat.foyer.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/**
 * The one way into the log. A single writer gathers what waits into one transaction, so
 * that the price of a commit is shared when there is much to write and nothing is delayed
 * when there is little.
 */
@Service
public class EventLog implements SmartLifecycle {

	private static final int MOST_WAITING = 10_000;

	private static final int MOST_TOGETHER = 256;

	private static final long ANSWER_WITHIN_MILLIS = 2_800;

	/**
	 * While much is written, one transaction begins so long after the other.
	 */
	private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

	private static final long LOOK_UP_EVERY_MILLIS = 100;

	private static final long STOP_WITHIN_MILLIS = 8_000;

	private final BlockingQueue<PendingAppend> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

	private final MessageRenderer renderer;

	private final BatchWriter batches;

	private final Events events;

	private volatile @Nullable Thread writer;

	EventLog(MessageRenderer renderer, BatchWriter batches, Events events) {
		this.renderer = renderer;
		this.batches = batches;
		this.events = events;
	}

	/**
	 * Appends a message. Renders it on the calling thread, so that a text that is slow to
	 * render holds up its sender only. Reads the names in the room from the database if
	 * the text has a mention.
	 * @param seat who says it
	 * @param id what the sender calls it; where the seat has a message of that id
	 * already, nothing is stored and that message is the answer
	 * @param text what is said
	 * @return the message once it is on disk. Fails within three seconds if the store
	 * fails, is too slow or has too much waiting; the message may then still come to be
	 * stored, so it is sent again under the same id only. Fails with
	 * {@link SeatGoneException} if the seat was given up before
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, MessageText text) {
		return append(
				Draft.message(seat, id, text, this.renderer.html(text.value(), this.events.mentions(seat.room()))));
	}

	CompletableFuture<Event> append(Draft draft) {
		PendingAppend append = new PendingAppend(draft, new CompletableFuture<>(), System.nanoTime());
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
		List<PendingAppend> batch = new ArrayList<>(MOST_TOGETHER);
		long begun = System.nanoTime();
		try {
			while (isRunning() || !this.waiting.isEmpty()) {
				PendingAppend first = this.waiting.poll(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
				if (first != null) {
					TimeUnit.NANOSECONDS.sleep(begun + PACE_NANOS - System.nanoTime());
					begun = System.nanoTime();
					batch.add(first);
					this.waiting.drainTo(batch, MOST_TOGETHER - 1);
					this.batches.write(batch);
					batch.clear();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
