package chat.foyer.store;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens connections to SQLite, and corrects three errors of the driver. If a locked
 * database does not begin a transaction, the driver assumes that it did, so that the next
 * one on the same connection would be none (xerial/sqlite-jdbc issue 683). And each
 * commit takes the write lock for the next transaction, so that it could fail after all
 * is on disk. And a rollback fails where SQLite has rolled back by itself, as when the
 * disk is full, which hides the reason.
 */
final class SqliteDataSource extends SQLiteDataSource {

	private static final String NO_TRANSACTION = "no transaction is active";

	private static final String PREFIX = "jdbc:sqlite:";

	private final String file;

	SqliteDataSource(String file, SQLiteConfig config) {
		super(config);
		this.file = file;
		setUrl(PREFIX + file);
	}

	@Override
	public SQLiteConnection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
		return new TruthfulConnection(this.file, getConfig());
	}

	private static final class TruthfulConnection extends JDBC4Connection {

		private final TransactionMode mode;

		TruthfulConnection(String file, SQLiteConfig config) throws SQLException {
			super(PREFIX + file, file, config.toProperties());
			this.mode = config.getTransactionMode();
		}

		@Override
		public void setAutoCommit(boolean isOn) throws SQLException {
			try {
				super.setAutoCommit(isOn);
			}
			catch (SQLException ex) {
				// Either no transaction was begun, or there is none any more.
				getConnectionConfig().setAutoCommit(true);
				throw ex;
			}
		}

		@Override
		public void commit() throws SQLException {
			beginNextWithoutLock(super::commit);
		}

		@Override
		public void rollback() throws SQLException {
			try {
				beginNextWithoutLock(super::rollback);
			}
			catch (SQLException ex) {
				if (!String.valueOf(ex.getMessage()).contains(NO_TRANSACTION)) {
					throw ex;
				}
			}
		}

		private void beginNextWithoutLock(Ending ending) throws SQLException {
			getConnectionConfig().setTransactionMode(TransactionMode.DEFERRED);
			try {
				ending.run();
			}
			finally {
				getConnectionConfig().setTransactionMode(this.mode);
			}
		}

	}

	private interface Ending {

		void run() throws SQLException;

	}

}
