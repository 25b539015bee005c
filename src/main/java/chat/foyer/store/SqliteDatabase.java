package chat.foyer.store;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The SQLite database. Readers never wait for a writer; the writers of all pools take
 * turns.
 */
final class SqliteDatabase implements Database {

	/**
	 * How long a statement waits for a lock of another process. Short, because a thread
	 * has the turn to write meanwhile and tries again until its deadline.
	 */
	private static final int BUSY_TIMEOUT_MILLIS = 200;

	/**
	 * How long a thread waits for a connection: long enough for a crowd that enters a
	 * cold server.
	 */
	private static final int CONNECT_WITHIN_MILLIS = 10_000;

	private static final int CONNECTIONS = 8;

	private final DataFolder folder;

	private final WriteTurns turns = new WriteTurns();

	SqliteDatabase(DataFolder folder) {
		this.folder = folder;
	}

	/**
	 * Opens a pool of connections. Creates the database if it is missing.
	 */
	@Override
	public HikariDataSource open(String name, Durability durability) {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		config.setSynchronous((durability == Durability.ON_DISK) ? SynchronousMode.FULL : SynchronousMode.NORMAL);
		config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
		// Off by default in SQLite. Attributes are deleted with their session.
		config.enforceForeignKeys(true);
		// A transaction that reads first and writes later would fail at once when another
		// process wrote in between; taking the write lock at the start makes it wait.
		config.setTransactionMode(TransactionMode.IMMEDIATE);
		// What is deleted is overwritten with zeros.
		config.setPragma(Pragma.SECURE_DELETE, "true");
		// Spares the query for a generated key after each insert.
		config.setGetGeneratedKeys(false);
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setDataSource(new SqliteDataSource(this.folder.database().toString(), config));
		pool.setMaximumPoolSize(CONNECTIONS);
		pool.setConnectionTimeout(CONNECT_WITHIN_MILLIS);
		return pool;
	}

	/**
	 * Returns the manager of the transactions of a pool. The timeout of a transaction is
	 * how long it may take to begin, two seconds unless given; it has none afterwards.
	 */
	@Override
	public PlatformTransactionManager transactions(DataSource pool) {
		return new WriteTransactionManager(pool, this.turns);
	}

	/**
	 * Returns a template that reads outside of transactions unless there is one, and
	 * never writes outside of one.
	 */
	@Override
	public JdbcTemplate template(DataSource pool, PlatformTransactionManager transactions) {
		return new WriteJdbcTemplate(pool, new TransactionTemplate(transactions));
	}

	/**
	 * Writes the log into the database, where it overwrites what was there, and empties
	 * it.
	 */
	@Override
	public boolean erase(DataSource pool) {
		Integer busy = new JdbcTemplate(pool).queryForObject("pragma wal_checkpoint(truncate)",
				(row, number) -> row.getInt("busy"));
		return busy != null && busy == 0;
	}

	@Override
	public String location() {
		return this.folder.path().toString();
	}

}
