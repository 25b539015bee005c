package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import chat.foyer.support.Visitor;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;

/**
 * The logs of the rooms of a walk, as the server has them. Each time somebody new enters
 * for it, as a server that was restored from a copy may not know the last one.
 */
final class WalkLogs {

	private final String server;

	private int readers;

	/**
	 * @param server where the server is
	 */
	WalkLogs(String server) {
		this.server = server;
	}

	/**
	 * The texts of all messages in a room, by their numbers.
	 */
	Map<Long, String> read(String room) {
		return messages(room).stream()
			.collect(Collectors.toMap(WireEvent::seq, WireEvent::text, (one, other) -> one, TreeMap::new));
	}

	/**
	 * The texts of all messages of one author in a room.
	 */
	List<String> readFrom(String author, String room) {
		return messages(room).stream().filter((event) -> event.author().equals(author)).map(WireEvent::text).toList();
	}

	/**
	 * Says something in a room.
	 * @return what was said
	 */
	String say(String room) {
		try (Visitor reader = enter(room)) {
			String said = "News " + this.readers;
			reader.say(room, Map.of("text", said));
			reader.leave(room);
			return said;
		}
	}

	private List<WireEvent> messages(String room) {
		try (Visitor reader = enter(room)) {
			List<WireEvent> messages = new ArrayList<>();
			WirePage page = reader.readEvents(room, "?limit=200&after=0");
			while (!page.events().isEmpty()) {
				page.events().stream().filter(WalkLogs::hasText).forEach(messages::add);
				page = reader.readEvents(room, "?limit=200&after=" + page.seqs().get(page.seqs().size() - 1));
			}
			reader.leave(room);
			return messages;
		}
	}

	/**
	 * A deleted message has none.
	 */
	private static boolean hasText(WireEvent event) {
		return event.isMessage() && event.text() != null;
	}

	private Visitor enter(String room) {
		this.readers++;
		return new Visitor(this.server).enter("Reader " + this.readers, room);
	}

}
