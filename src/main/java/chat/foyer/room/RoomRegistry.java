package chat.foyer.room;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Who sits in which room. A seat is held until it is given up or the guest's session
 * ends; {@link Presence} tells whether its guest is here at the moment.
 */
@Service
public class RoomRegistry {

	private static final int MOST_SUGGESTIONS = 50;

	private final Rooms rooms;

	private final Seats seats;

	private final ApplicationEventPublisher happenings;

	RoomRegistry(Rooms rooms, Seats seats, ApplicationEventPublisher happenings) {
		this.rooms = rooms;
		this.seats = seats;
		this.happenings = happenings;
	}

	/**
	 * Seats a guest under a name. A guest who already sits in the room under the very
	 * same name keeps the seat; under another name the old seat is given up for the new
	 * one.
	 * @param guest the guest
	 * @param room the room's name; where nobody has sat in the room it is shown with this
	 * spelling from now on
	 * @param username the name that the guest wants
	 * @return the seat that the guest holds now
	 * @throws UsernameTakenException if somebody else in the room bears the name or one
	 * that it {@link Username#resembles resembles}; a seat that the guest held stays
	 */
	public Seat take(Guest guest, RoomName room, Username username) {
		Seat seat = new Seat(UUID.randomUUID().toString(), room.key(), guest.id(), username);
		Optional<Seat> held = this.seats.put(seat, room);
		if (held.filter((old) -> old.username().equals(username)).isPresent()) {
			return held.get();
		}
		held.ifPresent((old) -> this.happenings.publishEvent(new SeatFreed(old)));
		return seat;
	}

	/**
	 * Gives up a guest's seat, if there is one; the name is free at once.
	 */
	public void leave(Guest guest, RoomKey room) {
		find(guest, room).filter(this.seats::remove)
			.ifPresent((seat) -> this.happenings.publishEvent(new SeatFreed(seat)));
	}

	/**
	 * A room's name in the spelling of the guest who opened it; the key's own where
	 * nobody has.
	 */
	public RoomName nameOf(RoomKey room) {
		return this.rooms.findName(room).orElseGet(() -> new RoomName(room.value()));
	}

	/**
	 * The seat of a guest in a room.
	 */
	public Optional<Seat> find(Guest guest, RoomKey room) {
		return this.seats.find(guest.id(), room);
	}

	/**
	 * All seats of a guest, the newest last.
	 */
	public List<Seat> findAll(Guest guest) {
		return this.seats.findAll(guest.id());
	}

	/**
	 * All seats that are held.
	 */
	public List<Seat> findAll() {
		return this.seats.findAll();
	}

	/**
	 * The usernames of all seats in a room, in no particular order.
	 */
	public List<Username> usernames(RoomKey room) {
		return this.seats.usernames(room);
	}

	/**
	 * A free username that resembles a taken one, such as {@code Ann 2}; none if all that
	 * were tried are taken or too long.
	 */
	public Optional<Username> suggest(RoomKey room, Username taken) {
		for (int number = 2; number < MOST_SUGGESTIONS; number++) {
			try {
				Username suggestion = Username.of(taken.value() + " " + number);
				if (!this.seats.isTaken(room, suggestion)) {
					return Optional.of(suggestion);
				}
			}
			catch (InvalidNameException tooLong) {
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

}
