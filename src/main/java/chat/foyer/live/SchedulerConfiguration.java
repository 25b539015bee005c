package chat.foyer.live;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The timers of the wire. They share no thread with others, which may have to wait for
 * the store.
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
