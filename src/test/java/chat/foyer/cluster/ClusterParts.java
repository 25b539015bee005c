package chat.foyer.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import chat.foyer.room.SeatFreed;
import chat.foyer.room.SeatProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;

import static org.mockito.Mockito.mock;

/**
 * A node on a real database, without timers and without the web.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(SeatProperties.class)
@ComponentScan(
		basePackages = {
				"chat.foyer.file", "chat.foyer.room", "chat.foyer.message", "chat.foyer.cluster", "chat.foyer.search" },
		useDefaultFilters = false,
		includeFilters = @Filter(type = FilterType.REGEX,
				pattern = "chat\\.foyer\\.(room\\.(Browsers|Presence|RoomRegistry|Usernames)"
						+ "|file\\.StoredFiles|search\\.(MessageTokens|PostgresSearchIndex|SqliteSearchIndex)"
						+ "|message\\.(Appender|AppendRows|EventDelivery|EventLog|Events|MessageRenderer|NodeSeats"
						+ "|PresenceNoticeWriter|RenderingCache|RetentionClock)"
						+ "|cluster\\.(NodeHeartbeats|NodeCleanup|FreedSeats|PostgresOtherNodes|PresenceSync))"))
class ClusterParts {

	/**
	 * Nobody leaves by the time.
	 */
	@Bean
	TaskScheduler scheduler() {
		return mock();
	}

	@Bean
	SimpleMeterRegistry meters() {
		return new SimpleMeterRegistry();
	}

	@Bean
	Executor applicationTaskExecutor() {
		return Runnable::run;
	}

	@Bean
	Freed freed(ApplicationEventPublisher publisher) {
		return new Freed(publisher);
	}

	/**
	 * The seats that were freed on this node.
	 */
	static final class Freed {

		private final List<SeatFreed> all = new CopyOnWriteArrayList<>();

		private final ApplicationEventPublisher publisher;

		Freed(ApplicationEventPublisher publisher) {
			this.publisher = publisher;
		}

		/**
		 * Publishes to all parts.
		 */
		ApplicationEventPublisher publisher() {
			return this.publisher;
		}

		@EventListener
		void on(SeatFreed freed) {
			this.all.add(freed);
		}

		List<SeatFreed> all() {
			return this.all;
		}

	}

}
