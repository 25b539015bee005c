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

import chat.foyer.cluster.Beats.Roll;
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
 * Tells the other nodes that this one runs, and buries those that do not: a node that has
 * been silent for 30 s is removed, and then its seats are taken from it. One node at a
 * time does that, the holder of the lease. So are the seats of nodes that were removed
 * before, since a node that was suspended may write some when it wakes up.
 * <p>
 * A node that was removed itself starts over under a new id, and publishes
 * {@link NodeBuried}. No node is buried because the database was away, or this node was
 * suspended: the others get the time to be heard of again.
 * <p>
 * One thread of its own does all that, so that nothing else delays the beats.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class Nodes implements SmartLifecycle {

	static final Duration LOOK_EVERY = Duration.ofSeconds(2);

	static final Duration BEAT_EVERY = Duration.ofSeconds(10);

	static final Duration SILENT = Duration.ofSeconds(30);

	static final Duration LEASE = Duration.ofSeconds(6);

	/**
	 * How long a node that stops gives its guests to come back to another one.
	 */
	static final Duration MOVE_WITHIN = Duration.ofSeconds(10);

	private static final Duration RETIRE_WITHIN = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(Nodes.class);

	private final Node node;

	private final Beats beats;

	private final Burial burial;

	private final Clock clock;

	private final ApplicationEventPublisher publisher;

	private final Steadiness steadiness = new Steadiness();

	/**
	 * Nodes that were removed and may have seats.
	 */
	private final Set<String> removed = new LinkedHashSet<>();

	private Instant beatAt = Instant.MIN;

	private volatile int count = 1;

	private volatile boolean isRetired;

	private volatile @Nullable ScheduledExecutorService thread;

	Nodes(Node node, Beats beats, Burial burial, @Qualifier("monotonicClock") Clock clock,
			ApplicationEventPublisher publisher, MeterRegistry meters) {
		this.node = node;
		this.beats = beats;
		this.burial = burial;
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
		this.beats.add(this.node.id());
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
	 * Before the log, which stores under the id of the node.
	 */
	@Override
	public int getPhase() {
		return -1;
	}

	/**
	 * The guests of a node that stops have not left yet. Those who are not on another
	 * node soon are buried with this one.
	 */
	@EventListener(ContextClosedEvent.class)
	void retire() {
		ScheduledExecutorService executor = this.thread;
		if (executor == null || this.isRetired) {
			return;
		}
		this.isRetired = true;
		try {
			// On the thread of the beats, so that no beat comes later.
			Future<?> retired = executor.submit(() -> this.beats.retire(this.node.id(), SILENT.minus(MOVE_WITHIN)));
			retired.get(RETIRE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException | ExecutionException | TimeoutException ex) {
			logger.debug("The node ends without a word to the others", ex);
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
		Roll roll = this.beats.roll();
		Instant now = this.clock.instant();
		this.count = roll.ids().size();
		Duration steadyFor = Duration.between(this.steadiness.note(now, roll.time()), now);
		if (!roll.ids().contains(this.node.id())) {
			startOver();
			return;
		}
		boolean isBeatDue = beatIfDue();
		if (steadyFor.compareTo(SILENT) >= 0 && holdsLease()) {
			if (isBeatDue) {
				this.removed.addAll(this.beats.findRemoved());
			}
			buryOthers();
		}
	}

	private void startOver() {
		logger.warn("The other nodes took this one for gone. Its clients are asked to come back");
		this.node.renew(this.beats::add);
		this.beatAt = this.clock.instant();
		this.publisher.publishEvent(new NodeBuried());
	}

	private boolean beatIfDue() {
		Instant now = this.clock.instant();
		boolean isDue = !now.isBefore(this.beatAt.plus(BEAT_EVERY));
		if (isDue) {
			this.beats.beat(this.node.id());
			this.beatAt = now;
		}
		return isDue;
	}

	private boolean holdsLease() {
		return this.beats.takeLease(this.node.id(), LEASE);
	}

	private void buryOthers() {
		for (String silent : this.beats.removeSilent(SILENT, this.node.id())) {
			logger.warn("Node {} is gone. Its guests leave unless they are on another node", silent);
			this.removed.add(silent);
		}
		// Where it is interrupted, it goes on at the next look.
		this.removed.removeIf((gone) -> this.burial.bury(gone, this::mayGoOn));
	}

	private boolean mayGoOn() {
		beatIfDue();
		return !this.isRetired && holdsLease();
	}

}
