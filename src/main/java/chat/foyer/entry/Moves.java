package chat.foyer.entry;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import chat.foyer.room.Guest;
import chat.foyer.room.Seat;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The moves of guests to another browser. A guest has one at the most, a token leads to
 * it for two minutes, and one browser may use the token; this browser may repeat its
 * request, since the answer can get lost. Only the hash of a token is stored.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
class Moves {

	static final Duration VALID_FOR = Duration.ofMinutes(2);

	private final JdbcClient jdbc;

	private final Clock clock;

	Moves(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Begins a move in the place of any other one of the guest, whose token is void then.
	 * @param seat the seat in whose room the guest is
	 * @return the token
	 */
	String begin(Seat seat) {
		long now = this.clock.millis();
		String token = Secrets.random();
		// Not in one transaction with the insert: it locks the moves of several guests.
		this.jdbc.sql("delete from move where expires_at <= ?").param(now).update();
		this.jdbc.sql("""
				insert into move (guest, token_hash, seat, expires_at) values (?, ?, ?, ?)
				on conflict (guest) do update set token_hash = excluded.token_hash, seat = excluded.seat,
				expires_at = excluded.expires_at, taken_by = null""")
			.params(seat.guest(), Secrets.hash(token), seat.id(), now + VALID_FOR.toMillis())
			.update();
		return token;
	}

	/**
	 * The move to which a token leads; none if it is unknown, has expired or was used by
	 * another browser.
	 * @param browser the hash of the key of the browser that has the token
	 */
	Optional<Move> find(String token, String browser) {
		return this.jdbc.sql("""
				select guest, seat from move
				where token_hash = ? and expires_at > ? and (taken_by is null or taken_by = ?)""")
			.params(Secrets.hash(token), this.clock.millis(), browser)
			.query((row, number) -> new Move(new Guest(row.getString("guest")), row.getString("seat")))
			.optional();
	}

	/**
	 * What has become of a token.
	 */
	State stateOf(String token) {
		return this.jdbc.sql("select taken_by is not null as taken, expires_at from move where token_hash = ?")
			.param(Secrets.hash(token))
			.query((row, number) -> {
				if (row.getBoolean("taken")) {
					return State.USED;
				}
				return (row.getLong("expires_at") > this.clock.millis()) ? State.PENDING : State.GONE;
			})
			.optional()
			.orElse(State.GONE);
	}

	/**
	 * Uses a token. Of several browsers that try at the same moment exactly one succeeds.
	 * @param browser the hash of the key of the browser that has the token
	 * @return whether the browser used the token now, and not before
	 */
	boolean take(String token, String browser) {
		return this.jdbc
			.sql("update move set taken_by = ? where token_hash = ? and expires_at > ? and taken_by is null")
			.params(browser, Secrets.hash(token), this.clock.millis())
			.update() > 0;
	}

	/**
	 * What can become of a token.
	 */
	enum State {

		/**
		 * It can be used.
		 */
		PENDING,

		/**
		 * A browser has used it.
		 */
		USED,

		/**
		 * It has expired, was replaced, or never existed.
		 */
		GONE

	}

}
