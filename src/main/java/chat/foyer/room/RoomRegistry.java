package chat.foyer.room;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import chat.foyer.room.Seats.Placement;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Tracks which guests hold seats in which rooms. A guest holds a seat until giving it up
 * or until some time after the session has ended; {@link Presence} tells whether the
 * guest is here at the moment.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Service
public class RoomRegistry {

	private static final int MAX_SUGGESTION = 50;

	private final Rooms rooms;

	private final Seats seats;

	private final Browsers browsers;

	private final int seatsPerGuest;

	private final ApplicationEventPublisher publisher;

	RoomRegistry(Rooms rooms, Seats seats, Browsers browsers, SeatProperties limits,
			ApplicationEventPublisher publisher) {
		this.rooms = rooms;
		this.seats = seats;
		this.browsers = browsers;
		this.seatsPerGuest = limits.seatsPerGuest();
		this.publisher = publisher;
	}

	/**
	 * Takes a seat for a guest. A guest who holds a seat in the room under the same
	 * username keeps it; a seat under another username is replaced.
	 * @param guest the guest
	 * @param room the room's name; a room that was never opened is shown with this
	 * spelling from now on
	 * @param username the name that the guest wants
	 * @return the seat that the guest holds now
	 * @throws UsernameTakenException if somebody else in the room holds the name or one
	 * that it {@link Username#resembles resembles}; nothing is changed
	 * @throws TooManySeatsException if the guest holds as many seats as allowed in other
	 * rooms; nothing is changed
	 */
	public Seat take(Guest guest, RoomName room, Username username) {
		Seat seat = Seat.of(guest, room, username);
		return take(this.seats.put(seat, NameKeys.of(username), room, this.seatsPerGuest));
	}

	/**
	 * Takes a seat for the guest of a browser that sends no session, as {@link #take}
	 * does. The browser may have lost its session, or not have got it yet because the
	 * form was sent twice: then it is the same guest as before, and otherwise a new one.
	 * @param browser a hash of a secret that only this browser has
	 * @param room the room's name, as for {@link #take}
	 * @param username the name that the guest wants
	 * @return the seat, which names its guest
	 * @throws UsernameTakenException as {@link #take} does
	 * @throws TooManySeatsException as {@link #take} does
	 */
	public Seat takeFirst(String browser, RoomName room, Username username) {
		return take(this.seats.put(browser, NameKeys.of(username), room, this.seatsPerGuest));
	}

	private Seat take(Placement placement) {
		Seat seat = placement.seat();
		Optional<Seat> held = placement.held();
		if (held.filter((old) -> old.username().equals(seat.username())).isPresent()) {
			return held.get();
		}
		held.ifPresent((old) -> this.publisher.publishEvent(new SeatFreed(old)));
		return seat;
	}

	/**
	 * Assigns a browser to a guest. The guest's previous browser is no longer recognised.
	 * @param browser a hash of a secret that only the new browser has
	 */
	public void assign(String browser, Guest guest) {
		this.browsers.assign(browser, guest);
		see(List.of(guest));
	}

	/**
	 * Whether a browser has a guest.
	 * @param browser the hash of the browser's key
	 */
	public boolean knowsBrowser(String browser) {
		return this.browsers.isKnown(browser);
	}

	/**
	 * Whether a guest has a browser. Guests of releases before version 6 of the database
	 * have none.
	 */
	public boolean hasBrowser(Guest guest) {
		return this.browsers.existsFor(guest);
	}

	/**
	 * Assigns a browser to a guest who has none.
	 * @param browser a hash of a secret that only this browser has
	 * @return false, and nothing is changed, if the guest has a browser or the browser a
	 * guest
	 */
	public boolean assignFirst(String browser, Guest guest) {
		return this.browsers.assignFirst(browser, guest);
	}

	/**
	 * Stores that guests are connected now, which keeps their names for a while after
	 * their sessions have ended.
	 */
	public void see(Collection<Guest> guests) {
		this.seats.see(guests.stream().map(Guest::id).toList());
	}

	/**
	 * The seat that keeps others from taking a username in a room: the one with this
	 * name, or else one whose name it {@link Username#resembles resembles}.
	 */
	public Optional<Seat> findHolder(RoomKey room, Username username) {
		return this.seats.findHolder(room, NameKeys.of(username));
	}

	/**
	 * The seats that were taken before a moment, and whose guests have not been connected
	 * since another one.
	 */
	public List<Seat> findUnused(Instant takenBefore, Instant seenBefore) {
		return this.seats.findUnused(takenBefore, seenBefore);
	}

	/**
	 * Gives up a seat, unless its guest was connected since a moment.
	 */
	public void leaveUnused(Seat seat, Instant seenBefore) {
		if (this.seats.removeUnused(seat, seenBefore)) {
			this.publisher.publishEvent(new SeatFreed(seat));
		}
	}

	/**
	 * The guests who have a browser but no seat.
	 */
	public List<Guest> findSeatless() {
		return this.browsers.findSeatless();
	}

	/**
	 * Forgets the browser of a guest, unless the guest has a seat.
	 */
	public void forgetBrowser(Guest guest) {
		this.browsers.removeSeatless(guest);
	}

	/**
	 * Gives up a guest's seat, if there is one; the name is free at once.
	 */
	public void leave(Guest guest, RoomKey room) {
		find(guest, room).filter(this.seats::remove)
			.ifPresent((seat) -> this.publisher.publishEvent(new SeatFreed(seat)));
	}

	/**
	 * A room's name in the spelling of the guest who opened it; the key's own where
	 * nobody has.
	 */
	public RoomName nameOf(RoomKey room) {
		return this.rooms.findNames(List.of(room)).getOrDefault(room, new RoomName(room.value()));
	}

	/**
	 * The names of rooms in the spelling of the guests who opened them; rooms that nobody
	 * has opened are absent.
	 */
	public Map<RoomKey, RoomName> namesOf(Collection<RoomKey> rooms) {
		return this.rooms.findNames(rooms);
	}

	/**
	 * The seat of a guest in a room.
	 */
	public Optional<Seat> find(Guest guest, RoomKey room) {
		return this.seats.find(guest.id(), room);
	}

	/**
	 * Whether a seat is held. A transaction that has the write lock may rely on the
	 * answer until its end.
	 */
	public boolean isHeld(Seat seat) {
		return this.seats.isHeld(seat);
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
	 * Finds the usernames of all seats in rooms, in no particular order. Rooms without
	 * seats are absent.
	 */
	public Map<RoomKey, List<Username>> usernames(Collection<RoomKey> rooms) {
		return this.seats.usernames(rooms);
	}

	/**
	 * A free username that resembles a taken one, such as {@code Ann 2}; none if all that
	 * were tried are taken or too long.
	 */
	public Optional<Username> suggest(RoomKey room, Username taken) {
		Set<String> folded = this.seats.foldedUsernames(room);
		for (int number = 2; number < MAX_SUGGESTION; number++) {
			String suggestion = taken.value() + " " + number;
			// Most are found taken by the cheap key.
			if (!folded.contains(new Username(suggestion).folded())) {
				try {
					Username username = Username.of(suggestion);
					if (findHolder(room, username).isEmpty()) {
						return Optional.of(username);
					}
				}
				catch (InvalidNameException tooLong) {
					return Optional.empty();
				}
			}
		}
		return Optional.empty();
	}

}
