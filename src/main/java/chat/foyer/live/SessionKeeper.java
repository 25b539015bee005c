package chat.foyer.live;

import java.time.Clock;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * An open page keeps its guest's session, even if nothing is said. Written once a minute
 * for all who are connected, and past Spring Session, which would load each session
 * first.
 */
@Component
class SessionKeeper {

	private final Connections connections;

	private final JdbcTemplate jdbc;

	private final Clock clock;

	SessionKeeper(Connections connections, JdbcTemplate jdbc, Clock clock) {
		this.connections = connections;
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
	@Transactional
	void keep() {
		long now = this.clock.millis();
		List<Object[]> guests = this.connections.all()
			.stream()
			.map((connection) -> connection.guest().id())
			.distinct()
			.map((guest) -> new Object[] { now, now, guest })
			.toList();
		if (!guests.isEmpty()) {
			this.jdbc.batchUpdate("""
					update spring_session set last_access_time = ?, expiry_time = ? + max_inactive_interval * 1000
					where principal_name = ?""", guests);
		}
	}

}
