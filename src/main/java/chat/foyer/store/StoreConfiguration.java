package chat.foyer.store;

import java.util.HexFormat;

import javax.sql.DataSource;

import chat.foyer.room.RoomHash;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.migration.JavaMigration;
import org.sqlite.SQLiteConfig.SynchronousMode;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Configures the database. A commit is on disk when it returns; only commits of sessions
 * leave it to the operating system when to write.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

	@Bean
	DataFolder dataFolder(StoreProperties properties) {
		return DataFolder.open(properties.dataDir());
	}

	@Bean
	Node node() {
		return Node.local();
	}

	@Bean
	Database database(DataFolder folder) {
		return new Database(folder);
	}

	@Bean
	HikariDataSource dataSource(Database database, DataFolder folder) {
		HikariDataSource pool = database.open("store", SynchronousMode.FULL);
		// Before the pool logs a stack trace of what it finds.
		DatabaseCheck.check(pool.getDataSource(), folder.database());
		return pool;
	}

	@Bean
	PlatformTransactionManager transactionManager(Database database, DataSource dataSource) {
		return database.transactions(dataSource);
	}

	@Bean
	JdbcTemplate jdbcTemplate(DataSource dataSource, PlatformTransactionManager transactions) {
		return Database.template(dataSource, transactions);
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

}
