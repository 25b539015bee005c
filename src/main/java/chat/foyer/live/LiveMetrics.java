package chat.foyer.live;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.broker.Destination;
import chat.foyer.live.broker.SubscriptionRegistry;
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

	private final Counter deliveries;

	private final SubscriptionRegistry subscriptions;

	LiveMetrics(MeterRegistry meters, ConnectionRegistry connections, SubscriptionRegistry subscriptions) {
		this.subscriptions = subscriptions;
		this.deliveries = meters.counter("foyer.deliveries");
		Gauge.builder("foyer.connections", connections.all(), (all) -> all.size()).register(meters);
		Gauge.builder("foyer.rooms", subscriptions, SubscriptionRegistry::countRooms).register(meters);
		Gauge.builder("foyer.outbox", connections, LiveMetrics::waitingBytes).baseUnit("bytes").register(meters);
	}

	@EventListener
	void on(EventsAppended appended) {
		int receivers = this.subscriptions.to(Destination.events(appended.room())).size();
		this.deliveries.increment((double) receivers * appended.events().size());
	}

	private static double waitingBytes(ConnectionRegistry connections) {
		return connections.all().stream().mapToLong(Connection::waitingBytes).sum();
	}

}
