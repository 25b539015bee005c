package chat.foyer.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import chat.foyer.room.Guest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions that Spring Session stores, for all that concerns more than the session of
 * the current request. Works on the tables directly: Spring Session would load each
 * session first, and on a database it does not tell when one has ended.
 * <p>
 * A transaction changes several sessions in the order of their ids, so that no two wait
 * for each other.
 * <p>
 * A guest's session keeps its id for as long as it lasts. Thread-safe; calls block on the
 * database.
 */
@Repository
public class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final int KEYS_PER_QUERY = 500;

	private final JdbcTemplate jdbc;

	private final JdbcClient client;

	private final Clock clock;

	private final SessionTimes times;

	private final ApplicationEventPublisher publisher;

	Sessions(JdbcTemplate jdbc, Clock clock, @Qualifier("monotonicClock") Clock uptime,
			ApplicationEventPublisher publisher) {
		this.jdbc = jdbc;
		this.client = JdbcClient.create(jdbc);
		this.clock = clock;
		this.times = new SessionTimes(this.client, clock, uptime);
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
				update spring_session set last_access_time = ?,
				expiry_time = ? + max_inactive_interval * cast(1000 as bigint)
				where session_id = ?""", ids.stream().sorted().map((id) -> new Object[] { now, now, id }).toList());
	}

	/**
	 * Deletes the sessions that have expired and those that began longer ago than a
	 * lifetime.
	 */
	public void deleteEnded(Duration lifetime) {
		this.times.follow();
		long now = this.clock.millis();
		long oldest = now - lifetime.toMillis();
		List<String> ended = this.client
			.sql("select session_id from spring_session where creation_time <= ? or expiry_time < ?")
			.params(oldest, now)
			.query(String.class)
			.list();
		this.jdbc.batchUpdate(
				"delete from spring_session where session_id = ? and (creation_time <= ? or expiry_time < ?)",
				ended.stream().sorted().map((id) -> new Object[] { id, oldest, now }).toList());
	}

	/**
	 * Which of some guests' sessions last.
	 * @param ids the ids of the sessions
	 */
	public Set<String> findLasting(Collection<String> ids) {
		this.times.follow();
		return findAmong(ids, """
				select session_id from spring_session
				where session_id in (:among) and principal_name is not null and expiry_time > :now""");
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
	 * Which of some guests have a session that lasts and was used since it was made, by
	 * which one knows that it reached its browser.
	 */
	public Set<Guest> findReturned(Collection<Guest> guests) {
		this.times.follow();
		return findAmong(guests.stream().map(Guest::id).toList(), """
				select principal_name from spring_session
				where principal_name in (:among) and expiry_time > :now and last_access_time > creation_time""")
			.stream()
			.map(Guest::new)
			.collect(Collectors.toSet());
	}

	private Set<String> findAmong(Collection<String> keys, String query) {
		List<String> all = List.copyOf(keys);
		Set<String> found = new HashSet<>();
		for (int start = 0; start < all.size(); start += KEYS_PER_QUERY) {
			List<String> some = all.subList(start, Math.min(start + KEYS_PER_QUERY, all.size()));
			found.addAll(this.client.sql(query)
				.param("among", some)
				.param("now", this.clock.millis())
				.query(String.class)
				.list());
		}
		return found;
	}

	/**
	 * Ends sessions, and publishes {@link SessionsEnded} then. A request that is under
	 * way still has its session.
	 */
	public void end(Set<String> ids) {
		this.jdbc.batchUpdate("delete from spring_session where session_id = ?",
				ids.stream().sorted().map((id) -> new Object[] { id }).toList());
		this.publisher.publishEvent(new SessionsEnded(ids));
	}

}
