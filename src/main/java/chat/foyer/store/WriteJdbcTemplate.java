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
 * Gives an update or a batch outside of a transaction one of its own, so that it waits
 * for its turn to write. Other ways to write, such as {@code execute}, need a transaction
 * of their caller. An update that fails within a transaction marks that for rollback.
 */
final class WriteJdbcTemplate extends JdbcTemplate {

	private final TransactionOperations transactions;

	WriteJdbcTemplate(DataSource dataSource, TransactionOperations transactions) {
		super(dataSource);
		setExceptionTranslator(new SqliteExceptionTranslator());
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
