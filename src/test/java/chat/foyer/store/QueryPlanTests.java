package chat.foyer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every statement of the server finds its rows by an index. The statements are the
 * constants of the compiled classes that begin as one. {@code UnreadMessagesPlanTests}
 * checks those that are put together from parts.
 */
class QueryPlanTests {

	private static final Pattern STATEMENT = Pattern.compile("\\s*(select|insert|update|delete|with)\\s.*",
			Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

	private static final Pattern PART = Pattern.compile("%(\\d\\$)?[sd]");

	/**
	 * FTS5 says after a colon how it uses its index.
	 */
	private static final Pattern SCAN = Pattern.compile("SCAN (?!\\(|CONSTANT ROW|\\w+ VIRTUAL TABLE INDEX \\d+:.).*");

	/**
	 * What may read a whole table, by how the statement begins, and why.
	 */
	private static final Map<String, String> EXCEPTIONS = Map.of("select room, id, guest, username, color from seat",
			"reads all seats once, at the start; the sweep of seats", "select guest from browser",
			"the sweep of seats, twice a minute", "update spring_session set\ncreation_time",
			"when the system's clock was set", "select id from installation", "a table of one row",
			"select log_key from installation", "a table of one row", "update installation", "a table of one row",
			"select time, system_time from retention_clock", "a table of one row", "update retention_clock",
			"a table of one row", "delete from move where expires_at", "a move lasts two minutes, so there are few",
			"select coalesce(sum(bytes), 0) as server", "the bytes of all files, once an upload");

	@RegisterExtension
	static final TestStore store = new TestStore();

	@ParameterizedTest
	@MethodSource("statements")
	void statementUsesIndex(String statement) {
		boolean mayScan = EXCEPTIONS.keySet().stream().anyMatch(statement::startsWith);
		if (!mayScan || statement.matches("select .* from seat where (room|guest) .*")) {
			assertThat(plan(statement)).noneMatch((step) -> SCAN.matcher(step).matches());
		}
		if (statement.contains("seat = ?") || statement.contains("folded = ?")) {
			assertThat(plan(statement)).noneMatch((step) -> step.endsWith("(room=?)"));
		}
	}

	@Test
	void findsStatements() throws IOException {
		assertThat(statements())
			.anyMatch((statement) -> statement.startsWith("select session_id from spring_session where creation_time"))
			.anyMatch((statement) -> statement.startsWith("SELECT S.PRIMARY_ID"))
			.anyMatch((statement) -> statement
				.contains("where event.room = ? and event.seq > ? order by event.seq limit ?"));
	}

	@Test
	void everyExceptionScans() throws IOException {
		Set<String> statements = statements();
		assertThat(EXCEPTIONS.keySet())
			.allSatisfy((beginning) -> assertThat(statements).anyMatch((statement) -> statement.startsWith(beginning)
					&& plan(statement).stream().anyMatch((step) -> SCAN.matcher(step).matches())));
	}

	@Test
	void findsFirstMessageOfSeatByIndex() {
		assertThat(plan("select min(seq) from event where room = ? and seat = ? and id is not null"))
			.containsExactly("SEARCH event USING INDEX event_message (room=? AND seat=?)");
	}

	@Test
	void findsHeldSeatsByIndex() {
		assertThat(plan("select id from seat where (room, id) in (values (?, ?), (?, ?))"))
			.anyMatch((step) -> step.startsWith("SEARCH seat USING") && step.endsWith("(room=? AND id=?)"));
	}

	private static List<String> plan(String statement) {
		return store.get(JdbcTemplate.class)
			.query("explain query plan " + statement, (row, number) -> row.getString("detail"));
	}

	static Set<String> statements() throws IOException {
		Set<String> statements = new TreeSet<>();
		PathMatchingResourcePatternResolver classes = new PathMatchingResourcePatternResolver();
		List<Resource> all = Stream
			.of("classpath*:chat/foyer/**/*.class",
					"classpath:" + JdbcIndexedSessionRepository.class.getName().replace('.', '/') + ".class")
			.flatMap((pattern) -> resources(classes, pattern))
			.toList();
		for (Resource type : all) {
			if (isOfServer(type)) {
				new ClassReader(type.getContentAsByteArray()).accept(new Constants(statements), 0);
			}
		}
		statements.removeIf((statement) -> PART.matcher(statement).find());
		return statements;
	}

	/**
	 * Tests have statements too, and migrations run once. Others only know PostgreSQL.
	 */
	private static boolean isOfServer(Resource type) {
		return !type.toString()
			.matches(
					".*(/test|Tests?\\b|Tests\\$|Migration|PostgresCheck|PostgresSearchIndex|SqliteImport|/cluster/).*");
	}

	private static Stream<Resource> resources(PathMatchingResourcePatternResolver classes, String pattern) {
		try {
			return Stream.of(classes.getResources(pattern));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Constants extends ClassVisitor {

		private final Set<String> statements;

		Constants(Set<String> statements) {
			super(Opcodes.ASM9);
			this.statements = statements;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			return new MethodVisitor(Opcodes.ASM9) {

				@Override
				public void visitLdcInsn(Object value) {
					add(value);
				}

				@Override
				public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap,
						Object... arguments) {
					Stream.of(arguments).forEach(Constants.this::add);
				}

			};
		}

		private void add(Object constant) {
			if (constant instanceof String text && STATEMENT.matcher(text).matches()) {
				this.statements.add(text.strip().replace("%TABLE_NAME%", "spring_session"));
			}
		}

	}

}
