package chat.foyer.room;

/**
 * Thrown when a guest holds as many seats as allowed and asks for a seat in one more
 * room.
 */
public class TooManySeatsException extends RuntimeException {

	private final Seat oldest;

	TooManySeatsException(Seat oldest) {
		super("The guest holds as many seats as allowed");
		this.oldest = oldest;
	}

	/**
	 * The guest's oldest seat.
	 */
	public Seat oldest() {
		return this.oldest;
	}

}
