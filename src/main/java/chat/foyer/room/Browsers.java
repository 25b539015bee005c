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
	 * The guest of a browser, if it has one.
	 */
	Optional<Guest> find(String browser) {
		return this.jdbc.sql("select guest from browser where key_hash = ?")
			.param(browser)
			.query((row, number) -> new Guest(row.getString("guest")))
			.optional();
	}

	/**
	 * Returns the guest of a browser, a new one if it has none, and locks it as
	 * {@link #lock} does: concurrent requests get the same guest. Must run in a
	 * transaction.
	 */
	Guest guestOf(String browser) {
		// An update that changes nothing, since an insert that does nothing returns
		// nothing.
		return this.jdbc.sql("""
				insert into browser (key_hash, guest) values (?, ?)
				on conflict (key_hash) do update set guest = browser.guest returning guest""")
			.params(browser, Guest.arrive().id())
			.query((row, number) -> new Guest(row.getString("guest")))
			.single();
	}

	/**
	 * Locks a guest who has a browser until the end of the transaction, so that other
	 * transactions that lock the guest wait. Must run in a transaction.
	 */
	void lock(Guest guest) {
		this.jdbc.sql("update browser set guest = guest where guest = ?").param(guest.id()).update();
	}

	/**
	 * Makes a browser the only one of a guest, and the guest the only one of the browser.
	 */
	@Transactional
	public void assign(String browser, Guest guest) {
		// One at a time on all nodes, so that guests who swap their browsers do not wait
		// for each other.
		this.jdbc.sql("update installation set id = id").update();
		// Locks the browser, so that a request of it that is under way on another node
		// gets this guest.
		guestOf(browser);
		this.jdbc.sql("delete from browser where key_hash = ?").param(browser).update();
		this.jdbc.sql("""
				insert into browser (key_hash, guest) values (?, ?)
				on conflict (guest) do update set key_hash = excluded.key_hash""").params(browser, guest.id()).update();
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
	@Transactional
	public void removeSeatless(Guest guest) {
		// Waits for a seat that the guest takes meanwhile.
		lock(guest);
		this.jdbc.sql("""
				delete from browser
				where guest = ? and not exists (select 1 from seat where seat.guest = browser.guest)""")
			.param(guest.id())
			.update();
	}

}
