package chat.foyer.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import chat.foyer.room.RoomKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Writes what {@link EventLog} has gathered. After the commit it answers the senders and
 * publishes {@link EventsAppended} in the order of the numbers.
 */
@Component
class BatchWriter {

	private static final Logger logger = LoggerFactory.getLogger(BatchWriter.class);

	private final Appender appender;

	private final ApplicationEventPublisher happenings;

	private final Timer latency;

	BatchWriter(Appender appender, ApplicationEventPublisher happenings, MeterRegistry meters) {
		this.appender = appender;
		this.happenings = happenings;
		this.latency = meters.timer("foyer.append");
	}

	/**
	 * Writes what was gathered in one transaction, or each for itself where the store
	 * refuses them together. Whoever was answered already is left out.
	 */
	void write(List<Append> batch) {
		// Whoever was told that the store is unavailable sends again; writing for them
		// now would only keep the others waiting.
		List<Append> wanted = batch.stream().filter((append) -> !append.answer().isDone()).toList();
		if (wanted.isEmpty()) {
			return;
		}
		try {
			List<Stored> stored = this.appender.append(wanted.stream().map(Append::draft).toList());
			for (int i = 0; i < stored.size(); i++) {
				this.latency.record(System.nanoTime() - wanted.get(i).since(), TimeUnit.NANOSECONDS);
				wanted.get(i).answer().complete(stored.get(i).event());
			}
			publish(wanted, stored);
		}
		catch (RuntimeException | Error ex) {
			// Of whatever kind: the next ones may be stored all the same.
			refuse(wanted, ex);
		}
	}

	private void publish(List<Append> appends, List<Stored> stored) {
		Map<RoomKey, List<Event>> byRoom = new LinkedHashMap<>();
		for (int i = 0; i < stored.size(); i++) {
			if (stored.get(i).isNew()) {
				byRoom.computeIfAbsent(appends.get(i).draft().seat().room(), (room) -> new ArrayList<>())
					.add(stored.get(i).event());
			}
		}
		byRoom.forEach((room, events) -> {
			try {
				this.happenings.publishEvent(new EventsAppended(room, events));
			}
			catch (RuntimeException | Error ex) {
				logger.error("Events are stored but could not be published", ex);
			}
		});
	}

	/**
	 * One refused row must not take its neighbours with it: they are tried one by one,
	 * for as long as somebody waits for them.
	 */
	private void refuse(List<Append> batch, Throwable reason) {
		if (batch.size() > 1) {
			batch.forEach((append) -> write(List.of(append)));
			return;
		}
		logger.warn("The store refused an event: {}", reason.toString());
		batch.forEach((append) -> append.answer().completeExceptionally(reason));
	}

}
