package chat.foyer.store;

import java.util.HexFormat;

import javax.sql.DataSource;

import chat.foyer.room.RoomHash;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Configures the database. A commit is on disk when it returns; only commits of sessions
 * do not wait for the disk.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ StoreProperties.class, DatabaseProperties.class })
@Import({ SqliteConfiguration.class, PostgresConfiguration.class })
class StoreConfiguration {

	@Bean
	PlatformTransactionManager transactionManager(Database database, DataSource dataSource) {
		return database.transactions(dataSource);
	}

	@Bean
	JdbcTemplate jdbcTemplate(Database database, DataSource dataSource, PlatformTransactionManager transactions) {
		return database.template(dataSource, transactions);
	}

	@Bean
	Installation installation(JdbcClient jdbc) {
		return new Installation(jdbc.sql("select id from installation").query(String.class).single());
	}

	@Bean
	RoomHash roomHash(JdbcClient jdbc) {
		String key = jdbc.sql("select log_key from installation").query(String.class).single();
		return new RoomHash(HexFormat.of().parseHex(key));
	}

}
