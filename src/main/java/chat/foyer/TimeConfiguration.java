package chat.foyer;

import java.time.Clock;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The clocks and the scheduler.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TimeConfiguration {

	/**
	 * The time of day, for what people read and for what outlives the server. It jumps
	 * when the system's clock is set.
	 */
	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * For intervals: setting the system's clock does not move it.
	 */
	@Bean(defaultCandidate = false)
	Clock monotonicClock() {
		return new MonotonicClock(Clock.systemUTC());
	}

	/**
	 * Runs everything but the heartbeats of connections, which have a scheduler of their
	 * own. Instants that it is given are those of the monotonic clock.
	 */
	@Bean
	@Primary
	ThreadPoolTaskScheduler taskScheduler(@Qualifier("monotonicClock") Clock clock) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setPoolSize(4);
		scheduler.setThreadNamePrefix("scheduler-");
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setClock(clock);
		return scheduler;
	}

}
