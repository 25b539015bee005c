package chat.foyer.message;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;

/**
 * Drafts of some guests: Ann and Bob in the attic, Cid in the cellar.
 */
final class Drafts {

	static final RoomKey ATTIC = RoomKey.of("Attic");

	static final RoomKey CELLAR = RoomKey.of("Cellar");

	static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	static final Seat CID = new Seat("3", CELLAR, "cid", new Username("Cid"));

	private Drafts() {
	}

	static Draft message(Seat seat, String id, String text) {
		return Draft.message(seat, new MessageId(id), new MessageText(text));
	}

	static Draft join(Seat seat) {
		return Draft.notice(seat, EventType.JOIN);
	}

	static Draft leave(Seat seat) {
		return Draft.notice(seat, EventType.LEAVE);
	}

}
