package chat.foyer.live;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.LogWentBack;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.Guest;
import chat.foyer.room.NodeBuried;
import chat.foyer.room.RoomKey;
import chat.foyer.room.SeatFreed;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The requests for events that wait until there are some. A guest has as many as there
 * may be connections; the oldest gives way.
 * <p>
 * Thread-safe; never blocks. A future completes on the thread that ends the wait, such as
 * the delivery of the event log: continuations must not block.
 */
@Component
public class LongPollRegistry implements RoomListeners {

	private final Map<RoomKey, Set<Poll>> byRoom = new ConcurrentHashMap<>();

	private final Map<Guest, Set<Poll>> byGuest = new ConcurrentHashMap<>();

	private final AtomicLong lastNumber = new AtomicLong();

	private final LimitsProperties limits;

	private volatile boolean isStopping;

	LongPollRegistry(LimitsProperties limits) {
		this.limits = limits;
	}

	/**
	 * Begins to wait. What is read after this call and found missing will end the wait.
	 * @param session the id of the guest's HTTP session
	 * @param time after which the wait ends if nothing else does
	 * @return why the wait is over; the caller cancels it if it does not wait
	 */
	public CompletableFuture<WaitEnd> open(Guest guest, RoomKey room, String session, Duration time) {
		Poll poll = new Poll(guest, room, session, this.lastNumber.incrementAndGet(), new CompletableFuture<>());
		add(this.byRoom, room, poll);
		add(this.byGuest, guest, poll);
		poll.future().whenComplete((end, failure) -> {
			remove(this.byRoom, room, poll);
			remove(this.byGuest, guest, poll);
		});
		Set<Poll> own = this.byGuest.getOrDefault(guest, Set.of());
		own.stream()
			.sorted(Comparator.comparingLong(Poll::number).reversed())
			.skip(this.limits.connectionsPerGuest())
			.forEach((oldest) -> oldest.future().complete(WaitEnd.REPLACED));
		if (this.isStopping) {
			poll.future().complete(WaitEnd.NOTHING);
		}
		return poll.future().completeOnTimeout(WaitEnd.NOTHING, time.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Those that wait, in no order.
	 */
	Stream<Poll> all() {
		return this.byGuest.values().stream().flatMap(Set::stream);
	}

	@Override
	public boolean isListening(RoomKey room) {
		return this.byRoom.containsKey(room);
	}

	@EventListener
	void on(EventsAppended appended) {
		endWaits(appended.room());
	}

	/**
	 * What a poll reads then tells its page to reset.
	 */
	@EventListener
	void on(LogWentBack back) {
		endWaits(back.room());
	}

	private void endWaits(RoomKey room) {
		this.byRoom.getOrDefault(room, Set.of()).forEach((poll) -> poll.future().complete(WaitEnd.EVENTS));
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(SeatFreed freed) {
		this.byGuest.getOrDefault(new Guest(freed.seat().guest()), Set.of())
			.stream()
			.filter((poll) -> poll.room().equals(freed.seat().room()))
			.forEach(Poll::refuse);
	}

	/**
	 * Ends all waits when the server stops, which otherwise waits for their answers.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.isStopping = true;
		endAll();
	}

	/**
	 * Ends all waits, so that the guests arrive again by their next requests.
	 */
	@EventListener(NodeBuried.class)
	void endAll() {
		all().forEach((poll) -> poll.future().complete(WaitEnd.NOTHING));
	}

	private static <K> void add(Map<K, Set<Poll>> index, K key, Poll poll) {
		index.compute(key, (same, polls) -> {
			Set<Poll> all = (polls != null) ? polls : ConcurrentHashMap.newKeySet(1);
			all.add(poll);
			return all;
		});
	}

	private static <K> void remove(Map<K, Set<Poll>> index, K key, Poll poll) {
		index.computeIfPresent(key, (same, polls) -> {
			polls.remove(poll);
			return polls.isEmpty() ? null : polls;
		});
	}

	/**
	 * Why a wait is over.
	 */
	public enum WaitEnd {

		/**
		 * The room has new events.
		 */
		EVENTS,

		/**
		 * The time is over, or the server stops or starts over.
		 */
		NOTHING,

		/**
		 * A newer request of the guest waits instead.
		 */
		REPLACED,

		/**
		 * The guest's session has ended, or the seat was given up.
		 */
		REFUSED

	}

	/**
	 * A request that waits.
	 *
	 * @param session the id of its HTTP session
	 * @param number its place in the order of all
	 * @param future completes when the wait is over
	 */
	record Poll(Guest guest, RoomKey room, String session, long number, CompletableFuture<WaitEnd> future) {

		/**
		 * Ends the wait because the guest has no session or no seat any more.
		 */
		void refuse() {
			this.future.complete(WaitEnd.REFUSED);
		}

	}

}
