package chat.foyer.store;

import java.util.HexFormat;

import chat.foyer.room.RoomHash;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.migration.JavaMigration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens the SQLite database so that a commit is on disk when it returns; that of sessions
 * is in the hands of the system then.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

	/**
	 * How long a statement waits for a lock that another connection holds, and whoever
	 * needs a connection for one to be free. Well below the three seconds within which a
	 * sender is told that the store is unavailable.
	 */
	private static final int BUSY_TIMEOUT_MILLIS = 2_000;

	private static final int CONNECTIONS = 8;

	@Bean
	DataFolder dataFolder(StoreProperties properties) {
		return DataFolder.open(properties.dataDir());
	}

	/**
	 * A transaction that reads first and writes later would fail at once when another one
	 * wrote in between; taking the write lock at the start makes it wait instead.
	 */
	@Bean
	HikariDataSource dataSource(DataFolder folder) {
		HikariDataSource pool = open(folder, "store", TransactionMode.IMMEDIATE, SynchronousMode.FULL);
		// Before the pool logs a stack trace of what it finds.
		DatabaseCheck.check(pool.getDataSource(), folder.database());
		return pool;
	}

	@Bean
	FlywayMigrationStrategy migrationOfKnownSchemas(DataFolder folder) {
		return (flyway) -> DatabaseCheck.migrate(flyway, folder.database());
	}

	@Bean
	JavaMigration roomKeysMigration() {
		return new RoomKeysMigration();
	}

	@Bean
	Installation installation(JdbcClient jdbc) {
		return new Installation(jdbc.sql("select id from installation").query(String.class).single());
	}

	@Bean
	RoomHash roomHash(JdbcClient jdbc) {
		String key = jdbc.sql("select log_key from installation").query(String.class).single();
		return new RoomHash(HexFormat.of().parseHex(key));
	}

	/**
	 * Makes a pool of connections to the database, which is made when it is missing.
	 * @param name what the pool is called in the log
	 */
	static HikariDataSource open(DataFolder folder, String name, TransactionMode mode, SynchronousMode synchronous) {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		config.setSynchronous(synchronous);
		config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
		// Off in SQLite unless asked for; what a session held goes with it.
		config.enforceForeignKeys(true);
		config.setTransactionMode(mode);
		// Or each insert would be followed by a query for a key that nobody wants.
		config.setGetGeneratedKeys(false);
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setDataSource(new SqliteDataSource(folder.database().toString(), config));
		pool.setMaximumPoolSize(CONNECTIONS);
		pool.setConnectionTimeout(BUSY_TIMEOUT_MILLIS);
		return pool;
	}

}
