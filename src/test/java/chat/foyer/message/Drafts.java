package chat.foyer.message;

import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drafts of some guests: Ann and Bob in the attic, Cid in the cellar.
 */
final class Drafts {

	static final RoomKey ATTIC = RoomKey.of("Attic");

	static final RoomKey CELLAR = RoomKey.of("Cellar");

	static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	static final Seat CID = new Seat("3", CELLAR, "cid", new Username("Cid"));

	private static final MessageRenderer RENDERER = new MessageRenderer();

	private Drafts() {
	}

	/**
	 * Stores seats as taken.
	 */
	static void take(JdbcClient jdbc, Seat... seats) {
		for (Seat seat : seats) {
			jdbc.sql("""
					insert into seat (room, id, guest, username, folded, skeleton, taken_at)
					values (?, ?, ?, ?, ?, ?, 0)""")
				.params(seat.room().value(), seat.id(), seat.guest(), seat.username().value(), seat.username().folded(),
						seat.username().skeleton())
				.update();
		}
	}

	/**
	 * Deletes a seat, as when its guest gives it up.
	 */
	static void free(JdbcClient jdbc, Seat seat) {
		jdbc.sql("delete from seat where room = ? and id = ?").params(seat.room().value(), seat.id()).update();
	}

	/**
	 * Makes the database reject events with a text.
	 */
	static void refuse(JdbcClient jdbc, String text) {
		jdbc.sql("""
				insert into event (room, seq, type, seat, id, author, text, at)
				values ('elsewhere', 1, 'message', 'other', 'first', 'Other', ?, 0)""").param(text).update();
		jdbc.sql("create unique index refuse on event (text) where text = '%s'".formatted(text)).update();
	}

	/**
	 * Ends what {@link #refuse} began.
	 */
	static void refuseNothing(JdbcClient jdbc) {
		jdbc.sql("drop index if exists refuse").update();
	}

	static Draft message(Seat seat, String id, String text) {
		return Draft.message(seat, new MessageId(id), new MessageText(text), RENDERER.html(text), null, List.of());
	}

	static Draft reply(Seat seat, String id, String text, long re) {
		return Draft.message(seat, new MessageId(id), new MessageText(text), RENDERER.html(text), re, List.of());
	}

	static Draft join(Seat seat) {
		return Draft.notice(seat, EventType.JOIN);
	}

	static Draft leave(Seat seat) {
		return Draft.notice(seat, EventType.LEAVE);
	}

}
