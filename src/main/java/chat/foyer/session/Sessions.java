package chat.foyer.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import chat.foyer.room.Guest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions that Spring Session stores, for all that concerns more than the session of
 * the current request. Works on the tables directly: Spring Session would load each
 * session first, and on a database it does not tell when one has ended.
 * <p>
 * A guest's session keeps its id for as long as it lasts. Thread-safe; calls block on the
 * database.
 */
@Repository
public class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private final JdbcTemplate jdbc;

	private final Clock clock;

	private final SessionTimes times;

	private final ApplicationEventPublisher publisher;

	Sessions(JdbcTemplate jdbc, Clock clock, @Qualifier("monotonicClock") Clock uptime,
			ApplicationEventPublisher publisher) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.times = new SessionTimes(jdbc, clock, uptime);
		this.publisher = publisher;
	}

	/**
	 * Moves the times of the sessions when the system's clock was set, so soon that
	 * hardly a request comes between.
	 */
	@Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
	void followClock() {
		try {
			this.times.follow();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The times of the sessions are moved later", ex);
		}
	}

	/**
	 * Counts sessions as used now, so that they last on. Ids that are unknown do nothing.
	 */
	@Transactional
	public void keep(Collection<String> ids) {
		long now = this.clock.millis();
		this.jdbc.batchUpdate("""
				update spring_session set last_access_time = ?, expiry_time = ? + max_inactive_interval * 1000
				where session_id = ?""", ids.stream().map((id) -> new Object[] { now, now, id }).toList());
	}

	/**
	 * Deletes the sessions that have expired and those that began longer ago than a
	 * lifetime.
	 */
	public void deleteEnded(Duration lifetime) {
		this.times.follow();
		long now = this.clock.millis();
		this.jdbc.update("delete from spring_session where creation_time <= ? or expiry_time < ?",
				now - lifetime.toMillis(), now);
	}

	/**
	 * The ids of all guests' sessions that last.
	 */
	public Set<String> findIds() {
		this.times.follow();
		return new HashSet<>(this.jdbc.queryForList(
				"select session_id from spring_session where principal_name is not null and expiry_time > ?",
				String.class, this.clock.millis()));
	}

	/**
	 * The ids of a guest's sessions. There is more than one where the entry form was sent
	 * twice; the browser has the last one.
	 */
	public Set<String> findIds(Guest guest) {
		return new HashSet<>(this.jdbc.queryForList("select session_id from spring_session where principal_name = ?",
				String.class, guest.id()));
	}

	/**
	 * The guests with a session that lasts and was used since it was made, by which one
	 * knows that it reached its browser.
	 */
	public Set<Guest> findGuests() {
		this.times.follow();
		Set<Guest> guests = new HashSet<>();
		this.jdbc.query("""
				select principal_name from spring_session
				where principal_name is not null and expiry_time > ? and last_access_time > creation_time""", (row) -> {
			guests.add(new Guest(row.getString(1)));
		}, this.clock.millis());
		return guests;
	}

	/**
	 * Ends sessions, and publishes {@link SessionsEnded} then. A request that is under
	 * way still has its session.
	 */
	public void end(Set<String> ids) {
		this.jdbc.batchUpdate("delete from spring_session where session_id = ?",
				ids.stream().map((id) -> new Object[] { id }).toList());
		this.publisher.publishEvent(new SessionsEnded(ids));
	}

}
