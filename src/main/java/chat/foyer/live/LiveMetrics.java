package chat.foyer.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The figures of all that goes out live. A delivery is one event that is handed to one
 * connection.
 */
@Component
class LiveMetrics {

	private final Map<EventType, Counter> events = new EnumMap<>(EventType.class);

	private final Counter deliveries;

	private final RoomTopics topics;

	LiveMetrics(MeterRegistry meters, ConnectionRegistry connections, RoomTopics topics) {
		this.topics = topics;
		for (EventType type : EventType.values()) {
			this.events.put(type, meters.counter("foyer.events", "type", type.word()));
		}
		this.deliveries = meters.counter("foyer.deliveries");
		Gauge.builder("foyer.connections", connections.all(), (all) -> all.size()).register(meters);
		Gauge.builder("foyer.rooms", topics, RoomTopics::rooms).register(meters);
		Gauge.builder("foyer.outbox", connections, LiveMetrics::waitingBytes).baseUnit("bytes").register(meters);
	}

	@EventListener
	void on(EventsAppended appended) {
		int listeners = this.topics.listeners(appended.room());
		this.deliveries.increment((double) listeners * appended.events().size());
		for (Event event : appended.events()) {
			Objects.requireNonNull(this.events.get(event.type())).increment();
		}
	}

	private static double waitingBytes(ConnectionRegistry connections) {
		return connections.all().stream().mapToLong(Connection::waitingBytes).sum();
	}

}
