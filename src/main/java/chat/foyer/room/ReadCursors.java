package chat.foyer.room;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * How far each seat's guest has read the room's log. A cursor only rises, and never
 * exceeds the room's last number. Cursors are saved together every five seconds; a crash
 * loses what was read since.
 * <p>
 * Thread-safe.
 */
@Service
public class ReadCursors {

	private static final long SAVE_EVERY_MILLIS = 5_000;

	private static final int GUESTS_PER_QUERY = 500;

	private static final SeatRowMapper SEAT = new SeatRowMapper();

	private final Map<Seat, Long> unsaved = new ConcurrentHashMap<>();

	/**
	 * The last numbers of rooms, as of when they were queried.
	 */
	private final Map<RoomKey, Long> lastSeqs = new ConcurrentHashMap<>();

	private final JdbcTemplate jdbc;

	private final ApplicationEventPublisher publisher;

	ReadCursors(JdbcTemplate jdbc, ApplicationEventPublisher publisher) {
		this.jdbc = jdbc;
		this.publisher = publisher;
	}

	/**
	 * The number of the last event that was read in a seat, if any.
	 */
	public Optional<Long> of(Seat seat) {
		return Stream.concat(Stream.ofNullable(this.unsaved.get(seat)), saved(seat).stream())
			.max(Comparator.naturalOrder());
	}

	/**
	 * The numbers of the last events that were read in a guest's seats, by the ids of the
	 * seats. Seats in which nothing was read are absent.
	 */
	public Map<String, Long> of(Guest guest) {
		Map<String, Long> cursors = new HashMap<>();
		this.jdbc.query("select " + SeatRowMapper.COLUMNS + ", read_seq from seat where guest = ?", (row) -> {
			Seat seat = SEAT.mapRow(row, 0);
			Long unsaved = this.unsaved.get(seat);
			long saved = row.getLong("read_seq");
			if (!row.wasNull() || unsaved != null) {
				cursors.put(seat.id(), (unsaved != null) ? Math.max(saved, unsaved) : saved);
			}
		}, guest.id());
		return cursors;
	}

	/**
	 * The seats of guests, and the numbers of the last events that are stored as read in
	 * them, by any node; -1 where nothing is.
	 */
	public Map<Seat, Long> stored(Collection<Guest> guests) {
		List<String> ids = guests.stream().map(Guest::id).toList();
		Map<Seat, Long> stored = new HashMap<>();
		for (int start = 0; start < ids.size(); start += GUESTS_PER_QUERY) {
			List<String> some = ids.subList(start, Math.min(start + GUESTS_PER_QUERY, ids.size()));
			JdbcClient.create(this.jdbc)
				.sql("select " + SeatRowMapper.COLUMNS + ", coalesce(read_seq, -1) as read_seq from seat"
						+ " where guest in (:guests)")
				.param("guests", some)
				.query((row) -> {
					stored.put(SEAT.mapRow(row, 0), row.getLong("read_seq"));
				});
		}
		return stored;
	}

	/**
	 * Notes that everything up to a number was read in a seat. Ignores negative numbers;
	 * a number beyond the room's last one counts as the last one. Publishes
	 * {@link RoomRead} on the calling thread when the number rises. Queries the database
	 * only for a number higher than those that were lately read in the room.
	 */
	public void advance(Seat seat, long seq) {
		if (seq >= 0) {
			long read = Math.min(seq, lastSeq(seat.room(), seq));
			Long before = this.unsaved.get(seat);
			this.unsaved.merge(seat, read, Math::max);
			if (before == null || before < read) {
				this.publisher.publishEvent(new RoomRead(seat));
			}
		}
	}

	@Scheduled(fixedDelay = SAVE_EVERY_MILLIS)
	@PreDestroy
	void save() {
		this.lastSeqs.clear();
		Map<Seat, Long> cursors = Map.copyOf(this.unsaved);
		this.jdbc.batchUpdate(
				"update seat set read_seq = ? where room = ? and id = ? and (read_seq is null or read_seq < ?)",
				cursors.keySet().stream().sorted(Seat.ORDER).map((seat) -> {
					Long seq = cursors.get(seat);
					return new Object[] { seq, seat.room().value(), seat.id(), seq };
				}).toList());
		cursors.forEach(this.unsaved::remove);
	}

	/**
	 * The room's last number, or a lower one that is not below the wanted number.
	 */
	private long lastSeq(RoomKey room, long wanted) {
		Long known = this.lastSeqs.get(room);
		if (known != null && known >= wanted) {
			return known;
		}
		long last = this.jdbc.queryForList("select last_seq from room where room = ?", Long.class, room.value())
			.stream()
			.findFirst()
			.orElse(0L);
		this.lastSeqs.merge(room, last, Math::max);
		return last;
	}

	private List<Long> saved(Seat seat) {
		return this.jdbc.queryForList("select read_seq from seat where room = ? and id = ? and read_seq is not null",
				Long.class, seat.room().value(), seat.id());
	}

}
