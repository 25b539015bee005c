package chat.foyer.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Function;
import java.util.function.IntFunction;

import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatStatus;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Stores every second, for the other nodes, whether the guests on this node are connected
 * and away.
 * <p>
 * A guest who is on this node because of a request, and has a connection to another one,
 * is handed over to that node. Otherwise a page that this node served would keep its
 * guest present for minutes after its connection has ended. A guest who is kept here on
 * the way to another device, and connects to another node after that, is handed over,
 * too.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class PresenceSync {

	private static final Logger logger = LoggerFactory.getLogger(PresenceSync.class);

	/**
	 * A connection that ended before the request, as in a reload, is stored as ended
	 * within this time.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(2);

	/**
	 * Times of connections that differ by no more are of the same connection: each time
	 * is measured from the moment at which the database runs the statement.
	 */
	private static final int SAME_MILLIS = 500;

	private final JdbcClient jdbc;

	private final Presence presence;

	private final Node node;

	PresenceSync(JdbcClient jdbc, Presence presence, Node node) {
		this.jdbc = jdbc;
		this.presence = presence;
		this.node = node;
	}

	@Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
	void sync() {
		List<Entry<Seat, SeatStatus>> here = List.copyOf(this.presence.onThisNode().entrySet());
		try {
			store(here);
			connectedElsewhere(here.stream().filter((one) -> mayBeElsewhere(one.getValue())).toList())
				.forEach(this.presence::handOver);
		}
		catch (DataAccessException ex) {
			logger.debug("The presence on this node is stored later", ex);
		}
	}

	private static boolean mayBeElsewhere(SeatStatus status) {
		return status.keptFor() != null || (status.visitedFor() != null && status.visitedFor().compareTo(SETTLED) >= 0);
	}

	/**
	 * Locks the rows in the order in which the event log does. A connection that has
	 * ended is stored, too: its page may have come from another node.
	 */
	private void store(List<Entry<Seat, SeatStatus>> here) {
		if (here.isEmpty()) {
			return;
		}
		this.jdbc.sql("""
				with here as (
				    select room, seat, connected, away,
				        case when began is null then 0 else %s - began end as connected_at
				    from unnest(?, ?, ?, ?, ?) as status (room, seat, connected, away, began)),
				changed as (
				    select here.* from connection_of
				    join here on connection_of.room = here.room and connection_of.seat = here.seat
				    where connection_of.node = ?
				    and (connection_of.connected <> here.connected or connection_of.away <> here.away
				        or here.connected_at > connection_of.connected_at + %d)
				    order by connection_of.room collate "C", connection_of.seat collate "C"
				    for update of connection_of)
				update connection_of set connected = changed.connected, away = changed.away,
				connected_at = changed.connected_at from changed
				where connection_of.room = changed.room and connection_of.seat = changed.seat
				and connection_of.node = ?""".formatted(NodeHeartbeats.NOW, SAME_MILLIS))
			.params(column(here, (one) -> one.getKey().room().value(), String[]::new),
					column(here, (one) -> one.getKey().id(), String[]::new),
					column(here, (one) -> one.getValue().connected(), Boolean[]::new),
					column(here, (one) -> one.getValue().away(), Boolean[]::new),
					column(here, (one) -> millis(one.getValue().connectedFor()), Long[]::new), this.node.id(),
					this.node.id())
			.update();
	}

	/**
	 * Which of some guests are connected to another node, or were since they visited this
	 * one. Of those who are kept here, only later connections count: a guest sets out
	 * from a page that is connected.
	 */
	private List<Seat> connectedElsewhere(List<Entry<Seat, SeatStatus>> visits) {
		if (visits.isEmpty()) {
			return List.of();
		}
		return this.jdbc.sql("""
				select number from unnest(?, ?, ?, ?) with ordinality as visit (room, seat, millis, kept, number)
				where exists (select 1 from connection_of
				    where connection_of.room = visit.room and connection_of.seat = visit.seat and node <> ?
				    and (connected and not kept or connected_at > %s - millis))""".formatted(NodeHeartbeats.NOW))
			.params(column(visits, (one) -> one.getKey().room().value(), String[]::new),
					column(visits, (one) -> one.getKey().id(), String[]::new),
					column(visits, (one) -> millis(since(one.getValue())), Long[]::new),
					column(visits, (one) -> one.getValue().keptFor() != null, Boolean[]::new), this.node.id())
			.query((row, index) -> visits.get(row.getInt("number") - 1).getKey())
			.list();
	}

	private static @Nullable Duration since(SeatStatus status) {
		return (status.keptFor() != null) ? status.keptFor() : status.visitedFor();
	}

	private static @Nullable Long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : null;
	}

	private static <T extends @Nullable Object> T[] column(List<Entry<Seat, SeatStatus>> rows,
			Function<Entry<Seat, SeatStatus>, T> value, IntFunction<T[]> array) {
		return rows.stream().map(value).toArray(array);
	}

}
