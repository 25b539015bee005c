package chat.foyer.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Service;

/**
 * Who is here now. A seat is here from its first connection, or first word, until it is
 * given up or its last connection has been gone for the grace. So {@link GuestArrived}
 * and {@link GuestLeft} alternate for a seat, and a reload, a second tab or a short cut
 * of the line makes neither.
 */
@Service
@EnableConfigurationProperties(PresenceProperties.class)
public class Presence {

	private final Map<RoomName, Map<Seat, Attendance>> rooms = new HashMap<>();

	private boolean isStopping;

	private final Seats seats;

	private final PresenceProperties properties;

	private final TaskScheduler scheduler;

	private final Clock clock;

	private final ApplicationEventPublisher happenings;

	Presence(Seats seats, PresenceProperties properties, TaskScheduler scheduler, Clock clock,
			ApplicationEventPublisher happenings) {
		this.seats = seats;
		this.properties = properties;
		this.scheduler = scheduler;
		this.clock = clock;
		this.happenings = happenings;
	}

	/**
	 * Tells that a connection of the seat is open. Repeating it changes nothing.
	 * @param connection what tells this connection from all others
	 * @return whether the guest is here now, which is not so where the seat was given up
	 * meanwhile
	 */
	public synchronized boolean connect(Seat seat, String connection) {
		Attendance attendance = arrive(seat);
		if (attendance == null) {
			return false;
		}
		attendance.stay();
		attendance.connections.add(connection);
		return true;
	}

	/**
	 * Tells that a connection of the seat is gone. One that was never told of, or that is
	 * gone already, changes nothing.
	 */
	public synchronized void disconnect(Seat seat, String connection) {
		Attendance attendance = find(seat);
		if (attendance != null && attendance.connections.remove(connection) && attendance.connections.isEmpty()) {
			leaveAfter(this.properties.leaveGrace(), seat, attendance);
		}
	}

	/**
	 * Tells that the guest spoke without a connection, as pages without scripts do.
	 * @return whether the guest is here now, which is not so where the seat was given up
	 * meanwhile
	 */
	public synchronized boolean visit(Seat seat) {
		Attendance attendance = arrive(seat);
		if (attendance != null && attendance.connections.isEmpty()) {
			leaveAfter(this.properties.visitGrace(), seat, attendance);
		}
		return attendance != null;
	}

	/**
	 * Takes up where an earlier run of the server ended: the seat's guest was here, and
	 * has some time to come back before being counted as gone.
	 */
	public synchronized void restore(Seat seat) {
		if (find(seat) == null) {
			leaveAfter(this.properties.restartGrace(), seat, add(seat));
		}
	}

	/**
	 * Whether the seat's guest is here.
	 */
	public synchronized boolean isHere(Seat seat) {
		return find(seat) != null;
	}

	/**
	 * The names of those who are here, in no order.
	 */
	public synchronized List<Username> here(RoomName room) {
		return this.rooms.getOrDefault(room, Map.of()).keySet().stream().map(Seat::username).toList();
	}

	/**
	 * The server stops. Whoever loses the connection by that has not left.
	 */
	@EventListener(ContextClosedEvent.class)
	synchronized void stop() {
		this.isStopping = true;
	}

	@EventListener
	synchronized void on(SeatFreed freed) {
		leave(freed.seat());
	}

	private @Nullable Attendance find(Seat seat) {
		return this.rooms.getOrDefault(seat.room(), Map.of()).get(seat);
	}

	/**
	 * Asks once more whether the seat is held. If it is given up after that, its
	 * {@link SeatFreed} waits for our lock and finds whom to count out.
	 */
	private @Nullable Attendance arrive(Seat seat) {
		Attendance attendance = find(seat);
		if (attendance == null && this.seats.isHeld(seat)) {
			attendance = add(seat);
			this.happenings.publishEvent(new GuestArrived(seat));
		}
		return attendance;
	}

	private Attendance add(Seat seat) {
		Attendance attendance = new Attendance();
		this.rooms.computeIfAbsent(seat.room(), (room) -> new HashMap<>()).put(seat, attendance);
		return attendance;
	}

	private void leaveAfter(Duration grace, Seat seat, Attendance attendance) {
		attendance.stay();
		Instant end = this.clock.instant().plus(grace);
		attendance.end = end;
		try {
			attendance.leaving = this.scheduler.schedule(() -> leaveUnlessBack(seat, attendance, end), end);
		}
		catch (TaskRejectedException ex) {
			// The server stops, and the next run will restore who was here.
		}
	}

	private synchronized void leaveUnlessBack(Seat seat, Attendance attendance, Instant end) {
		// The timer may have fired just before it was cancelled.
		if (end.equals(attendance.end) && !this.isStopping) {
			leave(seat);
		}
	}

	private void leave(Seat seat) {
		Map<Seat, Attendance> room = this.rooms.getOrDefault(seat.room(), Map.of());
		Attendance attendance = room.get(seat);
		if (attendance != null) {
			attendance.stay();
			room.remove(seat);
			this.rooms.remove(seat.room(), Map.of());
			this.happenings.publishEvent(new GuestLeft(seat));
		}
	}

	private static final class Attendance {

		private final Set<String> connections = new HashSet<>();

		private @Nullable ScheduledFuture<?> leaving;

		private @Nullable Instant end;

		private void stay() {
			this.end = null;
			if (this.leaving != null) {
				this.leaving.cancel(false);
				this.leaving = null;
			}
		}

	}

}
