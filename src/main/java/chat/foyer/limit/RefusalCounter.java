package chat.foyer.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts refused requests and frames by their {@link ErrorCode}, as the metric
 * {@code foyer.refusals}.
 */
@Component
public class RefusalCounter {

	private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);

	public RefusalCounter(MeterRegistry meters) {
		for (ErrorCode code : ErrorCode.values()) {
			this.counters.put(code, meters.counter("foyer.refusals", "word", code.word()));
		}
	}

	/**
	 * Counts a refusal.
	 */
	public void count(ErrorCode code) {
		Objects.requireNonNull(this.counters.get(code)).increment();
	}

}
