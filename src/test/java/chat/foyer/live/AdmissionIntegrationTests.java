package chat.foyer.live;

import java.util.Map;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Mallory tries what is not allowed, in a room with Bob and from the room next door; Bob
 * must never notice.
 */
@IntegrationTest
@TestInstance(Lifecycle.PER_CLASS)
class AdmissionIntegrationTests {

	private final String room = Visitors.newRoom();

	private final String key = RoomKey.of(this.room).encoded();

	private final String otherRoom = Visitors.newRoom();

	private final String otherKey = RoomKey.of(this.otherRoom).encoded();

	@Autowired
	@AutoClose
	private Visitors visitors;

	private Visitor mallory;

	private Live bob;

	private Live otherBob;

	private int attacks;

	@BeforeAll
	void bobSitsInBothRooms() {
		Visitor visitor = this.visitors.enter("Bob", this.room).enter("Bob", this.otherRoom);
		this.bob = visitor.live().listen(this.room);
		this.otherBob = visitor.live().listen(this.otherRoom);
		assertThat(this.bob.nextLines(1)).containsExactly("join Bob");
		assertThat(this.otherBob.nextLines(1)).containsExactly("join Bob");
	}

	@BeforeEach
	void malloryEnters() {
		this.attacks++;
		this.mallory = this.visitors.enter("Mallory " + this.attacks, this.room);
	}

	@AfterEach
	void bobNoticesNothing() {
		this.mallory.close();
		this.bob.say(this.room, "Quiet here");
		WireEvent next = this.bob.events().next((event) -> !event.line().matches("(join|leave) Mallory \\d+"));
		assertThat(next.line()).isEqualTo("Bob: Quiet here");
		this.otherBob.say(this.otherRoom, "Quiet here too");
		WireEvent otherNext = this.otherBob.events().next();
		assertThat(otherNext.line()).isEqualTo("Bob: Quiet here too");
		assertThat(otherNext.seq()).isEqualTo(1L + this.attacks);
	}

