package chat.foyer.store;

import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes within transactions only, so that no statement writes out of turn: an update or
 * a batch outside of a transaction gets one of its own.
 */
final class WriteJdbcTemplate extends JdbcTemplate {

	private final TransactionOperations transactions;

	WriteJdbcTemplate(DataSource dataSource, TransactionOperations transactions) {
		super(dataSource);
		this.transactions = transactions;
	}

	@Override
	public int update(String sql) {
		return inTransaction((transaction) -> super.update(sql));
	}

	@Override
	protected int update(PreparedStatementCreator statement, @Nullable PreparedStatementSetter values) {
		return inTransaction((transaction) -> super.update(statement, values));
	}

	@Override
	public int[] batchUpdate(String sql, BatchPreparedStatementSetter values) {
		return inTransaction((transaction) -> super.batchUpdate(sql, values));
	}

	private <T> T inTransaction(TransactionCallback<T> write) {
		return Objects.requireNonNull(this.transactions.execute(write));
	}

}
