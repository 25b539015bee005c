package chat.foyer.live.broker;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link FanOut}.
 */
class FanOutTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final RoomSignal TYPING = new RoomSignal(List.of("Ann"), null, null, null);

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final StompFrames frames = spy(new StompFrames(JsonMapper.shared()));

	private final FanOut fanOut = new FanOut(this.subscriptions, this.frames);

	private FakeSocket annSocket;

	private FakeSocket bobSocket;

	private Connection ann;

	private Connection bob;

	private long seq;

	@BeforeEach
	void connect() throws IOException {
		this.annSocket = new FakeSocket("ann-1");
		this.bobSocket = new FakeSocket("bob-1");
		this.ann = this.annSocket.connection(new Guest("ann"));
		this.bob = this.bobSocket.connection(new Guest("bob"));
	}

	@Test
	void sendsEventsToSubscribersOfTheRoomOnly() {
		subscribe(this.ann, "a", Destination.events(CELLAR));
		subscribe(this.bob, "b", Destination.events(ATTIC));
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.bobSocket.written()).singleElement()
			.asString()
			.startsWith("MESSAGE\n")
			.contains("subscription:b\n", "destination:/topic/rooms.attic\n", "\"text\":\"hello\"");
	}

	@Test
	void sendsUnderTheSubscriptionIdOfEachConnection() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		subscribe(this.ann, "c", Destination.events(CELLAR));
		subscribe(this.bob, "b", Destination.events(ATTIC));
		append(ATTIC, "up");
		append(CELLAR, "down");
		assertThat(this.annSocket.written()).hasSize(2);
		assertThat(this.annSocket.written().get(0)).contains("subscription:a\n", "up");
		assertThat(this.annSocket.written().get(1)).contains("subscription:c\n", "down");
		assertThat(this.bobSocket.written()).singleElement().asString().contains("subscription:b\n");
	}

	@Test
	void encodesOncePerSubscriptionId() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		subscribe(this.bob, "a", Destination.events(ATTIC));
		subscribe(this.ann, "s", Destination.signals(ATTIC));
		subscribe(this.bob, "s", Destination.signals(ATTIC));
		append(ATTIC, "hello");
		this.fanOut.send(ATTIC, TYPING);
		assertThat(this.annSocket.written()).hasSize(2).isEqualTo(this.bobSocket.written());
		then(this.frames).should(times(2)).body(any());
		then(this.frames).should(times(1)).event(any(), any(Long.class), any(), any());
		then(this.frames).should(times(1)).signal(any(), any(), any());
	}

	@Test
	void sendsABatchTogetherInItsOrder() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		append(ATTIC, "one", "two", "three");
		assertThat(this.annSocket.writes()).isEqualTo(1);
		assertThat(this.annSocket.written()).satisfiesExactly((frame) -> assertThat(frame).contains("\"one\""),
				(frame) -> assertThat(frame).contains("\"two\""), (frame) -> assertThat(frame).contains("\"three\""));
	}

	@Test
	void sendsALargeBatchInSeveralWrites() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		append(ATTIC, Collections.nCopies(50, "x".repeat(4000)).toArray(String[]::new));
		assertThat(this.annSocket.written()).hasSizeGreaterThan(10)
			.allMatch((written) -> written.length() <= 32 * 1024);
		assertThat(String.join("", this.annSocket.written()).split("\0", -1)).hasSize(51);
		assertThat(this.annSocket.closed()).isEmpty();
	}

	@Test
	void slowReaderDelaysNobody() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		subscribe(this.bob, "b", Destination.events(ATTIC));
		this.annSocket.stopReading();
		append(ATTIC, "one");
		append(ATTIC, "two");
		assertThat(this.annSocket.written()).hasSize(1);
		assertThat(this.bobSocket.written()).hasSize(2);
	}

	@Test
	void sendsNothingBehindTheEndOfASubscription() {
		subscribe(this.ann, "a", Destination.events(ATTIC));
		this.subscriptions.remove(this.ann, "a");
		append(ATTIC, "hello");
		assertThat(this.annSocket.written()).isEmpty();
	}

	@Test
	void sendsSignalsToThoseWhoReceiveTheEventsToo() {
		subscribe(this.ann, "s", Destination.signals(ATTIC));
		subscribe(this.bob, "b", Destination.events(ATTIC));
		subscribe(this.bob, "s", Destination.signals(ATTIC));
		this.fanOut.send(ATTIC, TYPING);
		this.fanOut.send(CELLAR, TYPING);
		assertThat(this.annSocket.written()).isEmpty();
		assertThat(this.bobSocket.written()).singleElement()
			.asString()
			.startsWith("MESSAGE\n")
			.contains("subscription:s\n", "destination:/topic/rooms.attic.signals\n", "\nmessage-id:signal-1\n")
			.endsWith("\n\n{\"typing\":[\"Ann\"]}\0");
	}

	private void subscribe(Connection connection, String id, Destination destination) {
		this.subscriptions.add(new Subscription(connection, id, destination,
				new Seat(id, destination.room(), connection.guest().id(), new Username("Ann"))));
	}

	private void append(RoomKey room, String... texts) {
		this.fanOut.on(new EventsAppended(room,
				Stream.of(texts)
					.map((text) -> new Event(++this.seq, EventType.MESSAGE, "m" + this.seq, "Ann", text, text,
							Instant.EPOCH, 0, false))
					.toList()));
	}

}