	@ParameterizedTest
	@MethodSource
	void aBadBodyIsRefused(String body, String reply) {
		RawStomp live = connectForReplies();
		live.sendBody(body, "SEND", "destination:/app/rooms." + this.key + ".say", "content-type:application/json");
		assertThat(live.nextBody()).isEqualTo(reply);
		live.sendBody("{\"id\":\"last\",\"text\":\"\"}", "SEND", "destination:/app/rooms." + this.key + ".say");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"last\",\"error\":\"empty\"}");
	}

	static Stream<Arguments> aBadBodyIsRefused() {
		return Stream
			.of(Stream
				.of("", " ", "hello", "null", "7", "[]", "\"hello\"", "{", "{}", "[{\"id\":\"1\",\"text\":\"x\"}]",
						"{\"id\":7,\"text\":\"x\"}", "{\"id\":null,\"text\":\"x\"}", "{\"text\":\"x\"}",
						"{'id':'1','text':'x'}", "[".repeat(5000))
				.map((body) -> arguments(body, "{\"error\":\"bad-frame\"}")),
					Stream
						.of("{\"id\":\"1\",\"id\":\"2\",\"text\":\"x\"}",
								"{\"id\":\"1\",\"text\":\"x\",\"text\":\"y\"}", "{\"id\":\"1\",\"text\":\"x\"} {}",
								"{\"id\":\"1\",\"text\":\"x\"}x", "{\"id\":\"1\",\"text\":7}",
								"{\"text\":true,\"id\":\"1\"}", "{\"id\":\"1\",\"text\":{}}",
								"{\"text\":[\"x\"],\"id\":\"1\"}", "{\"id\":\"1\",\"text\":\"\\x\"}")
						.map((body) -> arguments(body, "{\"id\":\"1\",\"error\":\"bad-frame\"}")),
					Stream
						.of("{\"id\":\"1\",\"text\":null}", "{\"id\":\"1\",\"author\":\"Bob\"}", "{\"id\":\"1\"}",
								"{\"id\":\"1\",\"text\":\"\"}", "{\"id\":\"1\",\"text\":\" \\n\\t\\u00a0\\u200b\"}",
								"{\"id\":\"1\",\"text\":\"\\u0000\\ufeff\\u202e\\ufffe\"}")
						.map((body) -> arguments(body, "{\"id\":\"1\",\"error\":\"empty\"}")),
					Stream.of("a\\ud83d", "\\ude00a", "\\ude00\\ud83d")
						.map((text) -> arguments("{\"id\":\"1\",\"text\":\"" + text + "\"}",
								"{\"id\":\"1\",\"error\":\"bad-frame\"}")),
					Stream
						.of(arguments("{\"id\":\"1\",\"text\":\"" + "x".repeat(4001) + "\"}",
								"{\"id\":\"1\",\"error\":\"too-large\"}")),
					Stream.of("", "a b", "a.b", "é", "x".repeat(65))
						.map((id) -> arguments("{\"id\":\"" + id + "\",\"text\":\"x\"}",
								"{\"id\":\"" + id + "\",\"error\":\"bad-frame\"}")))
			.flatMap((cases) -> cases);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/topic/**", "/topic/*", "/topic/rooms.*", "/topic/rooms.**", "/topic/rooms.{x}",
			"/topic/rooms.?", "/topic/rooms.", "/topic/rooms", "/topic/", "/topic/rooms.%2E%2E", "/topic/rooms.KEY/",
			"/topic/rooms.KEY.", "/topic/rooms.KEY.more", "topic/rooms.KEY", "//topic/rooms.KEY", "/topic/Rooms.KEY",
			"/queue/replies", "/queue/**", "/queue/replies-user1", "/user/queue/**", "/user/queue/other",
			"/user/Bob/queue/replies", "/app/rooms.KEY.say", "/app/rooms.KEY", "/**", "x" })
	void whatDoesNotExistIsNotForListening(String destination) {
		RawStomp live = this.mallory.rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:" + destination.replace("KEY", this.key));
		assertThat(live.refusal()).isEqualTo("forbidden");
	}

	@Test
	void theRoomNextDoorIsNotForListening() {
		RawStomp live = this.mallory.rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/topic/rooms." + this.otherKey, "receipt:1");
		assertThat(live.refusal()).isEqualTo("not-a-member");
	}

	@Test
	void aRoomThatWasLeftIsNotForListening() {
		this.mallory.enter("Mallory", Visitors.newRoom());
		RawStomp live = this.mallory.rawLive().connect();
		this.mallory.leave(this.room);
		live.send("SUBSCRIBE", "id:1", "destination:/topic/rooms." + this.key);
		assertThat(live.refusal()).isEqualTo("not-a-member");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/topic/rooms.KEY", "/topic/rooms.*", "/topic/x", "/queue/replies", "/queue/x",
			"/user/queue/replies", "/user/Bob/queue/replies", "/app/other", "/app/", "/app/rooms.KEY.say.more",
			"/app/rooms.KEY", "/app/rooms.KEY.", "/app/rooms.KEY.leave", "/app/rooms.*.say", "/app/rooms..say",
			"/app/rooms.say", "/app/rooms.KEY.SAY", "/APP/rooms.KEY.say", "app/rooms.KEY.say", "x" })
	void whatDoesNotExistIsNotForSpeaking(String destination) {
		RawStomp live = this.mallory.rawLive().connect();
		live.sendBody("{\"id\":\"1\",\"text\":\"Hello\"}", "SEND",
				"destination:" + destination.replace("KEY", this.key));
		assertThat(live.refusal()).isEqualTo("forbidden");
	}

	@Test
	void theRoomNextDoorIsNotForSpeaking() {
		RawStomp live = connectForReplies();
		live.sendBody("{\"id\":\"1\",\"text\":\"Hello\"}", "SEND", "destination:/app/rooms." + this.otherKey + ".say");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"not-a-member\"}");
		live.sendBody("{\"id\":\"2\",\"text\":\"\"}", "SEND", "destination:/app/rooms." + this.key + ".say");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"2\",\"error\":\"empty\"}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 20_481, 23_000 })
	void aFrameThatIsTooLargeIsRefused(int size) {
		RawStomp live = this.mallory.rawLive().connect();
		String start = "SEND\ndestination:/app/rooms." + this.key + ".say\n\n";
		live.trySendText(start + "x".repeat(size - start.length() - 1) + "\0");
		assertThat(live.refusal()).isEqualTo("too-large");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8_192, 16_384 })
	void aBodyThatIsTooLargeIsRefusedHoweverItIsCut(int firstPart) {
		RawStomp live = this.mallory.rawLive().connect();
		String body = "x".repeat(16_385);
		live.sendText("SEND\ndestination:/app/rooms." + this.key + ".say\n\n" + body.substring(0, firstPart));
		live.trySendText(body.substring(firstPart) + "\0");
		assertThat(live.refusal()).isEqualTo("too-large");
	}

	@Test
	void aFrameThatIsTooLargeByFarIsNotEvenRead() {
		RawStomp live = this.mallory.rawLive().connect();
		live.trySendText("x".repeat(100_000));
		// Where more is coming in the close frame may not arrive.
		assertThat(live.closedWith().code()).isIn(1009, 1006);
	}

	@ParameterizedTest
	@ValueSource(ints = { 4_000, 11_000 })
	void aFrameThatIsTooLargeInPartsIsRefused(int part) {
		RawStomp live = this.mallory.rawLive().connect();
		live.sendText("\n");
		live.sendText("SEND\ndestination:/app/rooms." + this.key + ".say\n\n");
		for (int sent = 0; sent < 22_000; sent += part) {
			live.trySendText("x".repeat(part));
		}
		assertThat(live.refusal()).isEqualTo("too-large");
	}

	@Test
	void aBadFrameBehindManyGoodOnesIsStillABadFrame() {
		RawStomp live = connectForReplies();
		for (int i = 0; i < 10; i++) {
			live.sendBody("{\"id\":\"1\",\"text\":\"" + " ".repeat(3_000) + "\"}", "SEND",
					"destination:/app/rooms." + this.key + ".say");
			assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
		}
		live.sendText("HELLO\n\n\0");
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HELLO\n\n\0", "send\n\n\0", "SEND\n\n\0", "SEND\nno colon\n\n\0", "SUBSCRIBE\nid:1\n\n\0",
			"SUBSCRIBE\ndestination:/user/queue/replies\n\n\0", "SEND\ndestination:/app/rooms.x\\q.say\n\n{}\0",
			"SEND\ndestination:/app/rooms.x.say\ncontent-length:1\n\n{}\0",
			"CONNECT\naccept-version:1.2\nhost:x\n\n\0" })
	void aBadFrameIsRefused(String frame) {
		RawStomp live = this.mallory.rawLive().connect();
		live.sendText(frame);
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ACK\nid:1\n\n\0", "NACK\nid:1\n\n\0", "BEGIN\ntransaction:1\n\n\0",
			"COMMIT\ntransaction:1\n\n\0", "ABORT\ntransaction:1\n\n\0", "MESSAGE\ndestination:/topic/x\n\nx\0",
			"MESSAGE\ndestination:/app/rooms.x.say\n\n{}\0", "CONNECTED\nversion:1.2\n\n\0",
			"RECEIPT\nreceipt-id:1\n\n\0", "ERROR\nmessage:x\n\n\0" })
	void aFrameThatNobodyNeedsIsRefused(String frame) {
		RawStomp live = this.mallory.rawLive().connect();
		live.sendText(frame);
		assertThat(live.refusal()).isEqualTo("forbidden");
	}

	@Test
	void whoDoesNotBeginWithConnectIsRefused() {
		RawStomp live = this.mallory.rawLive();
		live.send("SUBSCRIBE", "id:1", "destination:/topic/rooms." + this.key);
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@ParameterizedTest
	@CsvSource({ "accept-version:0.9", "accept-version:x" })
	void anotherVersionOfStompIsRefused(String version) {
		RawStomp live = this.mallory.rawLive();
		live.send("CONNECT", version, "host:localhost");
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@Test
	void onlySeatedGuestsMayConnect() {
		Visitor stranger = this.visitors.arrive();
		stranger.get("/");
		assertThat(statusOfHandshake(stranger)).isEqualTo(403);
		assertThat(statusOfHandshake(stranger.keepCookie(Visitor.SESSION_COOKIE, "no-session"))).isEqualTo(403);
		assertThat(statusOfHandshake(this.mallory)).isEqualTo(101);
		this.mallory.leave(this.room);
		assertThat(statusOfHandshake(this.mallory)).isEqualTo(403);
	}

	@Test
	void whoDoesNotSayWherefromMayNotConnect() {
		assertThat(RawStomp.statusOfHandshake(this.mallory.live("ws"), Map.of("Cookie", this.mallory.cookieHeader())))
			.isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "https://localhost", "http://localhost:1", "null" })
	void pagesOfOthersMayNotConnect(String origin) {
		assertThat(RawStomp.statusOfHandshake(this.mallory.live("ws"),
				Map.of("Origin", origin, "Cookie", this.mallory.cookieHeader())))
			.isEqualTo(403);
	}

	private static int statusOfHandshake(Visitor visitor) {
		return RawStomp.statusOfHandshake(visitor.live("ws"),
				Map.of("Origin", visitor.origin(), "Cookie", visitor.cookieHeader()));
	}

	private RawStomp connectForReplies() {
		RawStomp live = this.mallory.rawLive().connect();
		live.send("SUBSCRIBE", "id:replies", "destination:/user/queue/replies");
		return live;
	}

}
