package chat.foyer.message;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.room.Usernames;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Counts the messages that guests have not read, in any number of rooms by the same few
 * queries.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
public class UnreadMessages {

	/**
	 * The values of one position, with the types that PostgreSQL does not infer.
	 */
	private static final String POSITION = "(cast(? as text), cast(? as text), cast(? as bigint), cast(? as bigint))";

	static final String READER = "with reader (seat, room, after, through) as (values %s) ";

	private static final String UNREAD = """
			event.room = reader.room and event.seq > reader.after and event.seq <= reader.through
			and event.type = 'message' and event.seat <> reader.seat and event.deleted_at is null""";

	static final String COUNTS = """
			select reader.seat, coalesce(room.last_seq, 0) as last_seq,
			    (select count(*) from (select 1 from event where %1$s limit %2$d) as counted) as messages,
			    (select event.seq from event where %1$s order by event.seq limit 1) as first,
			    (select event.seq from event where %1$s order by event.seq limit 1 offset %2$d) as beyond
			from reader left join room on room.room = reader.room""".formatted(UNREAD, Unread.MOST);

	/**
	 * The texts with any form of the {@code @}.
	 */
	static final String TEXTS = """
			select reader.seat, event.text from reader join event on %s
			    and (event.text like '%%@%%' or event.text like '%%\uFF20%%' or event.text like '%%\uFE6B%%')"""
		.formatted(UNREAD);

	static final String AUTHORS = """
			select distinct reader.seat, event.author from reader join event
			    on event.room = reader.room and event.seq > reader.after and event.seq <= reader.after + %d"""
		.formatted(2 * Unread.MOST);

	private final JdbcClient jdbc;

	private final Usernames usernames;

	private final MessageRenderer renderer;

	UnreadMessages(JdbcClient jdbc, Usernames usernames, MessageRenderer renderer) {
		this.jdbc = jdbc;
		this.usernames = usernames;
		this.renderer = renderer;
	}

	/**
	 * Counts the unread messages at each position. One query counts them, and a second
	 * one loads those that may have a mention. Two more run where a message may mention
	 * the reader: a longer name wins over the reader's where it stands in a message,
	 * whether its bearer has a seat in the room or is the author of an event after the
	 * position. So a mention of "Ann 2" does not call Ann after Ann 2 has left.
	 * @param positions positions of different seats
	 * @return the counts by the ids of the seats
	 */
	public Map<String, Unread> count(List<Position> positions) {
		Map<String, Unread> counts = new HashMap<>();
		Map<String, Long> beyond = new HashMap<>();
		query(COUNTS, positions).query((row) -> {
			counts.put(row.getString("seat"),
					new Unread(row.getInt("messages"), 0, row.getLong("first"), row.getLong("last_seq")));
			long seq = row.getLong("beyond");
			if (!row.wasNull()) {
				beyond.put(row.getString("seat"), seq);
			}
		});
		List<Position> unread = positions.stream()
			.filter((position) -> counts.getOrDefault(position.id(), Unread.NONE).count() > 0)
			.map((position) -> position.before(beyond.getOrDefault(position.id(), Long.MAX_VALUE)))
			.toList();
		countMentions(unread).forEach((seat, mentions) -> counts.computeIfPresent(seat,
				(id, count) -> new Unread(count.count(), mentions, count.first(), count.lastSeq())));
		return counts;
	}

	private Map<String, Integer> countMentions(List<Position> positions) {
		Map<String, List<String>> texts = strings(TEXTS, positions);
		List<Position> possible = positions.stream().filter((position) -> {
			Mention mention = new Mention(position.username(), List.of());
			return texts.getOrDefault(position.id(), List.of()).stream().anyMatch(mention::mayBeIn);
		}).toList();
		if (possible.isEmpty()) {
			return Map.of();
		}
		Map<RoomKey, List<Username>> here = this.usernames
			.in(possible.stream().map((position) -> position.seat().room()).toList());
		Map<String, List<String>> authors = strings(AUTHORS, possible);
		return possible.stream().collect(Collectors.toMap(Position::id, (position) -> {
			Set<String> names = new HashSet<>(authors.getOrDefault(position.id(), List.of()));
			here.getOrDefault(position.seat().room(), List.of()).forEach((username) -> names.add(username.value()));
			Mention mention = new Mention(position.username(), names);
			return (int) texts.getOrDefault(position.id(), List.of())
				.stream()
				.filter((text) -> mention.mayBeIn(text) && mention.isIn(this.renderer.html(text)))
				.count();
		}));
	}

	/**
	 * The strings of the second column by the seat in the first one.
	 */
	private Map<String, List<String>> strings(String sql, List<Position> positions) {
		return positions.isEmpty() ? Map.of()
				: query(sql, positions).query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
					.list()
					.stream()
					.collect(Collectors.groupingBy(Map.Entry::getKey,
							Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	private StatementSpec query(String sql, List<Position> positions) {
		String rows = String.join(", ", Collections.nCopies(positions.size(), POSITION));
		return this.jdbc.sql(READER.formatted(rows) + sql)
			.params(positions.stream()
				.flatMap((position) -> Stream.<Object>of(position.id(), position.seat().room().value(),
						position.after(), position.through()))
				.toList());
	}

	/**
	 * A part of a room's log that a guest has not read.
	 *
	 * @param seat the guest's seat in the room
	 * @param after the number of the last event that was read
	 * @param through the number of the last event that counts
	 */
	public record Position(Seat seat, long after, long through) {

		String id() {
			return this.seat.id();
		}

		Position before(long seq) {
			return new Position(this.seat, this.after, Math.min(this.through, seq - 1));
		}

		String username() {
			return this.seat.username().value();
		}

	}

}
