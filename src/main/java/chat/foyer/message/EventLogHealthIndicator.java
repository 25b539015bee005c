package chat.foyer.message;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the {@link EventLog} writes and delivers events in time. Part of readiness,
 * under the name {@code eventLog}. Does not block.
 */
@Component
class EventLogHealthIndicator implements HealthIndicator {

	private final EventLog log;

	EventLogHealthIndicator(EventLog log) {
		this.log = log;
	}

	@Override
	public Health health() {
		return (this.log.isResponsive() ? Health.up() : Health.down()).build();
	}

}
