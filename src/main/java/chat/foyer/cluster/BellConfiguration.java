package chat.foyer.cluster;

import chat.foyer.message.PublishedHeads;
import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.PostgresDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures how nodes notify each other.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
@EnableConfigurationProperties(ClusterProperties.class)
class BellConfiguration {

	@Bean
	Bell bell(ClusterProperties properties, PostgresDatabase database, ApplicationEventPublisher publisher,
			MeterRegistry meters) {
		if (!properties.bell()) {
			return (ring) -> {
			};
		}
		PGSimpleDataSource source = database.unpooled();
		// Distinguishes these connections from those of the pools in pg_stat_activity.
		source.setApplicationName(source.getApplicationName() + "-bell");
		return new PostgresBell(source, publisher, meters);
	}

	@Bean
	RoomsBehind roomsBehind() {
		return new RoomsBehind();
	}

	@Bean
	PublishedHeads publishedHeads(Bell bell, RoomsBehind behind) {
		return new PublishedHeads(new BellAppendListener(bell, behind));
	}

}
