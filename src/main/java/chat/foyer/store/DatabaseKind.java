package chat.foyer.store;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The kinds of databases.
 */
public enum DatabaseKind {

	/**
	 * SQLite, in the data folder: one node.
	 */
	SQLITE,

	/**
	 * PostgreSQL, at {@code foyer.database.url}: any number of nodes.
	 */
	POSTGRESQL;

	/**
	 * The kind of database of the settings.
	 */
	public static DatabaseKind of(Environment environment) {
		return StringUtils.hasText(environment.getProperty("foyer.database.url")) ? POSTGRESQL : SQLITE;
	}

}
