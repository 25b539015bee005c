package chat.foyer.store;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The database, with what differs between SQLite and PostgreSQL. SQL has one text for
 * both.
 */
public interface Database {

	/**
	 * Opens a pool of connections.
	 * @param name the pool's name in the log and in metrics
	 */
	HikariDataSource open(String name, Durability durability);

	/**
	 * Returns the manager of the transactions of a pool. Transactions do not nest, not
	 * even those of two pools.
	 */
	PlatformTransactionManager transactions(DataSource pool);

	/**
	 * Returns a template of a pool.
	 * @param transactions the manager of the pool's transactions
	 */
	JdbcTemplate template(DataSource pool, PlatformTransactionManager transactions);

	/**
	 * Removes from the disk what was overwritten or deleted before, as far as the
	 * database does not do that by itself. Blocks.
	 * @param pool a pool of connections to the database
	 * @return whether it is done; false if the database was in use, and it is to be tried
	 * again
	 */
	boolean erase(DataSource pool);

	/**
	 * Describes for the operator where the data is, without secrets.
	 */
	String location();

	/**
	 * When a commit returns.
	 */
	enum Durability {

		/**
		 * Once the transaction is on disk.
		 */
		ON_DISK,

		/**
		 * Before the transaction is on disk: it may be lost when the power fails.
		 */
		DEFERRED

	}

}
