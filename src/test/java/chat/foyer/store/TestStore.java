package chat.foyer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import chat.foyer.MovableClock;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A database for the tests of one class, opened and migrated as the server does it, with
 * transactions and with those parts of the server that the tests ask for. It is empty
 * before each test. It is SQLite, and with {@link EachDatabase} PostgreSQL then.
 */
public final class TestStore implements BeforeAllCallback, BeforeClassTemplateInvocationCallback, BeforeEachCallback,
		AfterClassTemplateInvocationCallback, AfterAllCallback {

	private final Class<?>[] parts;

	private DatabaseKind kind;

	private String[] settings;

	private Closing closing;

	private ConfigurableApplicationContext context;

	/**
	 * A database with parts of the server.
	 * @param parts the classes of these parts
	 */
	public TestStore(Class<?>... parts) {
		this(DatabaseKind.SQLITE, parts);
	}

	private TestStore(DatabaseKind kind, Class<?>[] parts) {
		this.kind = kind;
		this.parts = parts.clone();
	}

	/**
	 * A PostgreSQL database with parts of the server.
	 * @param parts the classes of these parts
	 */
	public static TestStore postgres(Class<?>... parts) {
		return new TestStore(DatabaseKind.POSTGRESQL, parts);
	}

	@Override
	public void beforeAll(ExtensionContext test) throws IOException {
		if (!isTemplate(test)) {
			start(this.kind);
		}
	}

	/**
	 * Callbacks for all tests come once for all kinds of database, this one for each.
	 */
	@Override
	public void beforeClassTemplateInvocation(ExtensionContext test) throws IOException {
		start(EachDatabase.Kinds.current(test));
	}

	private void start(DatabaseKind kind) throws IOException {
		this.kind = kind;
		if (kind == DatabaseKind.POSTGRESQL) {
			String database = EmbeddedServer.create();
			this.settings = EmbeddedServer.settings(database);
			this.closing = () -> EmbeddedServer.drop(database);
		}
		else {
			Path folder = Files.createTempDirectory("foyer");
			this.settings = new String[] { "foyer.data-dir=" + folder };
			this.closing = () -> FileSystemUtils.deleteRecursively(folder);
		}
		open();
	}

	@Override
	public void beforeEach(ExtensionContext test) {
		for (String table : new String[] { "browser", "connection_of", "event", "file", "move", "node", "pin",
				"reaction", "room", "search_entry", "search_room", "seat", "spring_session" }) {
			jdbc().sql("delete from " + table).update();
		}
		if (this.kind == DatabaseKind.SQLITE) {
			jdbc().sql("insert into search_index (search_index) values ('delete-all')").update();
		}
	}

	@Override
	public void afterClassTemplateInvocation(ExtensionContext test) throws IOException {
		stop();
	}

	@Override
	public void afterAll(ExtensionContext test) throws IOException {
		if (!isTemplate(test)) {
			stop();
		}
	}

	private void stop() throws IOException {
		this.context.close();
		this.closing.close();
	}

	private static boolean isTemplate(ExtensionContext test) {
		return test.getRequiredTestClass().isAnnotationPresent(EachDatabase.class);
	}

	/**
	 * Does what a restart of the server does. The parts from before are of no use
	 * afterwards.
	 */
	public void restart() {
		this.context.close();
		open();
	}

	/**
	 * The kind of database that the current tests run on.
	 */
	DatabaseKind kind() {
		return this.kind;
	}

	/**
	 * One of the parts that were asked for.
	 */
	public <T> T get(Class<T> part) {
		return this.context.getBean(part);
	}

	/**
	 * The clock of all parts.
	 */
	public MovableClock clock() {
		return get(MovableClock.class);
	}

	/**
	 * Reads and writes what the parts do not offer.
	 */
	public JdbcClient jdbc() {
		return get(JdbcClient.class);
	}

	private void open() {
		this.context = new SpringApplicationBuilder(StoreConfiguration.class, Frame.class).sources(this.parts)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.run(Stream.of(this.settings).map((setting) -> "--" + setting).toArray(String[]::new));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceTransactionManagerAutoConfiguration.class, FlywayAutoConfiguration.class,
			JdbcClientAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			TransactionAutoConfiguration.class })
	static class Frame {

		@Bean({ "clock", "monotonicClock" })
		MovableClock clock() {
			return new MovableClock();
		}

	}

	private interface Closing {

		void close() throws IOException;

	}

}
