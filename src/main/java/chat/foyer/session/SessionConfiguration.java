package chat.foyer.session;

import java.time.Duration;

import chat.foyer.store.Database;
import chat.foyer.store.Database.Durability;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the sessions in the database, over connections of their own: a session that is
 * lost when the power fails is worth less than a message, so no request waits for the
 * disk.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

	/**
	 * How long a changed session waits to be stored when many guests enter at once.
	 */
	private static final int STORE_WITHIN_SECONDS = 10;

	@Bean(defaultCandidate = false)
	HikariDataSource sessionDataSource(Database database) {
		return database.open("sessions", Durability.DEFERRED);
	}

	/**
	 * The only task of Spring Session that runs by itself is not started:
	 * {@link Sessions} deletes what has expired, since it knows when the system's clock
	 * was set.
	 */
	@Bean
	ThrottledTouchSessionRepository sessionRepository(Database database,
			@Qualifier("sessionDataSource") HikariDataSource pool,
			@Value("${spring.session.timeout}") Duration timeout) {
		PlatformTransactionManager transactions = database.transactions(pool);
		// A session is read without a transaction, which would wait for its turn to
		// write.
		JdbcIndexedSessionRepository sessions = new JdbcIndexedSessionRepository(database.template(pool, transactions),
				TransactionOperations.withoutTransaction());
		// Two requests of a new guest may store the same attribute. SQLite has the same
		// statement.
		new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(sessions);
		sessions.setDefaultMaxInactiveInterval(timeout);
		TransactionTemplate changes = new TransactionTemplate(transactions);
		changes.setTimeout(STORE_WITHIN_SECONDS);
		return new ThrottledTouchSessionRepository(sessions, changes);
	}

}
