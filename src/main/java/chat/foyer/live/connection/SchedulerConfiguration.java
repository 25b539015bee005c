package chat.foyer.live.connection;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The scheduler of the live connections, with a thread of its own, because tasks of other
 * schedulers may wait for the database.
 */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {

	@Bean
	ThreadPoolTaskScheduler wireScheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("wire-");
		scheduler.setRemoveOnCancelPolicy(true);
		return scheduler;
	}

}
