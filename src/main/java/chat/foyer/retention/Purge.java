package chat.foyer.retention;

import java.time.Clock;
import java.time.Instant;

import chat.foyer.message.Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes what is older than is kept, some at a time, so that nobody who writes has to
 * wait for it.
 */
@Component
@EnableConfigurationProperties(RetentionProperties.class)
class Purge {

	private static final Logger logger = LoggerFactory.getLogger(Purge.class);

	private static final int AT_A_TIME = 500;

	private final Events events;

	private final RetentionProperties properties;

	private final Clock clock;

	Purge(Events events, RetentionProperties properties, Clock clock) {
		this.events = events;
		this.properties = properties;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "${foyer.retention.every:1h}")
	void purge() {
		Instant oldest = this.clock.instant().minus(this.properties.keep());
		int purged = 0;
		int deleted;
		do {
			deleted = this.events.deleteBefore(oldest, AT_A_TIME);
			purged += deleted;
		}
		while (deleted == AT_A_TIME);
		if (purged > 0) {
			logger.info("Purged {} events older than {}", purged, oldest);
		}
	}

}
