package chat.foyer.cluster;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import chat.foyer.message.EventLog;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;

/**
 * One node and what others have stored, in the words of the tests.
 */
final class OneNode {

	private static final RoomName ATTIC = RoomName.of("Attic");

	private final TestStore store;

	OneNode(TestStore store) {
		this.store = store;
	}

	Seat take(String username) {
		return this.store.get(RoomRegistry.class).take(Guest.arrive(), ATTIC, new Username(username));
	}

	/**
	 * A guest who is connected to this node.
	 */
	Seat connect(String username) {
		Seat seat = take(username);
		this.store.get(Presence.class).connect(seat, username);
		flush();
		return seat;
	}

	String thisNode() {
		return this.store.get(Node.class).id();
	}

	/**
	 * What another node stores of a seat that is connected to it.
	 */
	void put(Seat seat, String node) {
		this.store.jdbc()
			.sql("""
					insert into connection_of (room, seat, node, guest, username, color, connected)
					values (?, ?, ?, ?, ?, ?, true)""")
			.params(seat.room().value(), seat.id(), node, seat.guest(), seat.username().value(), seat.color())
			.update();
	}

	/**
	 * A node beats for the last time so long ago.
	 */
	void silence(String node, Duration time) {
		this.store.jdbc()
			.sql("update node set beat_at = beat_at - ? where id = ?")
			.params(time.toMillis(), node)
			.update();
	}

	List<String> nodesOf(Seat seat) {
		return this.store.jdbc()
			.sql("select node from connection_of where seat = ? order by node")
			.param(seat.id())
			.query(String.class)
			.list();
	}

	/**
	 * The types of a seat's events in order.
	 */
	String lines(Seat seat) {
		flush();
		return String.join(" ",
				this.store.jdbc()
					.sql("select type from event where seat = ? order by seq")
					.param(seat.id())
					.query(String.class)
					.list());
	}

	/**
	 * Waits until what was appended before is stored and delivered.
	 */
	void flush() {
		Seat nobody = new Seat(UUID.randomUUID().toString(), ATTIC.key(), "", new Username("Nobody"));
		try {
			this.store.get(EventLog.class)
				.say(nobody, MessageId.random(), new MessageText("refused"), null, List.of())
				.orTimeout(10, TimeUnit.SECONDS)
				.join();
		}
		catch (CompletionException expected) {
			// There is no such seat.
		}
	}

}
