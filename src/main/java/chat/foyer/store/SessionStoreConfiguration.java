package chat.foyer.store;

import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.config.annotation.SpringSessionDataSource;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the sessions in the same file over connections of their own. Each request looks
 * for one in a transaction, which must not wait for whoever writes; and a session that is
 * lost when the power fails is worth less than a word, so nobody waits for the disk.
 */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession
class SessionStoreConfiguration {

	@Bean(defaultCandidate = false)
	@SpringSessionDataSource
	HikariDataSource sessionDataSource(DataFolder folder) {
		return StoreConfiguration.open(folder, "sessions", TransactionMode.DEFERRED, SynchronousMode.NORMAL);
	}

	@Bean(defaultCandidate = false)
	TransactionOperations springSessionTransactionOperations(@SpringSessionDataSource DataSource sessions) {
		return new TransactionTemplate(new DataSourceTransactionManager(sessions));
	}

	@Bean
	SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionTimeout(
			@Value("${spring.session.timeout}") Duration timeout) {
		return (sessions) -> {
			sessions.setDefaultMaxInactiveInterval(timeout);
			// Sessions deletes them: it knows when the system's clock was set.
			sessions.setCleanupCron(Scheduled.CRON_DISABLED);
		};
	}

	@Bean
	@Primary
	ThrottledTouchSessionRepository sparingSessions(JdbcIndexedSessionRepository sessions) {
		return new ThrottledTouchSessionRepository(sessions);
	}

}
