package chat.foyer.store;

import java.sql.SQLException;
import java.util.Objects;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reports why a transaction failed even where its connection is broken, so that it cannot
 * be rolled back: the database does that itself. The pool closes broken connections.
 */
final class PostgresTransactionManager extends JdbcTransactionManager {

	PostgresTransactionManager(DataSource pool) {
		super(pool);
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		try {
			super.doRollback(status);
		}
		catch (DataAccessException | TransactionException ex) {
			if (!isConnectionClosed()) {
				throw ex;
			}
		}
	}

	private boolean isConnectionClosed() {
		Object holder = TransactionSynchronizationManager.getResource(obtainDataSource());
		try {
			return Objects.requireNonNull((ConnectionHolder) holder).getConnection().isClosed();
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
