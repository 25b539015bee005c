package chat.foyer.store;

import java.nio.file.Path;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The PostgreSQL database of the server.
 *
 * @param url the JDBC URL; empty for SQLite in the data folder
 * @param username the user who owns the tables
 * @param password the user's password
 * @param poolSize the maximum number of connections for sessions, and of those for
 * everything else
 * @param importFolder the data folder whose content is moved into the database, once;
 * {@code null} for none
 */
@ConfigurationProperties("foyer.database")
record DatabaseProperties(@DefaultValue("") @Pattern(regexp = "|jdbc:postgresql:[^@?\\p{Cntrl}]*(\\?\\P{Cntrl}*)?",
		message = "the address of a PostgreSQL database, such as jdbc:postgresql://localhost/foyer, "
				+ "with the user and the password in foyer.database.username and foyer.database.password") String url,
		@DefaultValue("") @Pattern(regexp = "\\P{Cntrl}*",
				message = "a name without control characters") String username,
		@DefaultValue("") @Pattern(regexp = "\\P{Cntrl}*", message = "without control characters") String password,
		@DefaultValue("8") @Min(2) @Max(1_000) int poolSize, @Name("import") @Nullable Path importFolder) {

	/**
	 * Leaves out the password, and the URL, which may contain it.
	 */
	@Override
	public String toString() {
		return "DatabaseProperties[username=" + this.username + ", poolSize=" + this.poolSize + "]";
	}

}
