package chat.foyer.search;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

import chat.foyer.message.AttachedFile;
import chat.foyer.message.Event;
import chat.foyer.message.Events;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Finds messages of a room for a guest there.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Service
public class SearchService {

	private static final int HITS = 20;

	private final SearchIndex index;

	private final Indexer indexer;

	private final Events events;

	SearchService(SearchIndex index, Indexer indexer, Events events) {
		this.index = index;
		this.indexer = indexer;
		this.events = events;
	}

	/**
	 * Finds messages in the room of a seat, the newest first.
	 * @param query the query; an empty one finds nothing
	 * @param before the number before which they are
	 * @param zone the time zone of the days in the query
	 */
	SearchPage find(Seat reader, SearchQuery query, long before, ZoneId zone) {
		if (query.isEmpty()) {
			return SearchPage.EMPTY;
		}
		RoomKey room = reader.room();
		this.indexer.catchUp(room);
		long from = begin(room, query.after(), zone, 0);
		long end = Math.min(before, begin(room, query.before(), zone, Long.MAX_VALUE));
		// One more than is shown tells whether there are older ones.
		List<Long> found = this.index.find(room, query, from, end, HITS + 1);
		List<Long> shown = found.subList(0, Math.min(HITS, found.size()));
		List<SearchPage.Hit> hits = this.events.lines(reader, shown)
			.stream()
			.filter((line) -> line.text() != null)
			.map((line) -> new SearchPage.Hit(line, snippet(line, query)))
			.toList();
		return new SearchPage(hits, (found.size() > HITS) ? shown.get(HITS - 1) : null);
	}

	private static String snippet(Event line, SearchQuery query) {
		List<AttachedFile> files = Objects.requireNonNullElse(line.files(), List.of());
		return Snippet.of(Objects.requireNonNullElse(line.html(), ""), files.stream().map(AttachedFile::name).toList(),
				query.words());
	}

	/**
	 * The number of the first event of a day.
	 */
	private long begin(RoomKey room, @Nullable LocalDate day, ZoneId zone, long otherwise) {
		return (day != null) ? this.events.firstAt(room, day.atStartOfDay(zone).toInstant()) : otherwise;
	}

}
