package chat.foyer.store;

import java.nio.file.Path;

import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.migration.JavaMigration;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures SQLite in the data folder, which is the database unless another is given.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDatabase(DatabaseKind.SQLITE)
class SqliteConfiguration {

	@Bean
	Node node() {
		return Node.local();
	}

	@Bean
	DataFolder dataFolder(StoreProperties properties) {
		return DataFolder.open(properties.dataDir());
	}

	@Bean
	SqliteDatabase database(DataFolder folder) {
		return new SqliteDatabase(folder);
	}

	@Bean
	HikariDataSource dataSource(SqliteDatabase database, DataFolder folder) {
		HikariDataSource pool = database.open("store", Durability.ON_DISK);
		// Before the pool logs a stack trace of what it finds.
		SqliteCheck.check(pool.getDataSource(), folder.database());
		return pool;
	}

	@Bean
	FlywayMigrationStrategy schemaMigration(DataFolder folder) {
		return schemaMigration(folder.database());
	}

	static SchemaMigration schemaMigration(Path file) {
		return new SchemaMigration(file.toString(), "Set foyer.data-dir to another folder.",
				(failure) -> SqliteCheck.sentence(file, failure));
	}

	@Bean
	JavaMigration roomKeysMigration() {
		return new RoomKeysMigration();
	}

}
