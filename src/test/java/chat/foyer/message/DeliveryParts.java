package chat.foyer.message;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

import static org.mockito.Mockito.mock;

/**
 * Makes the parts that deliver events, for tests of other packages.
 */
public final class DeliveryParts {

	private DeliveryParts() {
	}

	/**
	 * A delivery whose thread runs.
	 */
	public static EventDelivery delivery(ApplicationEventPublisher publisher, @Nullable PublishedHeads heads) {
		return delivery(publisher, heads, new SimpleMeterRegistry());
	}

	static EventDelivery delivery(ApplicationEventPublisher publisher, @Nullable PublishedHeads heads,
			MeterRegistry meters) {
		EventDelivery delivery = new EventDelivery(publisher, mock(RenderingCache.class), heads, meters);
		delivery.start();
		return delivery;
	}

	/**
	 * Stops a delivery when it has done what was handed over.
	 */
	public static void stop(EventDelivery delivery) throws InterruptedException {
		delivery.stop(10_000_000_000L);
	}

	public static RoomFollower follower(Events events, @Nullable PublishedHeads heads) {
		return new RoomFollower(events, heads);
	}

}
