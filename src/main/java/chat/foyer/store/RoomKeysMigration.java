package chat.foyer.store;

import java.io.IOException;
import java.sql.Connection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.Username;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Migrates the database from rooms that are identified by their spelling to rooms that
 * are identified by their {@link RoomKey}.
 * <p>
 * Logs are never merged: where several rooms have one key, the room with the newest event
 * keeps it, and each other one gets a number, such as "Anna (2)". Events, seats with
 * their read positions, and the sessions of guests follow.
 */
final class RoomKeysMigration implements JavaMigration {

	private static final int MAX_ROOMS_OF_ONE_NAME = 1_000_000;

	private static final String SCHEMA = """
			create table new_room (
			    room text not null primary key,
			    name text not null,
			    last_seq integer not null
			);
			create table new_seat (
			    id text not null primary key,
			    room text not null,
			    guest text not null,
			    username text not null,
			    folded text not null,
			    skeleton text not null,
			    taken_at integer not null,
			    read_seq integer,
			    unique (room, folded),
			    unique (guest, room)
			);
			create table new_event (
			    room text not null,
			    seq integer not null,
			    type text not null,
			    seat text not null,
			    id text,
			    author text not null,
			    text text,
			    at integer not null,
			    primary key (room, seq)
			) without rowid""";

	/**
	 * Restores the indexes, except that skeletons of usernames are no longer unique.
	 */
	private static final String REPLACE = """
			drop table room;
			alter table new_room rename to room;
			drop table seat;
			alter table new_seat rename to seat;
			create index seat_skeleton on seat (room, skeleton);
			drop table event;
			alter table new_event rename to event;
			create unique index event_once on event (seat, id) where id is not null;
			create index event_notice on event (seat, seq) where id is null;
			create index event_age on event (at)""";

	private static final Pattern STATEMENT_END = Pattern.compile(";\\n");

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("5");
	}

	@Override
	public String getDescription() {
		return "room keys";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

	@Override
	public void migrate(Context context) throws IOException {
		Connection connection = context.getConnection();
		JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
		Map<String, RoomName> rooms = rename(findRooms(jdbc));
		execute(jdbc, SCHEMA);
		rooms.forEach((former, name) -> copy(jdbc, former, name));
		execute(jdbc, REPLACE);
		rewriteSessions(jdbc);
	}

	/**
	 * The names of all rooms, that with the newest event first.
	 */
	private static List<String> findRooms(JdbcClient jdbc) {
		return jdbc.sql("""
				select known.name from (select name from room union select room from seat) as known
				left join room on room.name = known.name
				order by (select max(at) from event where event.room = known.name) desc nulls last,
				room.last_seq desc nulls last, known.name""").query(String.class).list();
	}

	/**
	 * Finds a name for each room so that no two of them have one key.
	 * @param former the names of the rooms; the first of those with one key keeps it
	 */
	private static Map<String, RoomName> rename(List<String> former) {
		Map<String, RoomName> rooms = new LinkedHashMap<>();
		Set<RoomKey> taken = new HashSet<>();
		Set<String> second = new HashSet<>();
		for (String spelling : former) {
			RoomName name = fit(spelling, "");
			if (taken.add(name.key())) {
				rooms.put(spelling, name);
			}
			else {
				second.add(spelling);
			}
		}
		// Last, since every room that is alone keeps its name: "Anna (2)" may be one.
		former.stream().filter(second::contains).forEach((spelling) -> {
			RoomName name = number(spelling, taken);
			taken.add(name.key());
			rooms.put(spelling, name);
		});
		return rooms;
	}

	private static RoomName number(String spelling, Set<RoomKey> taken) {
		for (int number = 2; number < MAX_ROOMS_OF_ONE_NAME; number++) {
			RoomName name = fit(spelling, " (" + number + ")");
			if (!taken.contains(name.key())) {
				return name;
			}
		}
		throw new IllegalStateException("Too many rooms have one name");
	}

	/**
	 * A name with the given end, shortened before it if necessary.
	 */
	private static RoomName fit(String spelling, String end) {
		BreakIterator characters = BreakIterator.getCharacterInstance(ULocale.ROOT);
		characters.setText(spelling);
		for (int length = characters.last(); length > 0; length = characters.previous()) {
			try {
				return RoomName.of(spelling.substring(0, length) + end);
			}
			catch (InvalidNameException tooLong) {
				// A shorter one may do.
			}
		}
		return RoomName.of("Room" + end);
	}

	private static void copy(JdbcClient jdbc, String former, RoomName name) {
		String room = name.key().value();
		jdbc.sql("""
				insert into new_room (room, name, last_seq)
				values (?, ?, coalesce((select last_seq from room where name = ?), 0))""")
			.params(room, name.value(), former)
			.update();
		jdbc.sql("""
				insert into new_event (room, seq, type, seat, id, author, text, at)
				select ?, seq, type, seat, id, author, text, at from event where room = ? order by seq""")
			.params(room, former)
			.update();
		Set<String> held = new HashSet<>();
		for (OldSeat seat : jdbc.sql("select id, username from seat where room = ? order by taken_at, id")
			.param(former)
			.query((row, number) -> new OldSeat(row.getString("id"), new Username(row.getString("username"))))
			.list()) {
			// Old names had different skeletons, and so are different when folded. Should
			// they not be, both guests stay.
			String folded = seat.username().folded();
			jdbc.sql("""
					insert into new_seat (id, room, guest, username, folded, skeleton, taken_at, read_seq)
					select id, ?, guest, username, ?, ?, taken_at, read_seq from seat where id = ?""")
				.params(room, held.add(folded) ? folded : folded + "/" + seat.id(), seat.username().skeleton(),
						seat.id())
				.update();
		}
	}

	/**
	 * The sessions held seats as Java objects of classes that have changed; now they hold
	 * usernames by room.
	 */
	private static void rewriteSessions(JdbcClient jdbc) throws IOException {
		List<OldSession> sessions = jdbc.sql("""
				select primary_id, principal_name from spring_session join spring_session_attributes
				on session_primary_id = primary_id where attribute_name = 'seats'""")
			.query((row, number) -> new OldSession(row.getString("primary_id"), row.getString("principal_name")))
			.list();
		for (OldSession session : sessions) {
			Map<String, String> seats = new LinkedHashMap<>();
			jdbc.sql("select room, username from seat where guest = ? order by taken_at, id")
				.param(session.guest())
				.query((row) -> {
					seats.put(row.getString("room"), row.getString("username"));
				});
			jdbc.sql("""
					update spring_session_attributes set attribute_bytes = ?
					where session_primary_id = ? and attribute_name = 'seats'""")
				.params(new DefaultSerializer().serializeToByteArray(seats), session.id())
				.update();
		}
	}

	private static void execute(JdbcClient jdbc, String statements) {
		STATEMENT_END.splitAsStream(statements).forEach((statement) -> jdbc.sql(statement).update());
	}

	private record OldSeat(String id, Username username) {
	}

	private record OldSession(String id, @Nullable String guest) {
	}

}
