package chat.foyer.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.broker.Destination;
import chat.foyer.live.broker.SubscriptionRegistry;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Metrics of what is sent live. A delivery is one event that is handed to one connection.
 */
@Component
class LiveMetrics {

	private final Map<EventType, Counter> events = new EnumMap<>(EventType.class);

	private final Counter deliveries;

	private final SubscriptionRegistry subscriptions;

	LiveMetrics(MeterRegistry meters, ConnectionRegistry connections, SubscriptionRegistry subscriptions) {
		this.subscriptions = subscriptions;
		for (EventType type : EventType.values()) {
			this.events.put(type, meters.counter("foyer.events", "type", type.word()));
		}
		this.deliveries = meters.counter("foyer.deliveries");
		Gauge.builder("foyer.connections", connections.all(), (all) -> all.size()).register(meters);
		Gauge.builder("foyer.rooms", subscriptions, SubscriptionRegistry::countRooms).register(meters);
		Gauge.builder("foyer.outbox", connections, LiveMetrics::waitingBytes).baseUnit("bytes").register(meters);
	}

	@EventListener
	void on(EventsAppended appended) {
		int receivers = this.subscriptions.to(Destination.events(appended.room())).size();
		this.deliveries.increment((double) receivers * appended.events().size());
		for (Event event : appended.events()) {
			Objects.requireNonNull(this.events.get(event.type())).increment();
		}
	}

	private static double waitingBytes(ConnectionRegistry connections) {
		return connections.all().stream().mapToLong(Connection::waitingBytes).sum();
	}

}
