package chat.foyer.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Service;

/**
 * Who is here now. A seat is here from its first connection or request until it is given
 * up, or until its last connection or request is longer ago than the grace. So
 * {@link GuestArrived} and {@link GuestLeft} alternate for a seat; a reload, a second tab
 * or a short interruption causes neither.
 * <p>
 * Thread-safe. Happenings are published on the calling thread, in the order in which they
 * happened to the seat.
 */
@Service
@EnableConfigurationProperties(PresenceProperties.class)
public class Presence {

	private final SeatPresences attendances = new SeatPresences();

	private boolean isStopping;

	private final Seats seats;

	private final PresenceProperties properties;

	private final TaskScheduler scheduler;

	private final Clock clock;

	private final ApplicationEventPublisher publisher;

	Presence(Seats seats, PresenceProperties properties, TaskScheduler scheduler,
			@Qualifier("monotonicClock") Clock clock, ApplicationEventPublisher publisher) {
		this.seats = seats;
		this.properties = properties;
		this.scheduler = scheduler;
		this.clock = clock;
		this.publisher = publisher;
	}

	/**
	 * Tells that a connection of the seat is open. Repeating it changes nothing.
	 * @param connection what tells this connection from all others
	 * @return whether the guest is here now, which is not so where the seat was given up
	 * meanwhile
	 */
	public synchronized boolean connect(Seat seat, String connection) {
		SeatPresence attendance = arrive(seat);
		if (attendance == null) {
			return false;
		}
		attendance.stay();
		attendance.keepUntil(null);
		attendance.connect(connection);
		tellOfLook(seat, attendance);
		return true;
	}

	/**
	 * Tells that a connection of the seat is gone. One that was never told of, or that is
	 * gone already, changes nothing.
	 */
	public synchronized void disconnect(Seat seat, String connection) {
		SeatPresence attendance = this.attendances.find(seat);
		if (attendance != null && attendance.disconnect(connection)) {
			tellOfLook(seat, attendance);
			if (!attendance.isConnected()) {
				leaveAfter(this.properties.leaveGrace(), seat, attendance);
			}
		}
	}

	/**
	 * Tells whether the guest looks at what one of the seat's connections shows, as is
	 * taken for granted of a new one. A guest who looks at none of them is away.
	 */
	public synchronized void look(Seat seat, String connection, boolean isLooking) {
		SeatPresence attendance = this.attendances.find(seat);
		if (attendance != null) {
			attendance.look(connection, isLooking);
			tellOfLook(seat, attendance);
		}
	}

	/**
	 * Tells that the guest read or spoke by an HTTP request. Without a connection the
	 * guest stays here for the visit grace, and never shorter than before the request. A
	 * page that {@linkplain #poll polls} stays here for the HTTP grace.
	 * @return whether the guest is here now; false if the seat has been given up
	 */
	public synchronized boolean visit(Seat seat) {
		SeatPresence attendance = arrive(seat);
		if (attendance == null) {
			return false;
		}
		Instant polledUntil = attendance.polledUntil();
		if (polledUntil != null && polledUntil.isAfter(this.clock.instant())) {
			poll(seat, attendance);
			return true;
		}
		Instant end = this.clock.instant().plus(this.properties.visitGrace());
		if (!attendance.isConnected() && !attendance.isToEndAfter(end)) {
			leaveAt(end, seat, attendance);
		}
		return true;
	}

	/**
	 * Tells that a page without a live connection asked for events or sent a message over
	 * HTTP. The guest stays here for the HTTP grace from now on, unless a connection or
	 * {@link #keep} makes it longer. It replaces the visit grace, which is for pages that
	 * ask for nothing by themselves.
	 * @return whether the guest is here now; false if the seat has been given up
	 */
	public synchronized boolean poll(Seat seat) {
		SeatPresence attendance = arrive(seat);
		if (attendance == null) {
			return false;
		}
		poll(seat, attendance);
		return true;
	}

