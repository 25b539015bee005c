package chat.foyer.store;

import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A PostgreSQL database. Where the URL names several hosts, connections go to the one
 * that can be written to. Parameters of the URL take precedence over those set here.
 */
public final class PostgresDatabase implements Database {

	private static final int CONNECT_WITHIN_SECONDS = 2;

	/**
	 * Senders and requests learn within three seconds that the database does not answer.
	 * Longer than a statement waits for a lock.
	 */
	private static final int ANSWER_WITHIN_SECONDS = 3;

	/**
	 * How soon after a failover the new primary is found.
	 */
	private static final int LOOK_FOR_PRIMARY_EVERY_SECONDS = 2;

	/**
	 * How long a thread waits for a connection of the pool. The check of the last
	 * connection that it gets may add to it.
	 */
	private static final int POOL_WAIT_MILLIS = 1_800;

	private static final int VALIDATE_WITHIN_MILLIS = 1_000;

	/**
	 * A node that stops within a transaction, such as one that is suspended, holds the
	 * locks of rooms. The database ends that transaction before the other nodes give up.
	 */
	private static final String LIMITS = "; set lock_timeout = '2500ms'; set idle_in_transaction_session_timeout = '2s'";

	private final DatabaseProperties properties;

	private final Properties given;

	/**
	 * @throws StoreUnusableException if the URL cannot be read
	 */
	PostgresDatabase(DatabaseProperties properties) {
		this.properties = properties;
		this.given = given(properties.url());
	}

	private static Properties given(String url) {
		Properties given = Driver.parseURL(url, null);
		if (given == null) {
			throw new StoreUnusableException("foyer.database.url cannot be read. It must be like "
					+ "jdbc:postgresql://localhost:5432/foyer, with the user and the password in "
					+ "foyer.database.username and foyer.database.password.", null);
		}
		return given;
	}

	@Override
	public HikariDataSource open(String name, Durability durability) {
		PGSimpleDataSource source = unpooled();
		setUnlessGiven(source, PGProperty.SOCKET_TIMEOUT, ANSWER_WITHIN_SECONDS);
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setDataSource(source);
		pool.setMaximumPoolSize(this.properties.poolSize());
		pool.setConnectionTimeout(POOL_WAIT_MILLIS);
		pool.setValidationTimeout(VALIDATE_WITHIN_MILLIS);
		// The database may be unavailable when the pool is opened.
		pool.setInitializationFailTimeout(-1);
		pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		pool.setConnectionInitSql(
				"set synchronous_commit = " + ((durability == Durability.ON_DISK) ? "on" : "off") + LIMITS);
		pool.setExceptionOverride(new ReplicaEviction());
		return pool;
	}

	/**
	 * Returns a source of connections outside of the pools. Their statements may take any
	 * time.
	 */
	public PGSimpleDataSource unpooled() {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setUrl(this.properties.url());
		if (!this.properties.username().isEmpty()) {
			source.setUser(this.properties.username());
		}
		if (!this.properties.password().isEmpty()) {
			source.setPassword(this.properties.password());
		}
		setUnlessGiven(source, PGProperty.APPLICATION_NAME, "foyer");
		setUnlessGiven(source, PGProperty.CONNECT_TIMEOUT, CONNECT_WITHIN_SECONDS);
		setUnlessGiven(source, PGProperty.TCP_KEEP_ALIVE, true);
		setUnlessGiven(source, PGProperty.REWRITE_BATCHED_INSERTS, true);
		// Details of errors quote rows: texts of messages and names of rooms, which would
		// get into the server's log.
		setUnlessGiven(source, PGProperty.LOG_SERVER_ERROR_DETAIL, false);
		setUnlessGiven(source, PGProperty.TARGET_SERVER_TYPE, "primary");
		setUnlessGiven(source, PGProperty.HOST_RECHECK_SECONDS, LOOK_FOR_PRIMARY_EVERY_SECONDS);
		return source;
	}

	private void setUnlessGiven(PGSimpleDataSource source, PGProperty property, Object value) {
		if (this.given.getProperty(property.getName()) == null) {
			source.setProperty(property, value.toString());
		}
	}

	@Override
	public PlatformTransactionManager transactions(DataSource pool) {
		return new PostgresTransactionManager(pool);
	}

	@Override
	public JdbcTemplate template(DataSource pool, PlatformTransactionManager transactions) {
		return new JdbcTemplate(pool);
	}

	/**
	 * Does nothing: PostgreSQL removes earlier versions of rows by autovacuum.
	 */
	@Override
	public boolean erase(DataSource pool) {
		return true;
	}

	@Override
	public String location() {
		PGSimpleDataSource source = unpooled();
		String[] hosts = source.getServerNames();
		StringBuilder text = new StringBuilder("PostgreSQL database ").append(name(source)).append(" at ");
		for (int i = 0; i < hosts.length; i++) {
			text.append((i > 0) ? ", " : "").append(hosts[i]).append(':').append(source.getPortNumbers()[i]);
		}
		return text.toString();
	}

	String user() {
		return user(unpooled());
	}

	private static String user(PGSimpleDataSource source) {
		return (source.getUser() != null) ? source.getUser() : System.getProperty("user.name");
	}

	private static String name(PGSimpleDataSource source) {
		return (source.getDatabaseName() != null) ? source.getDatabaseName() : user(source);
	}

}
