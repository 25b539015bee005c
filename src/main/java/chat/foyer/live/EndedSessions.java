package chat.foyer.live;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.SeatFreed;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends sessions that have lasted long enough, and closes the connections of those whose
 * session has ended. A guest has one session only, so the {@link Guest} stands for it;
 * its id, which changes whenever the guest enters a room, would not do.
 */
@Component
class EndedSessions {

	private final Connections connections;

	private final RoomRegistry registry;

	private final JdbcTemplate jdbc;

	private final LimitsProperties limits;

	private final Clock clock;

	EndedSessions(Connections connections, RoomRegistry registry, JdbcTemplate jdbc, LimitsProperties limits,
			Clock clock) {
		this.connections = connections;
		this.registry = registry;
		this.jdbc = jdbc;
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * Spring Session on a database tells nobody when a session has ended, so they are
	 * looked for.
	 */
	@Scheduled(fixedDelayString = "15s", initialDelayString = "15s")
	void sweep() {
		long now = this.clock.millis();
		this.jdbc.update("delete from spring_session where creation_time <= ?",
				now - this.limits.sessionLifetime().toMillis());
		// Before the sessions are read: whoever comes in after that has one.
		List<Connection> open = List.copyOf(this.connections.all());
		Set<String> alive = new HashSet<>(this.jdbc.queryForList(
				"select principal_name from spring_session where principal_name is not null and expiry_time > ?",
				String.class, now));
		open.stream()
			.filter((connection) -> !alive.contains(connection.guest().id()))
			.forEach((connection) -> connection.close(Cuts.SESSION_ENDED));
	}

	/**
	 * Whoever gave up the last seat has no business here, listening or not.
	 */
	@EventListener
	void on(SeatFreed freed) {
		Guest guest = new Guest(freed.seat().guest());
		if (this.registry.findAll(guest).isEmpty()) {
			this.connections.of(guest).forEach((connection) -> connection.close(Cuts.SESSION_ENDED));
		}
	}

}
