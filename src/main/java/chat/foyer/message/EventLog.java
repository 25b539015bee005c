package chat.foyer.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Appends events to the logs of rooms.
 * <p>
 * A single writer thread stores all that are waiting in one transaction, so that the
 * price of a commit is shared when there is much to write and nothing is delayed when
 * there is little. It does nothing else: {@link EventDelivery} completes the futures and
 * publishes {@link EventsAppended} on another thread. For each room events are numbered
 * in the order of the calls, without a gap.
 * <p>
 * Thread-safe. {@link #append} never blocks; it fails when 10,000 events are waiting.
 * Futures complete on the thread of the delivery, or on a timer thread of the JDK when
 * the time is over: continuations must not block.
 */
@Service
public class EventLog implements SmartLifecycle {

	/**
	 * How many different emoji a message may have as reactions.
	 */
	public static final int MAX_EMOJIS = 20;

	/**
	 * How many reactions a seat may have to one message.
	 */
	public static final int MAX_OWN_REACTIONS = 5;

	/**
	 * How many messages of a room may be pinned.
	 */
	public static final int MAX_PINS = 20;

	private static final Logger logger = LoggerFactory.getLogger(EventLog.class);

	private static final int MAX_WAITING = 10_000;

	private static final int MAX_BATCH = 256;

	private static final long ANSWER_WITHIN_MILLIS = 2_800;

	/**
	 * While much is written, one transaction begins this long after the one before.
	 */
	private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

	private static final long LOOK_UP_EVERY_MILLIS = 100;

	private static final long STOP_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(8);

	private final BlockingQueue<PendingAppend> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private final RenderingCache renderings;

	private final Appender appender;

	private final EventDelivery delivery;

	private volatile @Nullable Thread writer;

	private volatile @Nullable Long busySince;

	EventLog(RenderingCache renderings, Appender appender, EventDelivery delivery) {
		this.renderings = renderings;
		this.appender = appender;
		this.delivery = delivery;
	}

	/**
	 * Appends a message. Renders it on the calling thread, so that a text that is slow to
	 * render holds up its sender only. Reads the names in the room from the database if
	 * the text has a mention.
	 * @param seat who says it
	 * @param id what the sender calls it; where the seat has an event of that id already,
	 * nothing is stored and that event is the answer, without HTML
	 * @param text what is said; null only with files
	 * @param re the number of the message that it replies to; null if it is no reply. A
	 * number that the room has not given yet is ignored
	 * @param files the uploaded files that it has, at most {@value SentFile#MAX_FILES}
	 * @return the message once it is on disk. Fails within three seconds if the database
	 * fails, is too slow or has too much waiting; the message may then still come to be
	 * stored, so it is sent again under the same id only. Fails with
	 * {@link SeatGoneException} if the seat was given up before, and with
	 * {@link ChangeRefusedException} if a file is gone or is of another seat
	 */
	public CompletableFuture<Event> say(Seat seat, MessageId id, @Nullable MessageText text, @Nullable Long re,
			List<SentFile> files) {
		return append(Draft.message(seat, id, text, render(seat, text), re, files));
	}

	private String render(Seat seat, @Nullable MessageText text) {
		return this.renderings.render(seat.room(), (text != null) ? text.value() : "");
	}

	/**
	 * Changes the text of a message. The earlier text is not kept.
	 * @param seat whose message it is
	 * @param id what the sender calls the change, as in {@link #say}
	 * @param of the number of the message
	 * @param text the new text; null for none, which only a message with files may have
	 * @return the change once it is on disk; if the message has that text already, the
	 * last change of it, and nothing is stored. Fails as {@link #say} does, and with
	 * {@link ChangeRefusedException} if the message is gone, is of another seat or is too
	 * old
	 */
	public CompletableFuture<Event> edit(Seat seat, MessageId id, long of, @Nullable MessageText text) {
		return append(Draft.edit(seat, id, of, text, render(seat, text)));
	}

	/**
	 * Deletes a message: its text, reactions and pin. Its number and author stay.
	 * @return as {@link #edit}, without a limit of time
	 */
	public CompletableFuture<Event> delete(Seat seat, MessageId id, long of) {
		return append(Draft.deletion(seat, id, of));
	}

	/**
	 * Adds or removes a reaction of a seat to a message.
	 * @param on whether the seat has the reaction afterwards; where that is so already,
	 * nothing is stored
	 * @return as {@link #edit}; fails with {@link ChangeRefusedException} if the message
	 * is gone, is no message or has too many reactions
	 */
	public CompletableFuture<Event> react(Seat seat, MessageId id, long of, ReactionEmoji emoji, boolean on) {
		return append(Draft.change(seat, EventType.REACT, id, new Change(of, emoji.value(), on)));
	}

	/**
	 * Pins a message of a room, or unpins it.
	 * @param on whether the message is pinned afterwards; where that is so already,
	 * nothing is stored
	 * @return as {@link #edit}; fails with {@link ChangeRefusedException} if the message
	 * is gone, is no message or the room has too many pins
	 */
	public CompletableFuture<Event> pin(Seat seat, MessageId id, long of, boolean on) {
		return append(Draft.change(seat, EventType.PIN, id, new Change(of, null, on)));
	}

	/**
	 * Appends the departure of a seat that is no longer on a node, unless other nodes
	 * have the seat; if it was given up, it is on no node any more.
	 * @param node the id of the node, this one or another
	 * @return the departure once it is on disk, or the seat's last arrival or departure
	 * if nothing was appended. Fails as {@link #say} does
	 */
	public CompletableFuture<Event> leave(Seat seat, String node) {
		return append(Draft.departure(seat, node));
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
		this.delivery.start();
		Thread thread = new Thread(this::writeUntilStopped, "event-log");
		this.writer = thread;
		thread.start();
	}

	/**
	 * Accepts nothing more, and returns when what waits is written and delivered.
	 */
	@Override
	public void stop() {
		Thread thread = this.writer;
		this.writer = null;
		if (thread == null) {
			return;
		}
		long end = System.nanoTime() + STOP_WITHIN_NANOS;
		try {
			TimeUnit.NANOSECONDS.timedJoin(thread, STOP_WITHIN_NANOS);
			this.delivery.stop(end - System.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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

	/**
	 * Whether events are written and delivered in time: the writer runs, and neither a
	 * transaction nor a delivery has begun so long ago that its senders have given up.
	 */
	boolean isResponsive() {
		Thread thread = this.writer;
		return thread != null && thread.isAlive() && isInTime(this.busySince) && isInTime(this.delivery.busySince());
	}

	private static boolean isInTime(@Nullable Long since) {
		return since == null || System.nanoTime() - since <= TimeUnit.MILLISECONDS.toNanos(ANSWER_WITHIN_MILLIS);
	}

	private void writeUntilStopped() {
		List<PendingAppend> batch = new ArrayList<>(MAX_BATCH);
		long begun = System.nanoTime();
		while (this.writer == Thread.currentThread() || !this.waiting.isEmpty()) {
			try {
				PendingAppend first = this.waiting.poll(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
				if (first != null) {
					batch.add(first);
					LockSupport.parkNanos(begun + PACE_NANOS - System.nanoTime());
					begun = System.nanoTime();
					this.busySince = begun;
					this.waiting.drainTo(batch, MAX_BATCH - 1);
					// An interrupt must not fail the transaction.
					Thread.interrupted();
					write(batch);
				}
			}
			catch (InterruptedException ex) {
				logger.debug("The writer was interrupted, which does not stop it", ex);
			}
			catch (RuntimeException | Error ex) {
				// Of whatever kind: the next batch may be stored all the same. The
				// senders of this one hear of it when their time is over.
				logger.error("A batch of events failed", ex);
			}
			finally {
				batch.clear();
				this.busySince = null;
			}
		}
	}

	/**
	 * Writes a batch in one transaction, or each append for itself where the database
	 * rejects them together: a rejected row does not take its neighbours with it. Where
	 * the database is not there, all fail.
	 */
	private void write(List<PendingAppend> batch) {
		// A sender who was told that the log is unavailable sends again; writing for it
		// now would only keep the others waiting.
		List<PendingAppend> wanted = batch.stream().filter((append) -> !append.answer().isDone()).toList();
		if (wanted.isEmpty()) {
			return;
		}
		List<AppendResult> results;
		try {
			results = this.appender.append(wanted.stream().map(PendingAppend::draft).toList());
		}
		catch (DataAccessResourceFailureException | TransactionException ex) {
			wanted.forEach((append) -> this.delivery.fail(append, ex));
			logger.warn("The database failed, {} events are not stored: {}", wanted.size(),
					NestedExceptionUtils.getMostSpecificCause(ex).toString());
			return;
		}
		catch (RuntimeException | Error ex) {
			if (wanted.size() > 1) {
				wanted.forEach((append) -> write(List.of(append)));
			}
			else {
				this.delivery.fail(wanted.get(0), ex);
				logger.warn("The database rejected an event: {}", ex.toString());
			}
			return;
		}
		this.delivery.deliver(wanted, results);
	}

}
