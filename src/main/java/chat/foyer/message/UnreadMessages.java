package chat.foyer.message;

import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

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
	 * The texts with any form of the {@code @}, and those of replies to the reader.
	 */
	static final String TEXTS = """
			select reader.seat, event.text, case when quoted.seat is null then 0 else 1 end as is_reply
			from reader join event on %s
			    left join event quoted on quoted.room = event.room and quoted.seq = event.re
			        and quoted.seat = reader.seat
			where quoted.seat is not null
			    or event.text like '%%@%%' or event.text like '%%\uFF20%%' or event.text like '%%\uFE6B%%'"""
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
	 * one loads those that may mention the reader. A reply to a message of the reader's
	 * seat does. Two more queries run where the text of another one may: a longer name
	 * wins over the reader's where it stands in a message, whether its bearer has a seat
	 * in the room or is the author of an event after the position. So a mention of "Ann
	 * 2" does not call Ann after Ann 2 has left.
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
		Map<String, List<Candidate>> candidates = candidates(positions);
		List<Position> named = positions.stream().filter((position) -> {
			Mention mention = new Mention(position.username(), List.of());
			return candidates.getOrDefault(position.id(), List.of()).stream().anyMatch((one) -> one.mayName(mention));
		}).toList();
		Map<String, Mention> mentions = mentions(named);
		Map<String, Integer> counts = new HashMap<>();
		candidates.forEach((seat, ofSeat) -> counts.put(seat,
				(int) ofSeat.stream().filter((one) -> one.isReply() || names(one, mentions.get(seat))).count()));
		return counts;
	}

	private boolean names(Candidate message, @Nullable Mention mention) {
		return mention != null && message.mayName(mention) && mention.isIn(this.renderer.html(message.text()));
	}

	private Map<String, List<Candidate>> candidates(List<Position> positions) {
		Map<String, List<Candidate>> candidates = new HashMap<>();
		if (!positions.isEmpty()) {
			query(TEXTS, positions).query((row) -> {
				candidates.computeIfAbsent(row.getString("seat"), (seat) -> new ArrayList<>())
					.add(new Candidate(row.getString("text"), row.getInt("is_reply") == 1));
			});
		}
		return candidates;
	}

	/**
	 * What mentions the readers, by the ids of their seats.
	 */
	private Map<String, Mention> mentions(List<Position> positions) {
		if (positions.isEmpty()) {
			return Map.of();
		}
		Map<RoomKey, List<Username>> here = this.usernames
			.in(positions.stream().map((position) -> position.seat().room()).toList());
		Map<String, Set<String>> authors = query(AUTHORS, positions)
			.query((row, number) -> Map.entry(row.getString("seat"), row.getString("author")))
			.list()
			.stream()
			.collect(Collectors.groupingBy(Map.Entry::getKey,
					Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
		return positions.stream().collect(Collectors.toMap(Position::id, (position) -> {
			Set<String> names = new HashSet<>(authors.getOrDefault(position.id(), Set.of()));
			here.getOrDefault(position.seat().room(), List.of()).forEach((username) -> names.add(username.value()));
			return new Mention(position.username(), names);
		}));
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

	/**
	 * A message that may mention a reader.
	 */
	private record Candidate(String text, boolean isReply) {

		boolean mayName(Mention mention) {
			return mention.mayBeIn(this.text);
		}

	}

}
