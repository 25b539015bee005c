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
 * <p>
 * Not thread-safe: only the thread of {@link EventLog} calls it.
 */
@Component
class BatchWriter {

	private static final Logger logger = LoggerFactory.getLogger(BatchWriter.class);

	private final Appender appender;

	private final ApplicationEventPublisher publisher;

	private final Timer latency;

	BatchWriter(Appender appender, ApplicationEventPublisher publisher, MeterRegistry meters) {
		this.appender = appender;
		this.publisher = publisher;
		this.latency = meters.timer("foyer.append");
	}

	/**
	 * Writes what was gathered in one transaction, or each for itself where the store
	 * refuses them together. Whoever was answered already is left out.
	 */
	void write(List<PendingAppend> batch) {
		// Whoever was told that the store is unavailable sends again; writing for them
		// now would only keep the others waiting.
		List<PendingAppend> wanted = batch.stream().filter((append) -> !append.answer().isDone()).toList();
		if (wanted.isEmpty()) {
			return;
		}
		try {
			List<AppendResult> stored = this.appender.append(wanted.stream().map(PendingAppend::draft).toList());
			for (int i = 0; i < stored.size(); i++) {
				this.latency.record(System.nanoTime() - wanted.get(i).since(), TimeUnit.NANOSECONDS);
				answer(wanted.get(i), stored.get(i));
			}
			publish(wanted, stored);
		}
		catch (RuntimeException | Error ex) {
			// Of whatever kind: the next ones may be stored all the same.
			refuse(wanted, ex);
		}
	}

	private static void answer(PendingAppend append, AppendResult stored) {
		Event event = stored.event();
		if (event != null) {
			append.answer().complete(event);
		}
		else {
			append.answer().completeExceptionally(new SeatGoneException());
		}
	}

	private void publish(List<PendingAppend> appends, List<AppendResult> stored) {
		Map<RoomKey, List<Event>> byRoom = new LinkedHashMap<>();
		for (int i = 0; i < stored.size(); i++) {
			List<Event> added = stored.get(i).added();
			if (!added.isEmpty()) {
				byRoom.computeIfAbsent(appends.get(i).draft().seat().room(), (room) -> new ArrayList<>()).addAll(added);
			}
		}
		byRoom.forEach((room, events) -> publish(new EventsAppended(room, events)));
		for (int i = 0; i < stored.size(); i++) {
			if (stored.get(i).impliesArrival()) {
				publish(new ArrivalImplied(appends.get(i).draft().seat()));
			}
		}
	}

	private void publish(Object happening) {
		try {
			this.publisher.publishEvent(happening);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Events are stored but could not be published", ex);
		}
	}

	/**
	 * One refused row must not take its neighbours with it: they are tried one by one,
	 * for as long as somebody waits for them.
	 */
	private void refuse(List<PendingAppend> batch, Throwable reason) {
		if (batch.size() > 1) {
			batch.forEach((append) -> write(List.of(append)));
			return;
		}
		logger.warn("The database rejected an event: {}", reason.toString());
		batch.forEach((append) -> append.answer().completeExceptionally(reason));
	}

}
