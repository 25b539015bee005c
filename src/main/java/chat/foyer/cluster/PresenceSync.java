package chat.foyer.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

import chat.foyer.room.Presence;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatStatus;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Stores each second how the guests on this node are here, for the other nodes.
 * <p>
 * A guest who is on this node because of a request, and has a connection to another one,
 * is left to that node. Otherwise a page that came from here would keep its guest present
 * for minutes after its connection has ended.
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

	private static final Comparator<Entry<Seat, SeatStatus>> ORDER = Comparator
		.comparing((Entry<Seat, SeatStatus> here) -> here.getKey().room().value())
		.thenComparing((here) -> here.getKey().id());

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
		Map<Seat, SeatStatus> here = this.presence.onThisNode();
		try {
			// In the order of the rows that the event log changes.
			store(here.entrySet().stream().sorted(ORDER).toList());
			connectedElsewhere(here.entrySet().stream().filter((one) -> isSettledVisit(one.getValue())).toList())
				.forEach(this.presence::handOver);
		}
		catch (DataAccessException ex) {
			logger.debug("The other nodes learn later who is here", ex);
		}
	}

	private static boolean isSettledVisit(SeatStatus status) {
		return status.visitedFor() != null && status.visitedFor().compareTo(SETTLED) >= 0;
	}

	private void store(List<Entry<Seat, SeatStatus>> here) {
		if (here.isEmpty()) {
			return;
		}
		this.jdbc
			.sql("""
					update connection_of set connected = here.connected, away = here.away,
					connected_at = case when here.connected and not connection_of.connected then %s else connected_at end
					from unnest(?, ?, ?, ?) as here (room, seat, connected, away)
					where connection_of.room = here.room and connection_of.seat = here.seat and node = ?
					and (connection_of.connected <> here.connected or connection_of.away <> here.away)"""
				.formatted(Beats.NOW))
			.params(column(here, (one) -> one.getKey().room().value(), String[]::new),
					column(here, (one) -> one.getKey().id(), String[]::new),
					column(here, (one) -> one.getValue().connected(), Boolean[]::new),
					column(here, (one) -> one.getValue().away(), Boolean[]::new), this.node.id())
			.update();
	}

	/**
	 * Which of some guests are connected to another node, or were since they visited this
	 * one.
	 */
	private List<Seat> connectedElsewhere(List<Entry<Seat, SeatStatus>> visits) {
		if (visits.isEmpty()) {
			return List.of();
		}
		return this.jdbc.sql("""
				select number from unnest(?, ?, ?) with ordinality as visit (room, seat, millis, number)
				where exists (select 1 from connection_of
				    where connection_of.room = visit.room and connection_of.seat = visit.seat and node <> ?
				    and (connected or connected_at > %s - millis))""".formatted(Beats.NOW))
			.params(column(visits, (one) -> one.getKey().room().value(), String[]::new),
					column(visits, (one) -> one.getKey().id(), String[]::new),
					column(visits, (one) -> Objects.requireNonNull(one.getValue().visitedFor()).toMillis(),
							Long[]::new),
					this.node.id())
			.query((row, index) -> visits.get(row.getInt("number") - 1).getKey())
			.list();
	}

	private static <T> T[] column(List<Entry<Seat, SeatStatus>> rows, Function<Entry<Seat, SeatStatus>, T> value,
			IntFunction<T[]> array) {
		return rows.stream().map(value).toArray(array);
	}

}
