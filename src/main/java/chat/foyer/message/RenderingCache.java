package chat.foyer.message;

import java.time.Duration;
import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Username;
import chat.foyer.room.Usernames;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

/**
 * Renders the messages of rooms, and keeps the HTML of recent ones in memory: up to 16 Mi
 * characters of text and HTML, each for an hour after its last use.
 * <p>
 * The HTML depends on the usernames in the room, because the longest name that stands
 * behind an {@code @} is isolated. Those count that were in the room when the message was
 * rendered: when it was appended or, if the cache has it no more, when it was read.
 * <p>
 * The database stays the only truth: the cache answers for a text that was just read from
 * there. A message whose row is gone is not answered, and one whose text was changed is
 * rendered anew.
 * <p>
 * Thread-safe. Rendering takes the calling thread's time, and blocks on the database if a
 * text that is not kept has a mention. No lock is held meanwhile.
 */
@Component
class RenderingCache {

	private static final long MAX_CHARACTERS = 16 * 1024 * 1024;

	private static final Duration KEEP_UNUSED = Duration.ofHours(1);

	/**
	 * What an entry takes besides its characters.
	 */
	private static final int ENTRY_OVERHEAD = 200;

	private final Cache<Place, Rendering> renderings = Caffeine.newBuilder()
		.maximumWeight(MAX_CHARACTERS)
		.weigher((Place place, Rendering rendering) -> ENTRY_OVERHEAD + rendering.text().length()
				+ rendering.html().length())
		.expireAfterAccess(KEEP_UNUSED)
		// A put costs less than waking up another thread for the upkeep.
		.executor(Runnable::run)
		.build();

	private final MessageRenderer renderer;

	private final Usernames usernames;

	RenderingCache(MessageRenderer renderer, Usernames usernames) {
		this.renderer = renderer;
		this.usernames = usernames;
	}

	/**
	 * Renders a message that is not in the log yet.
	 */
	String render(RoomKey room, String text) {
		return this.renderer.html(text, mentions(room));
	}

	/**
	 * Adds the HTML to events that were read from the database. Those without a text stay
	 * as they are.
	 * @param events events of one room, without HTML
	 */
	List<Event> render(RoomKey room, List<Event> events) {
		MentionScanner mentions = mentions(room);
		return events.stream().map((event) -> render(room, event, mentions)).toList();
	}

	/**
	 * Keeps the HTML of an event that was appended, and forgets that of a message that
	 * was deleted.
	 */
	void put(RoomKey room, Event event) {
		Place place = Place.of(room, event);
		String text = event.text();
		String html = event.html();
		if (event.type() == EventType.DELETE) {
			this.renderings.invalidate(place);
		}
		else if (text != null && html != null) {
			// Often equal: one string is enough.
			this.renderings.put(place, new Rendering(text, html.equals(text) ? text : html));
		}
	}

	private Event render(RoomKey room, Event event, MentionScanner mentions) {
		String text = event.text();
		if (text == null) {
			return event;
		}
		Rendering kept = this.renderings.getIfPresent(Place.of(room, event));
		if (kept != null && kept.text().equals(text)) {
			return event.withHtml(kept.html());
		}
		Event rendered = event.withHtml(this.renderer.html(text, mentions));
		put(room, rendered);
		return rendered;
	}

	/**
	 * Reads the usernames at the first mention.
	 */
	private MentionScanner mentions(RoomKey room) {
		return new MentionScanner(() -> this.usernames.in(List.of(room))
			.getOrDefault(room, List.of())
			.stream()
			.map(Username::value)
			.toList());
	}

	/**
	 * The message whose text an event has.
	 */
	private record Place(RoomKey room, long seq) {

		static Place of(RoomKey room, Event event) {
			return new Place(room, (event.change() != null) ? event.change().of() : event.seq());
		}

	}

	private record Rendering(String text, String html) {
	}

}
