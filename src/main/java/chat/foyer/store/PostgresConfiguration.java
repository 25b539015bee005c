package chat.foyer.store;

import javax.sql.DataSource;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures PostgreSQL at {@code foyer.database.url}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class PostgresConfiguration {

	@Bean
	Node node() {
		return Node.random();
	}

	@Bean
	PostgresDatabase database(DatabaseProperties properties) {
		return new PostgresDatabase(properties);
	}

	@Bean
	HikariDataSource dataSource(PostgresDatabase database) {
		PostgresCheck.check(database);
		return database.open("store", Durability.ON_DISK);
	}

	/**
	 * A migration may take longer than a statement of the server.
	 */
	@Bean(defaultCandidate = false)
	@FlywayDataSource
	DataSource migrationDataSource(PostgresDatabase database) {
		return database.unpooled();
	}

	@Bean
	FlywayMigrationStrategy migrationAndImport(PostgresDatabase database, DatabaseProperties properties) {
		return (flyway) -> {
			schemaMigration(database).migrate(flyway);
			if (properties.importFolder() != null) {
				new SqliteImport(database, properties.importFolder()).run();
			}
		};
	}

	static SchemaMigration schemaMigration(PostgresDatabase database) {
		return new SchemaMigration(database.location(), "Set foyer.database.url to an empty one.",
				(failure) -> PostgresCheck.sentence(database, failure));
	}

}
