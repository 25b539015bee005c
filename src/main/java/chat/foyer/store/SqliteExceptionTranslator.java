package chat.foyer.store;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.AbstractFallbackSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Translates the errors of SQLite that callers tell apart, which Spring does not know: a
 * duplicate key, and a database that cannot be used, as when the disk is full.
 */
final class SqliteExceptionTranslator extends AbstractFallbackSQLExceptionTranslator {

	private static final int PRIMARY_CODE = 0xff;

	SqliteExceptionTranslator() {
		setFallbackTranslator(new SQLExceptionSubclassTranslator());
	}

	@Override
	protected @Nullable DataAccessException doTranslate(String task, @Nullable String sql, SQLException failure) {
		if (!(failure instanceof SQLiteException sqlite)) {
			return null;
		}
		SQLiteErrorCode code = sqlite.getResultCode();
		if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
			return new DuplicateKeyException(buildMessage(task, sql, failure), failure);
		}
		return isUnusable(code.code & PRIMARY_CODE)
				? new DataAccessResourceFailureException(buildMessage(task, sql, failure), failure) : null;
	}

	private static boolean isUnusable(int code) {
		return code == SQLiteErrorCode.SQLITE_FULL.code || code == SQLiteErrorCode.SQLITE_IOERR.code
				|| code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
				|| code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
	}

}
