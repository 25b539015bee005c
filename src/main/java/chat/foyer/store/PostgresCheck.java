package chat.foyer.store;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Checks at the start whether the PostgreSQL database can be used. Failures are sentences
 * for the operator.
 */
final class PostgresCheck {

	private static final int OLDEST = 140_000;

	private PostgresCheck() {
	}

	/**
	 * Connects once, and reads the settings of the server.
	 * @throws StoreUnusableException if the database cannot be reached or is not suitable
	 */
	static void check(PostgresDatabase database) {
		try (Connection connection = database.unpooled().getConnection();
				Statement statement = connection.createStatement();
				ResultSet server = statement.executeQuery("""
						select current_setting('server_version_num')::integer as number,
						    current_setting('server_version') as version,
						    current_setting('server_encoding') as encoding,
						    current_setting('fsync') as fsync,
						    current_setting('transaction_read_only') as read_only,
						    current_schema() as schema""")) {
			server.next();
			check(database.location(), server);
		}
		catch (SQLException ex) {
			throw new StoreUnusableException(sentence(database, ex), ex);
		}
	}

	static void check(String database, ResultSet server) throws SQLException {
		require(server.getInt("number") >= OLDEST, "%s is version %s. Foyer needs PostgreSQL 14 or newer."
			.formatted(database, server.getString("version")));
		require("UTF8".equals(server.getString("encoding")),
				"%s has the encoding %s. Create a database with the encoding UTF8.".formatted(database,
						server.getString("encoding")));
		require("on".equals(server.getString("fsync")),
				"%s has fsync=%s: messages would be lost when the power fails. Set fsync=on.".formatted(database,
						server.getString("fsync")));
		require("off".equals(server.getString("read_only")),
				database + " is read-only, such as a replica. Set foyer.database.url to the primary.");
		require(server.getString("schema") != null,
				database + " has no schema for the tables. Create the schema that currentSchema or search_path names.");
	}

	private static void require(boolean isSuitable, String sentence) {
		if (!isSuitable) {
			throw new StoreUnusableException(sentence, null);
		}
	}

	/**
	 * Describes an error of PostgreSQL for the operator.
	 */
	static String sentence(PostgresDatabase database, SQLException failure) {
		String place = database.location();
		String state = (failure.getSQLState() != null) ? failure.getSQLState() : "";
		return switch (state) {
			case "28P01", "28000" ->
				"%s does not admit user %s. Check foyer.database.username and foyer.database.password (%s)."
					.formatted(place, database.user(), firstLine(failure));
			case "3D000" -> "%s does not exist. Create it, or change foyer.database.url.".formatted(place);
			case "42501" -> "%s does not let user %s create tables. Grant the right to create in the schema (%s)."
				.formatted(place, database.user(), firstLine(failure));
			case "53300" -> "%s has no connection free. Raise max_connections of the server.".formatted(place);
			case "57P03" -> "%s is starting or stopping. Try again when it accepts connections.".formatted(place);
			case "08004" -> ("%s rejects the connection (%s). Check foyer.database.url, foyer.database.username and "
					+ "foyer.database.password.")
				.formatted(place, firstLine(failure));
			case "08001", "08006" -> unreachable(place, failure);
			default -> "%s cannot be used (%s).".formatted(place, firstLine(failure));
		};
	}

	private static String unreachable(String place, SQLException failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String reason;
		if (root instanceof UnknownHostException) {
			reason = "there is no host " + root.getMessage();
		}
		else if (root instanceof ConnectException) {
			reason = "nothing accepts connections there";
		}
		else if (root instanceof SocketTimeoutException) {
			reason = "the host does not answer";
		}
		else if (firstLine(failure).contains("targetServerType")) {
			reason = "the server is a read-only replica, or does not answer";
		}
		else {
			reason = firstLine(root);
		}
		return "%s cannot be reached (%s). Check foyer.database.url.".formatted(place, reason);
	}

	private static String firstLine(Throwable failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		return message.strip().lines().findFirst().orElse("").replaceFirst("[.:\\s]+$", "");
	}

}
