package chat.foyer.room;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One guest in one room, across tabs, reloads and short disconnections. While a seat is
 * held, no other guest in the room can take a username that {@link Username#resembles
 * resembles} its own.
 *
 * @param id random, unique among all seats ever taken
 * @param room the room
 * @param guest the {@link Guest#id() guest} who holds the seat
 * @param username the name of the guest in this room
 * @param color the colour of the guest in this room, from 0 to {@value #COLORS} - 1
 */
public record Seat(String id, RoomKey room, String guest, Username username, int color) implements Serializable {

	/**
	 * The number of colours.
	 */
	static final int COLORS = 12;

	/**
	 * The order in which a transaction changes several seats, so that no two wait for
	 * each other.
	 */
	static final Comparator<Seat> ORDER = Comparator.comparing((Seat seat) -> seat.room().value())
		.thenComparing(Seat::id);

	/**
	 * Creates a seat with the first colour.
	 */
	public Seat(String id, RoomKey room, String guest, Username username) {
		this(id, room, guest, username, 0);
	}

}