	/**
	 * Tells that a page sent over HTTP how far its guest has read. It prolongs what a
	 * {@link #poll} began. Otherwise it changes nothing: a page that is closed sends it
	 * too, and its guest leaves.
	 */
	public synchronized void renewPoll(Seat seat) {
		SeatPresence attendance = this.attendances.find(seat);
		if (attendance != null) {
			Instant polledUntil = attendance.polledUntil();
			if (polledUntil != null && polledUntil.isAfter(this.clock.instant())) {
				poll(seat, attendance);
			}
		}
	}

	private void poll(Seat seat, SeatPresence attendance) {
		attendance.pollUntil(this.clock.instant().plus(this.properties.httpGrace()));
		if (!attendance.isConnected()) {
			leaveAfter(this.properties.httpGrace(), seat, attendance);
		}
	}

	/**
	 * Keeps a guest who is here present without a connection for a time, as on the way to
	 * another device; after it the leave grace begins. A new connection ends that. A
	 * guest who is not here does not arrive by it.
	 */
	public synchronized void keep(Seat seat, Duration time) {
		SeatPresence attendance = this.attendances.find(seat);
		if (attendance != null) {
			attendance.keepUntil(this.clock.instant().plus(time));
			Instant end = endOf(attendance, Duration.ZERO);
			if (!attendance.isConnected() && !attendance.isToEndAfter(end)) {
				leaveAt(end, seat, attendance);
			}
		}
	}

	/**
	 * Takes up where an earlier run of the server ended: the seat's guest was here, and
	 * has some time to come back before being counted as gone.
	 */
	public synchronized void restore(Seat seat) {
		if (this.attendances.find(seat) == null) {
			leaveAfter(this.properties.restartGrace(), seat, this.attendances.add(seat));
		}
	}

	/**
	 * Whether the seat's guest is here.
	 */
	public synchronized boolean isHere(Seat seat) {
		return this.attendances.find(seat) != null;
	}

	/**
	 * Those who are here, in no order.
	 */
	public synchronized List<Present> here(RoomKey room) {
		return this.attendances.in(room)
			.entrySet()
			.stream()
			.map((seat) -> new Present(seat.getKey().username(), seat.getKey().color(), seat.getValue().isAway()))
			.toList();
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

	/**
	 * Asks once more whether the seat is held. If it is given up after that, its
	 * {@link SeatFreed} waits for our lock and finds whom to count out.
	 */
	private @Nullable SeatPresence arrive(Seat seat) {
		SeatPresence attendance = this.attendances.find(seat);
		if (attendance == null && this.seats.isHeld(seat)) {
			attendance = this.attendances.add(seat);
			this.publisher.publishEvent(new GuestArrived(seat));
		}
		return attendance;
	}

	private void tellOfLook(Seat seat, SeatPresence attendance) {
		if (attendance.hasTurned()) {
			this.publisher.publishEvent(attendance.isAway() ? new GuestLookedAway(seat) : new GuestLookedBack(seat));
		}
	}

	private void leaveAfter(Duration grace, Seat seat, SeatPresence attendance) {
		leaveAt(endOf(attendance, grace), seat, attendance);
	}

	private Instant endOf(SeatPresence attendance, Duration grace) {
		Instant end = this.clock.instant().plus(grace);
		Instant keptUntil = attendance.keptUntil();
		if (keptUntil != null) {
			end = latest(end, keptUntil.plus(this.properties.leaveGrace()));
		}
		Instant polledUntil = attendance.polledUntil();
		return (polledUntil != null) ? latest(end, polledUntil) : end;
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private void leaveAt(Instant end, Seat seat, SeatPresence attendance) {
		attendance.endAt(end);
		try {
			attendance.endBy(this.scheduler.schedule(() -> leaveUnlessBack(seat, attendance, end), end));
		}
		catch (TaskRejectedException ex) {
			// The server stops, and the next run will restore who was here.
		}
	}

	private synchronized void leaveUnlessBack(Seat seat, SeatPresence attendance, Instant end) {
		// The timer may have fired just before it was cancelled.
		if (attendance.isToEndAt(end) && !this.isStopping) {
			leave(seat);
		}
	}

	private void leave(Seat seat) {
		SeatPresence attendance = this.attendances.remove(seat);
		if (attendance != null) {
			attendance.stay();
			this.publisher.publishEvent(new GuestLeft(seat));
		}
	}

}
