package chat.foyer.limit;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.message.EventLog;
import chat.foyer.message.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The limits as they are when somebody sets some of them.
 */
public final class TestLimits {

	private TestLimits() {
	}

	/**
	 * Reads settings.
	 * @param settings some of the limits, such as {@code message-burst=3}
	 */
	public static LimitsProperties of(String... settings) {
		Map<String, String> map = Stream.of(settings)
			.map((setting) -> setting.split("=", 2))
			.collect(Collectors.toMap((setting) -> "foyer.limits." + setting[0], (setting) -> setting[1]));
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("foyer.limits", LimitsProperties.class);
	}

	/**
	 * The way into a log with these limits.
	 */
	public static RateLimitedEventLog log(LimitsProperties limits, EventLog log, Events events) {
		return new RateLimitedEventLog(limits, new RequestRateLimiter(limits), log, events);
	}

	/**
	 * Counters of their own.
	 */
	public static RefusalCounter refusals() {
		return new RefusalCounter(new SimpleMeterRegistry());
	}

}
