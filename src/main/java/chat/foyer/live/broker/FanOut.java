package chat.foyer.live.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import chat.foyer.live.connection.EncodedFrames;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.RoomKey;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends events and signals to all connections that subscribed to the topics of their
 * room. A frame is encoded once for each subscription id, and all connections that use
 * the id get the same bytes. Does not block.
 */
@Component
class FanOut {

	private final SubscriptionRegistry subscriptions;

	private final StompFrames frames;

	FanOut(SubscriptionRegistry subscriptions, StompFrames frames) {
		this.subscriptions = subscriptions;
		this.frames = frames;
	}

	/**
	 * Called for the batches of a room one after the other, which keeps the order of the
	 * room.
	 */
	@EventListener
	void on(EventsAppended appended) {
		List<byte[]> bodies = appended.events().stream().map(this.frames::body).toList();
		Map<String, List<EncodedFrames>> framesById = new HashMap<>();
		for (Subscription subscription : this.subscriptions.to(Destination.events(appended.room()))) {
			framesById.computeIfAbsent(subscription.id(), (id) -> frames(appended, bodies, id))
				.forEach(subscription.connection()::send);
		}
	}

	/**
	 * Sends a signal to the connections that subscribed to both topics of the room.
	 */
	void send(RoomKey room, RoomSignal signal) {
		byte[] body = this.frames.body(signal);
		Map<String, EncodedFrames> framesById = new HashMap<>();
		Function<String, EncodedFrames> encode = (id) -> EncodedFrames.of(this.frames.signal(room, body, id));
		for (Subscription subscription : this.subscriptions.to(Destination.signals(room))) {
			if (this.subscriptions.seatIn(subscription.connection(), room).isPresent()) {
				subscription.connection().send(framesById.computeIfAbsent(subscription.id(), encode));
			}
		}
	}

	private List<EncodedFrames> frames(EventsAppended appended, List<byte[]> bodies, String id) {
		List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < bodies.size(); i++) {
			frames.add(this.frames.event(appended.room(), appended.events().get(i).seq(), bodies.get(i), id));
		}
		return EncodedFrames.batches(frames);
	}

}
