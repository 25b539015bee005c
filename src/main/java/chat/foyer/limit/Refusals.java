package chat.foyer.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import chat.foyer.message.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts what was not let in, by the word that was given for it.
 */
@Component
public class Refusals {

	private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

	public Refusals(MeterRegistry meters) {
		for (Refusal refusal : Refusal.values()) {
			this.counters.put(refusal, meters.counter("foyer.refusals", "word", refusal.word()));
		}
	}

	/**
	 * Counts one more.
	 */
	public void count(Refusal refusal) {
		Objects.requireNonNull(this.counters.get(refusal)).increment();
	}

}
