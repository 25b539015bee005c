package chat.foyer.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Brings the schema up to date. Failures are sentences for the operator.
 *
 * @param database what the sentences call the database
 * @param otherwise how the operator chooses another database
 * @param sentence describes an error of the database
 */
record SchemaMigration(String database, String otherwise,
		Function<SQLException, String> sentence) implements FlywayMigrationStrategy {

	/**
	 * Migrates the schema.
	 * @throws StoreUnusableException if the schema is that of a newer version, or not one
	 * of Foyer
	 */
	@Override
	public void migrate(Flyway flyway) {
		try {
			MigrationInfo[] applied = flyway.info().applied();
			if (Arrays.stream(applied).anyMatch((migration) -> migration.getState().name().startsWith("FUTURE"))) {
				throw new StoreUnusableException(("%s was written by a newer version of Foyer. Start that version, "
						+ "or restore the backup from before the upgrade.")
					.formatted(this.database), null);
			}
			flyway.migrate();
		}
		catch (FlywayValidateException ex) {
			throw new StoreUnusableException(
					"%s does not have the tables that this version of Foyer expects. Restore a backup of it."
						.formatted(this.database),
					ex);
		}
		catch (FlywayException ex) {
			throw new StoreUnusableException(Stream.iterate((Throwable) ex, Throwable::getCause)
				.takeWhile((cause) -> cause != null)
				.filter(SQLException.class::isInstance)
				.findFirst()
				.map((cause) -> this.sentence.apply((SQLException) cause))
				.orElse("%s is not a database of Foyer. %s".formatted(this.database, this.otherwise)), ex);
		}
	}

}
