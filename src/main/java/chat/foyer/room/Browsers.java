package chat.foyer.room;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The browsers of guests, by the hash of a key that only the browser has. A browser has
 * one guest, and a guest one browser.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
public class Browsers {

	private final JdbcClient jdbc;

	Browsers(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Returns the guest of a browser, a new one if it has none. Must run in a transaction
	 * that writes, so that concurrent requests get the same guest.
	 */
	Guest guestOf(String browser) {
		Optional<Guest> known = this.jdbc.sql("select guest from browser where key_hash = ?")
			.param(browser)
			.query((row, number) -> new Guest(row.getString("guest")))
			.optional();
		return known.orElseGet(() -> {
			Guest guest = Guest.arrive();
			this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?)").params(browser, guest.id()).update();
			return guest;
		});
	}

	/**
	 * Makes a browser the only one of a guest, and the guest the only one of the browser.
	 */
	@Transactional
	public void assign(String browser, Guest guest) {
		this.jdbc.sql("delete from browser where key_hash = ? or guest = ?").params(browser, guest.id()).update();
		this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?)").params(browser, guest.id()).update();
	}

	/**
	 * Assigns a browser to a guest, unless the browser or the guest has another one.
	 * @return whether it was assigned now
	 */
	public boolean assignFirst(String browser, Guest guest) {
		return this.jdbc.sql("insert into browser (key_hash, guest) values (?, ?) on conflict do nothing")
			.params(browser, guest.id())
			.update() > 0;
	}

	/**
	 * Whether a guest has a browser. Guests of releases before version 6 of the database
	 * have none.
	 */
	public boolean existsFor(Guest guest) {
		return this.jdbc.sql("select exists (select 1 from browser where guest = ?)")
			.param(guest.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Whether a browser has a guest.
	 * @param browser the hash of the browser's key
	 */
	public boolean isKnown(String browser) {
		return this.jdbc.sql("select exists (select 1 from browser where key_hash = ?)")
			.param(browser)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The browsers' guests who have no seat.
	 */
	public List<Guest> findSeatless() {
		return this.jdbc.sql("""
				select guest from browser
				where not exists (select 1 from seat where seat.guest = browser.guest)""")
			.query((row, number) -> new Guest(row.getString("guest")))
			.list();
	}

	/**
	 * Deletes the browser of a guest who has no seat.
	 */
	public void removeSeatless(Guest guest) {
		this.jdbc.sql("""
				delete from browser
				where guest = ? and not exists (select 1 from seat where seat.guest = browser.guest)""")
			.param(guest.id())
			.update();
	}

}
