package chat.foyer.store;

import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/**
 * Begins each transaction when it is the thread's {@linkplain WriteTurns turn} to write.
 * The thread waits before it takes a connection, so that waiting writers leave the pool
 * to readers.
 * <p>
 * The timeout of a transaction is how long it may take to begin,
 * {@value #BEGIN_WITHIN_SECONDS} s unless given: its turn must come, and no other process
 * may lock the database then. A wait for a connection of the pool, or a last wait of 200
 * ms for such a lock, may add to it. A transaction that has begun has no timeout.
 * Transactions do not nest, not even those of two managers with the same turns.
 */
final class WriteTransactionManager extends JdbcTransactionManager {

	/**
	 * Well below the three seconds within which the sender of a message learns that the
	 * store is unavailable.
	 */
	static final int BEGIN_WITHIN_SECONDS = 2;

	private static final int PRIMARY_CODE = 0xff;

	private final transient WriteTurns turns;

	WriteTransactionManager(DataSource dataSource, WriteTurns turns) {
		super(dataSource);
		this.turns = turns;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		int seconds = (definition.getTimeout() != TransactionDefinition.TIMEOUT_DEFAULT) ? definition.getTimeout()
				: BEGIN_WITHIN_SECONDS;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (!tryToBegin(transaction, definition, deadline)) {
			// Another process has the lock. The turn was ended, so that a thread with an
			// earlier deadline learns of it in time.
		}
	}

	/**
	 * Begins a transaction, unless the database is locked while time is left.
	 */
	private boolean tryToBegin(Object transaction, TransactionDefinition definition, long deadline) {
		awaitTurn(deadline);
		boolean hasBegun = false;
		try {
			super.doBegin(transaction, definition);
			hasBegun = true;
		}
		catch (CannotCreateTransactionException ex) {
			if (!isBusy(ex.getCause()) || System.nanoTime() - deadline >= 0) {
				throw ex;
			}
		}
		finally {
			if (!hasBegun) {
				this.turns.end();
			}
		}
		return hasBegun;
	}

	private void awaitTurn(long deadline) {
		try {
			if (!this.turns.await(deadline)) {
				throw new CannotCreateTransactionException("Others write to the database for too long");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CannotCreateTransactionException("Interrupted before the turn to write", ex);
		}
	}

	private static boolean isBusy(@Nullable Throwable cause) {
		return cause instanceof SQLiteException failure
				&& (failure.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_BUSY.code;
	}

	@Override
	protected int determineTimeout(TransactionDefinition definition) {
		return TransactionDefinition.TIMEOUT_DEFAULT;
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		try {
			super.doCleanupAfterCompletion(transaction);
		}
		finally {
			this.turns.end();
		}
	}

}
