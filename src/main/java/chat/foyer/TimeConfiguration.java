package chat.foyer;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.TransactionException;

/**
 * The clocks and the scheduler.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TimeConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(TimeConfiguration.class);

	/**
	 * The time of day, for times that people read or that are stored. It jumps when the
	 * system clock is set.
	 */
	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * For intervals: it does not jump when the system clock is set.
	 */
	@Bean(defaultCandidate = false)
	Clock monotonicClock() {
		return new MonotonicClock(Clock.systemUTC());
	}

	/**
	 * Runs all tasks but those of connections, which have a scheduler of their own. Takes
	 * instants of the monotonic clock.
	 */
	@Bean
	@Primary
	ThreadPoolTaskScheduler taskScheduler(@Qualifier("monotonicClock") Clock clock) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setPoolSize(4);
		scheduler.setThreadNamePrefix("scheduler-");
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setClock(clock);
		scheduler.setErrorHandler(TimeConfiguration::log);
		return scheduler;
	}

	/**
	 * A task that fails because the store fails runs again later.
	 */
	private static void log(Throwable failure) {
		if (failure instanceof DataAccessException || failure instanceof TransactionException) {
			logger.warn("A background task failed because the store fails: {}",
					NestedExceptionUtils.getMostSpecificCause(failure).toString());
		}
		else {
			logger.error("A background task failed", failure);
		}
	}

}
