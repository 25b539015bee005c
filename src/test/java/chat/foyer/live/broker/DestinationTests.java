package chat.foyer.live.broker;

import java.util.Locale;
import java.util.Optional;

import chat.foyer.room.RoomKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Destination}.
 */
class DestinationTests {

	@ParameterizedTest
	@CsvSource({ "Attic, attic", "a.b, a%2Eb", "caf\u00E9, caf%C3%A9", "one two, one%20two", "a*, a%2A", "a#, a%23",
			"{a}, %7Ba%7D", "say, say", "a.say, a%2Esay" })
	void roomHasOneTopicAndOneWayToSpeak(String name, String key) {
		RoomKey room = RoomKey.of(name);
		assertThat(Destination.events(room).value()).isEqualTo("/topic/rooms." + key);
		assertThat(room(Destination.Type.EVENTS, "/topic/rooms." + key)).contains(room);
		assertThat(room(Destination.Type.SAY, "/app/rooms." + key + ".say")).contains(room);
	}

	@ParameterizedTest
	@CsvSource({ "Attic, attic", "a.b, a%2Eb", "signals, signals", "a.signals, a%2Esignals", "a.signal, a%2Esignal" })
	void roomHasItsSignals(String name, String key) {
		RoomKey room = RoomKey.of(name);
		String signals = "/topic/rooms." + key + ".signals";
		assertThat(Destination.signals(room).value()).isEqualTo(signals);
		assertThat(room(Destination.Type.SIGNALS, signals)).contains(room);
		assertThat(room(Destination.Type.EVENTS, signals)).isEmpty();
		assertThat(room(Destination.Type.SIGNAL, "/app/rooms." + key + ".signal")).contains(room);
		assertThat(room(Destination.Type.SAY, "/app/rooms." + key + ".signal")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "class%207b", "Class%207B", "%63lass%207b", "CLASS%20%207b%20", "%EF%BC%A3lass%207b",
			"\uFF23lass%207b" })
	void acceptsEverySpellingOfARoom(String word) {
		RoomKey room = new RoomKey("class 7b");
		assertThat(room(Destination.Type.EVENTS, "/topic/rooms." + word)).contains(room);
		assertThat(room(Destination.Type.SIGNALS, "/topic/rooms." + word + ".signals")).contains(room);
		assertThat(room(Destination.Type.SAY, "/app/rooms." + word + ".say")).contains(room);
		assertThat(room(Destination.Type.SIGNAL, "/app/rooms." + word + ".signal")).contains(room);
		assertThat(room(Destination.Type.READ, "/app/rooms." + word + ".read")).contains(room);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.INCLUDE, names = { "EDIT", "DELETE", "REACT", "PIN" })
	void roomHasAWayToChangeItsMessages(Destination.Type type) {
		String word = type.name().toLowerCase(Locale.ROOT);
		assertThat(room(type, "/app/rooms.a%2Eb." + word)).contains(RoomKey.of("a.b"));
		assertThat(Destination.parse("/app/rooms.a." + word + "s")).isEmpty();
		assertThat(Destination.parse("/topic/rooms.a." + word)).isEmpty();
		assertThat(type.isForSubscriptions()).isFalse();
	}

	@Test
	void plusIsAPlus() {
		assertThat(room(Destination.Type.EVENTS, "/topic/rooms.a+b")).contains(new RoomKey("a+b"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/topic/rooms.signals", "/topic/rooms..signals", "/topic/rooms.*.signals",
			"/topic/rooms.a.signal", "/topic/rooms.a.signals.signals", "/topic/rooms.a.b.signals",
			"/topic/rooms.a.Signals", "/topic/rooms.a.signals/", "/topic/rooms.a", "/app/rooms.a.signals",
			"/app/rooms.*.signal", "/app/rooms.signal", "/app/rooms..signal", "/app/rooms.a.signal ",
			"/app/rooms.a.Signal", "/app/rooms.a.say" })
	void allElseIsNoSignal(String destination) {
		assertThat(room(Destination.Type.SIGNALS, destination)).isEmpty();
		assertThat(room(Destination.Type.SIGNAL, destination)).isEmpty();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/", "/topic", "/topic/", "/topic/**", "/topic/*", "/topic/rooms", "/topic/rooms.",
			"/topic/rooms.*", "/topic/rooms.**", "/topic/rooms.#", "/topic/rooms.{room}", "/topic/rooms.a?",
			"/topic/rooms.a.b", "/topic/rooms.a/b", "/topic/rooms.a%2Fb", "/topic/rooms.a*", "/topic/rooms.a#",
			"/topic/rooms.a b", "/topic/rooms.{a}", "/topic/rooms.a%E2%80%AEb", "/topic/rooms.%", "/topic/rooms.%2",
			"/topic/rooms.%zz", "/topic/rooms.%C3", "/topic/rooms.%FF", "/topic/rooms.%ED%A0%80", "/topic/rooms.%00",
			"/topic/rooms.a\n", " /topic/rooms.a", "/topic/rooms.a ", "/Topic/rooms.a", "/topic/Rooms.a",
			"topic/rooms.a", "//topic/rooms.a", "/topic//rooms.a", "/topic/x/../rooms.a",
			"/topic/rooms.a,/topic/rooms.b", "/user/topic/rooms.a", "/queue/rooms.a", "/app/rooms.a",
			"/app/rooms.a.say" })
	void allElseIsNoTopic(String destination) {
		assertThat(room(Destination.Type.EVENTS, destination)).isEmpty();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/app", "/app/rooms", "/app/rooms.", "/app/rooms.say", "/app/rooms..say",
			"/app/rooms.*.say", "/app/rooms.**.say", "/app/rooms.{room}.say", "/app/rooms.a", "/app/rooms.a.say.say",
			"/app/rooms.a.b.say", "/app/rooms.a/b.say", "/app/rooms.a b.say", "/app/rooms.a.Say", "/app/rooms.a.say ",
			"/app/rooms.a.say/", "/App/rooms.a.say", "app/rooms.a.say", "/topic/rooms.a", "/topic/rooms.a.say",
			"/user/app/rooms.a.say", "/queue/replies" })
	void allElseIsNoWayToSpeak(String destination) {
		assertThat(room(Destination.Type.SAY, destination)).isEmpty();
	}

	@Test
	void longestDestinationsAreRefusedToo() {
		assertThat(room(Destination.Type.EVENTS, "/topic/rooms." + "a".repeat(16_000))).isEmpty();
		assertThat(room(Destination.Type.SAY, "/app/rooms." + "%41".repeat(5_000) + ".say")).isEmpty();
	}

	@Test
	void userQueuesHaveNoRoom() {
		assertThat(Destination.parse("/user/queue/replies")).contains(Destination.REPLIES);
		assertThat(Destination.parse("/user/queue/rooms")).contains(Destination.ROOMS);
		assertThat(Destination.REPLIES.value()).isEqualTo("/user/queue/replies");
		assertThat(Destination.ROOMS.value()).isEqualTo("/user/queue/rooms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/user/queue/replies/", "/user/queue/replies.", "/user/queue", "/queue/replies",
			"/user/ann/queue/replies", "/user/queue/*", "/user/queue/errors" })
	void otherQueuesDoNotExist(String destination) {
		assertThat(Destination.parse(destination)).isEmpty();
	}

	private static Optional<RoomKey> room(Destination.Type type, String destination) {
		return Destination.parse(destination).filter((parsed) -> parsed.type() == type).map(Destination::room);
	}

}
