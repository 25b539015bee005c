package chat.foyer.entry;

import java.time.Clock;
import java.time.Duration;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives up the seats of guests whose session has ended, or who never came back with the
 * session that they got: where the answer to the form was lost on the way, the name is
 * free again soon. Spring Session on a database tells nobody when a session ends, so they
 * are looked for.
 */
@Component
class SeatSweep {

	/**
	 * A session is written after the seat is taken, at the end of the request.
	 */
	private static final Duration TOO_YOUNG = Duration.ofMinutes(1);

	private final JdbcClient jdbc;

	private final RoomRegistry registry;

	private final Clock clock;

	SeatSweep(JdbcClient jdbc, RoomRegistry registry, Clock clock) {
		this.jdbc = jdbc;
		this.registry = registry;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "30s")
	void sweep() {
		long now = this.clock.millis();
		this.jdbc.sql("""
				select guest, room from seat where taken_at < ? and not exists (
				select 1 from spring_session where principal_name = seat.guest and expiry_time > ?
				and last_access_time > creation_time)""")
			.params(now - TOO_YOUNG.toMillis(), now)
			.query((row, number) -> new Seatless(new Guest(row.getString("guest")), new RoomKey(row.getString("room"))))
			.list()
			.forEach((seatless) -> this.registry.leave(seatless.guest(), seatless.room()));
	}

	private record Seatless(Guest guest, RoomKey room) {
	}

}
