package chat.foyer.live.broker;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.AwayChanged;
import chat.foyer.room.AwayChangedElsewhere;
import chat.foyer.room.GuestTyped;
import chat.foyer.room.GuestTypedElsewhere;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Collects what the guests in a room do at the moment, and sends it to the others: at
 * once after a second without signals, and otherwise at most one frame a second and room.
 * Stores nothing.
 * <p>
 * Thread-safe; does not block. The scheduler's threads send.
 */
@Component
class Signals {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * The rooms with signals in the last second. Each has one task that is scheduled.
	 */
	private final Map<RoomKey, PendingSignals> pending = new ConcurrentHashMap<>();

	private final FanOut fanOut;

	private final TaskScheduler scheduler;

	Signals(FanOut fanOut, @Qualifier("wireScheduler") TaskScheduler scheduler) {
		this.fanOut = fanOut;
		this.scheduler = scheduler;
	}

	@EventListener
	void on(GuestTyped typed) {
		Seat seat = typed.seat();
		add(seat.room(), (signals) -> signals.addTyping(seat.username()));
	}

	@EventListener
	void on(GuestTypedElsewhere typed) {
		add(typed.room(), (signals) -> signals.addTyping(typed.username()));
	}

	@EventListener
	void on(AwayChanged changed) {
		Seat seat = changed.seat();
		add(seat.room(), (signals) -> signals.setAway(seat.username(), changed.away()));
	}

	@EventListener
	void on(AwayChangedElsewhere changed) {
		add(changed.room(), (signals) -> signals.setAway(changed.username(), changed.away()));
	}

	/**
	 * A guest whose message is sent is not typing any more, and one who joins or leaves
	 * is not away. Called before the events are sent: what a guest does who has received
	 * them is kept.
	 */
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(EventsAppended appended) {
		this.pending.computeIfPresent(appended.room(), (room, signals) -> {
			appended.events().forEach((event) -> {
				signals.removeTyping(event.author());
				if (event.type() == EventType.JOIN || event.type() == EventType.LEAVE) {
					signals.removeAway(event.author());
				}
			});
			return signals;
		});
	}

	private void add(RoomKey room, Consumer<PendingSignals> change) {
		this.pending.compute(room, (key, known) -> {
			PendingSignals signals = (known != null) ? known : new PendingSignals();
			if (known == null) {
				schedule(room, Duration.ZERO);
			}
			change.accept(signals);
			return signals;
		});
	}

	private void schedule(RoomKey room, Duration delay) {
		try {
			this.scheduler.schedule(() -> send(room), this.scheduler.getClock().instant().plus(delay));
		}
		catch (TaskRejectedException ex) {
			// The server is stopping.
		}
	}

	private void send(RoomKey room) {
		AtomicReference<RoomSignal> taken = new AtomicReference<>();
		this.pending.computeIfPresent(room, (key, signals) -> {
			taken.set(signals.take());
			return (taken.get() != null) ? signals : null;
		});
		if (taken.get() != null) {
			schedule(room, INTERVAL);
			this.fanOut.send(room, Objects.requireNonNull(taken.get()));
		}
	}

}
