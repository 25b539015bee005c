package chat.foyer.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts what was not let in, by the word that was given for it.
 */
@Component
public class RefusalCounter {

	private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);

	public RefusalCounter(MeterRegistry meters) {
		for (ErrorCode refusal : ErrorCode.values()) {
			this.counters.put(refusal, meters.counter("foyer.refusals", "word", refusal.word()));
		}
	}

	/**
	 * Counts one more.
	 */
	public void count(ErrorCode refusal) {
		Objects.requireNonNull(this.counters.get(refusal)).increment();
	}

}
