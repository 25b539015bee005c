package chat.foyer.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import chat.foyer.cluster.NodeHeartbeats.Snapshot;
import chat.foyer.room.NodeBuried;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends the heartbeats of this node, and removes nodes that have sent none for 30 s,
 * together with their seats. Only the holder of the lease removes nodes. It also removes
 * the seats of nodes that were removed earlier, because a node that was suspended may
 * store some when it resumes.
 * <p>
 * If this node itself was removed, it starts over under a new id and publishes
 * {@link NodeBuried}. After the database was unavailable, or this node was suspended, it
 * removes no other node for 30 s, in which the others can send a heartbeat.
 * <p>
 * A thread of its own does all this, so that nothing else delays the heartbeats.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class NodeMonitor implements SmartLifecycle {

	static final Duration LOOK_EVERY = Duration.ofSeconds(2);

	static final Duration BEAT_EVERY = Duration.ofSeconds(10);

	static final Duration SILENT = Duration.ofSeconds(30);

	static final Duration LEASE = Duration.ofSeconds(6);

	/**
	 * How long a node that stops gives its guests to come back to another one.
	 */
	static final Duration MOVE_WITHIN = Duration.ofSeconds(10);

	private static final Duration RETIRE_WITHIN = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(NodeMonitor.class);

	private final Node node;

	private final NodeHeartbeats heartbeats;

	private final NodeCleanup cleanup;

	private final Clock clock;

	private final ApplicationEventPublisher publisher;

	private final DatabaseAvailability availability = new DatabaseAvailability();

	/**
	 * Nodes that were removed and may still have seats.
	 */
	private final Set<String> removed = new LinkedHashSet<>();

	private Instant beatAt = Instant.MIN;

	private volatile int count = 1;

	private volatile boolean isRetired;

	private volatile @Nullable ScheduledExecutorService thread;

	NodeMonitor(Node node, NodeHeartbeats heartbeats, NodeCleanup cleanup, @Qualifier("monotonicClock") Clock clock,
			ApplicationEventPublisher publisher, MeterRegistry meters) {
		this.node = node;
		this.heartbeats = heartbeats;
		this.cleanup = cleanup;
		this.clock = clock;
		this.publisher = publisher;
		Gauge.builder("foyer.nodes", this, (nodes) -> nodes.count).register(meters);
	}

	/**
	 * Adds this node before anything is stored under its id.
	 */
	@Override
	public void start() {
		join();
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread looking = new Thread(task, "nodes");
			looking.setDaemon(true);
			return looking;
		});
		this.thread = executor;
		executor.scheduleWithFixedDelay(this::tryToLook, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	void join() {
		this.heartbeats.add(this.node.id());
		this.beatAt = this.clock.instant();
	}

	@Override
	public void stop() {
		ScheduledExecutorService stopping = this.thread;
		this.thread = null;
		if (stopping != null) {
			stopping.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	/**
	 * Starts before the event log, which stores under the id of the node.
	 */
	@Override
	public int getPhase() {
		return -1;
	}

	/**
	 * Tells the other nodes that this one stops. Its guests have not left yet: those who
	 * are on no other node leave when this one is removed.
	 */
	@EventListener(ContextClosedEvent.class)
	void retire() {
		ScheduledExecutorService executor = this.thread;
		if (executor == null || this.isRetired) {
			return;
		}
		this.isRetired = true;
		try {
			// On the thread that sends the heartbeats, so that none follows.
			Future<?> retired = executor
				.submit(() -> this.heartbeats.retire(this.node.id(), SILENT.minus(MOVE_WITHIN)));
			retired.get(RETIRE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException | ExecutionException | TimeoutException ex) {
			logger.debug("The other nodes were not told that this one stops", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void tryToLook() {
		if (this.isRetired) {
			return;
		}
		try {
			look();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The other nodes are looked at later", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The other nodes could not be looked at", ex);
		}
	}

	/**
	 * Looks at all nodes, this one included.
	 */
	void look() {
		Snapshot snapshot = this.heartbeats.snapshot();
		Instant now = this.clock.instant();
		this.count = snapshot.ids().size();
		Duration steadyFor = Duration.between(this.availability.note(now, snapshot.time()), now);
		if (!snapshot.ids().contains(this.node.id())) {
			startOver();
			return;
		}
		boolean isBeatDue = beatIfDue();
		if (steadyFor.compareTo(SILENT) >= 0 && holdsLease()) {
			if (isBeatDue) {
				this.removed.addAll(this.heartbeats.findRemoved());
			}
			removeOthers();
		}
	}

	private void startOver() {
		logger.warn("The other nodes removed this one, which was silent for too long. Closing its connections");
		this.node.renew(this.heartbeats::add);
		this.beatAt = this.clock.instant();
		this.publisher.publishEvent(new NodeBuried());
	}

	private boolean beatIfDue() {
		Instant now = this.clock.instant();
		boolean isDue = !now.isBefore(this.beatAt.plus(BEAT_EVERY));
		if (isDue) {
			this.heartbeats.beat(this.node.id());
			this.beatAt = now;
		}
		return isDue;
	}

	private boolean holdsLease() {
		return this.heartbeats.takeLease(this.node.id(), LEASE);
	}

	private void removeOthers() {
		for (String silent : this.heartbeats.removeSilent(SILENT, this.node.id())) {
			logger.warn(
					"Removed node {}, which was silent for too long. Its guests leave unless they are on another node",
					silent);
			this.removed.add(silent);
		}
		// A node that is not cleaned up completely stays for the next look.
		this.removed.removeIf((gone) -> this.cleanup.cleanUp(gone, this::mayContinue));
	}

	private boolean mayContinue() {
		beatIfDue();
		return !this.isRetired && holdsLease();
	}

}
