package chat.foyer.retention;

import java.time.Duration;
import java.time.Instant;

import chat.foyer.message.Events;
import chat.foyer.message.RetentionClock;
import jakarta.annotation.PostConstruct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Deletes events that have exceeded the retention period by the {@link RetentionClock}.
 * Deletes in batches, so that no writer waits long.
 */
@Component
@EnableConfigurationProperties(RetentionProperties.class)
class Purge {

	private static final Logger logger = LoggerFactory.getLogger(Purge.class);

	private static final int AT_A_TIME = 500;

	/**
	 * The pause between two batches, in which others write.
	 */
	private static final Duration PAUSE = Duration.ofMillis(100);

	private final Events events;

	private final RetentionProperties properties;

	private final TaskScheduler scheduler;

	private final RetentionClock clock;

	Purge(Events events, RetentionProperties properties, TaskScheduler scheduler, RetentionClock clock) {
		this.events = events;
		this.properties = properties;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	@PostConstruct
	void start() {
		this.scheduler.scheduleWithFixedDelay(this::purge, this.properties.every());
	}

	void purge() {
		purge(this.clock.instant().minus(this.properties.keep()), 0);
	}

	private void purge(Instant oldest, int before) {
		int deleted = this.events.deleteBefore(oldest, AT_A_TIME);
		int purged = before + deleted;
		if (deleted == AT_A_TIME) {
			goOnAfterPause(oldest, purged);
		}
		else if (purged > 0) {
			logger.info("Purged {} events older than {}", purged, this.properties.keep());
		}
	}

	private void goOnAfterPause(Instant oldest, int purged) {
		try {
			this.scheduler.schedule(() -> purge(oldest, purged), this.scheduler.getClock().instant().plus(PAUSE));
		}
		catch (TaskRejectedException ex) {
			// The server stops. The next run deletes the rest.
		}
	}

}
