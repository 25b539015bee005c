package chat.foyer.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SqliteExceptionTranslator}.
 */
class SqliteExceptionTranslatorTests {

	@RegisterExtension
	static final TestStore store = new TestStore();

	@Test
	void fullDatabaseIsUnusable() {
		store.get(TransactionTemplate.class).executeWithoutResult((transaction) -> {
			limitPages(1);
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> put("a".repeat(1 << 20)));
			limitPages(1 << 30);
			transaction.setRollbackOnly();
		});
	}

	@Test
	void recognisesDuplicateKey() {
		put("first");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> put("second"));
	}

	@ParameterizedTest
	@EnumSource(names = { "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_READONLY",
			"SQLITE_READONLY_DBMOVED", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB" })
	void unusable(SQLiteErrorCode code) {
		assertThat(new SqliteExceptionTranslator().translate("task", null, new SQLiteException("", code)))
			.isInstanceOf(DataAccessResourceFailureException.class);
	}

	@ParameterizedTest
	@EnumSource(names = { "SQLITE_ERROR", "SQLITE_CONSTRAINT_NOTNULL", "SQLITE_BUSY", "SQLITE_TOOBIG" })
	void leavesOthersToSpring(SQLiteErrorCode code) {
		assertThat(new SqliteExceptionTranslator().translate("task", null, new SQLiteException("", code))).isNull();
	}

	private static void limitPages(long most) {
		store.jdbc().sql("pragma max_page_count = " + most).query(Long.class).single();
	}

	private static void put(String text) {
		store.jdbc().sql("""
				insert into event (room, seq, type, seat, id, author, text, at)
				values ('attic', 1, 'message', '1', 'm', 'Ann', ?, 0)""").param(text).update();
	}

}
