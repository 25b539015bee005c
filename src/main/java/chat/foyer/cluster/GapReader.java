package chat.foyer.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import chat.foyer.message.Event;
import chat.foyer.message.EventDelivery;
import chat.foyer.message.Events;
import chat.foyer.message.Gap;
import chat.foyer.message.PublishedHeads;
import chat.foyer.message.PublishedHeads.Head;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.RoomKey;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Reads what other nodes appended to the rooms that this node follows, and hands it to
 * {@link EventDelivery}. Reads the rooms that are behind, many by one query, and looks at
 * all of them every second, so that nothing depends on the {@link Bell}.
 * <p>
 * A thread of its own does that, and waits for the database and the delivery. If the log
 * of a room went back, the thread lets the delivery set the room's head anew and tell its
 * listeners.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class GapReader implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(GapReader.class);

	private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * The minimum time from the beginning of one read to that of the next.
	 */
	private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * As many events of a room as the writer stores together: an outbox has room for
	 * them.
	 */
	private static final int EVENTS_PER_ROOM = 256;

	private static final int EVENTS_PER_READ = 4_096;

	private static final long STOP_WITHIN_MILLIS = 3_000;

	private final RoomsBehind behind;

	private final PublishedHeads heads;

	private final Events events;

	private final EventDelivery delivery;

	private final List<RoomListeners> listeners;

	private final Counter reads;

	private volatile @Nullable Thread thread;

	/**
	 * Whether the database may have failed over to a server without the newest rows.
	 */
	private final AtomicBoolean mayHaveFailedOver = new AtomicBoolean();

	private boolean isFailing;

	GapReader(RoomsBehind behind, PublishedHeads heads, Events events, EventDelivery delivery,
			List<RoomListeners> listeners, MeterRegistry meters) {
		this.behind = behind;
		this.heads = heads;
		this.events = events;
		this.delivery = delivery;
		this.listeners = listeners;
		this.reads = meters.counter("foyer.gap.reads");
	}

	@EventListener
	void on(Ring ring) {
		ring.heads().forEach((key, seq) -> {
			RoomKey room = new RoomKey(key);
			if (this.heads.announce(room, seq)) {
				this.behind.add(room);
			}
		});
		if (ring.look()) {
			this.behind.look();
		}
	}

	@EventListener(BellOpened.class)
	void lookAgain() {
		this.mayHaveFailedOver.set(true);
		this.behind.look();
	}

	@Override
	public void start() {
		Thread reader = new Thread(this::readUntilStopped, "gap-reader");
		reader.setDaemon(true);
		this.thread = reader;
		reader.start();
	}

	@Override
	public void stop() {
		Thread reader = this.thread;
		this.thread = null;
		if (reader == null) {
			return;
		}
		reader.interrupt();
		try {
			reader.join(STOP_WITHIN_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	/**
	 * Stops before the delivery.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

	private void readUntilStopped() {
		long nextLook = System.nanoTime();
		while (this.thread == Thread.currentThread()) {
			try {
				this.behind.await(nextLook);
				long begun = System.nanoTime();
				if (this.behind.takeLook() || begun - nextLook >= 0) {
					nextLook = begun + LOOK_EVERY_NANOS;
					look();
				}
				else {
					read(this.behind.take(), Map.of());
				}
				succeed();
				LockSupport.parkNanos(begun + PACE_NANOS - System.nanoTime());
			}
			catch (InterruptedException ex) {
				logger.debug("Reading the events of other nodes was interrupted", ex);
			}
			catch (RuntimeException | ExecutionException | Error ex) {
				fail(ex);
				nextLook = System.nanoTime() + LOOK_EVERY_NANOS;
				LockSupport.parkNanos(LOOK_EVERY_NANOS);
			}
		}
	}

	/**
	 * Looks at all rooms that this node follows.
	 */
	void look() throws InterruptedException, ExecutionException {
		this.behind.take();
		this.heads.forget((room) -> this.listeners.stream().anyMatch((some) -> some.isListening(room)));
		List<RoomKey> unknown = this.heads.unknown();
		if (!unknown.isEmpty()) {
			this.heads.initialize(unknown, this.events.lastSeqs(unknown));
		}
		boolean mayLackRows = this.mayHaveFailedOver.getAndSet(false);
		// Before the numbers are read, so that a lower one means that events are lost.
		Map<RoomKey, Head> known = this.heads.known();
		Map<RoomKey, Long> lastSeqs = this.events.lastSeqs(known.keySet());
		Set<RoomKey> replaced = mayLackRows ? findReplaced(known) : Set.of();
		Map<RoomKey, Long> wentBack = new HashMap<>();
		Set<RoomKey> rooms = new HashSet<>();
		known.forEach((room, head) -> {
			long lastSeq = lastSeqs.getOrDefault(room, 0L);
			if (lastSeq < head.seq() || replaced.contains(room)) {
				wentBack.put(room, lastSeq);
			}
			else if (lastSeq > head.seq()) {
				rooms.add(room);
			}
		});
		if (!wentBack.isEmpty()) {
			logger.warn("Closing the connections of {} rooms: the database has lost events", wentBack.size());
			this.delivery.restart(wentBack).get();
		}
		read(rooms, lastSeqs);
	}

	/**
	 * Finds the rooms where the log has another event in the place of the last one that
	 * this node has published.
	 */
	private Set<RoomKey> findReplaced(Map<RoomKey, Head> known) {
		Map<RoomKey, Long> before = new HashMap<>();
		known.forEach((room, head) -> {
			if (head.at() != null) {
				before.put(room, head.seq() - 1);
			}
		});
		Set<RoomKey> replaced = new HashSet<>();
		this.events.after(before, before.size()).forEach((room, stored) -> {
			Event event = stored.get(0);
			Head head = known.get(room);
			if (head != null && event.seq() == head.seq() && !event.at().equals(head.at())) {
				replaced.add(room);
			}
		});
		return replaced;
	}

	/**
	 * Reads rooms until they are not behind.
	 * @param lastSeqs the numbers of their newest events, as far as they are known
	 */
	private void read(Collection<RoomKey> rooms, Map<RoomKey, Long> lastSeqs)
			throws InterruptedException, ExecutionException {
		Map<RoomKey, Long> after = new HashMap<>();
		for (RoomKey room : rooms) {
			Head head = this.heads.find(room);
			if (head != null) {
				after.put(room, head.seq());
			}
		}
		if (after.isEmpty()) {
			return;
		}
		int share = Math.max(1, Math.min(EVENTS_PER_ROOM, EVENTS_PER_READ / after.size()));
		Map<RoomKey, List<Event>> read = this.events.after(after, share * after.size());
		this.reads.increment();
		Map<RoomKey, Gap> gaps = new HashMap<>();
		after.forEach((room, seq) -> {
			List<Event> next = read.getOrDefault(room, List.of());
			if (!next.isEmpty()) {
				gaps.put(room, Gap.of(seq, next));
			}
			else if (lastSeqs.getOrDefault(room, 0L) > seq) {
				gaps.put(room, Gap.purged(seq, lastSeqs.getOrDefault(room, 0L)));
			}
			if (next.size() >= share) {
				this.behind.add(room);
			}
		});
		if (!gaps.isEmpty()) {
			this.delivery.fill(gaps).get();
		}
	}

	private void succeed() {
		if (this.isFailing) {
			this.isFailing = false;
			logger.info("Events of other nodes are read again");
		}
	}

	private void fail(Throwable failure) {
		this.mayHaveFailedOver.set(true);
		if (!this.isFailing && this.thread == Thread.currentThread()) {
			this.isFailing = true;
			logger.warn("Events of other nodes cannot be read: {}",
					NestedExceptionUtils.getMostSpecificCause(failure).toString());
		}
	}

}
