package chat.foyer.live;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.BareLine;
import chat.foyer.support.BareLine.End;
import chat.foyer.support.BareLine.Frame;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.RawStomp;
import chat.foyer.support.RawStomp.Close;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How connections end that nobody else will end, with little patience: nobody else is
 * there while they do.
 */
@IntegrationTest(properties = { "foyer.limits.connections-per-guest=2", "foyer.limits.unentered-per-address=3",
		"foyer.limits.connect-within=3s", "foyer.limits.frame-within=1s", "foyer.limits.heart-beat=1s",
		"foyer.limits.idle=5s", "foyer.limits.frames-per-second=500", "server.tomcat.connection-timeout=1s" })
class LimitsIntegrationTests {

	private static final int BINARY = 0x82;

	private static final int FIRST_TEXT = 1;

	private static final int LAST_PART = 0x80;

	private static final int PING = 0x89;

	private static final int PONG = 0x8A;

	private final String room = Visitors.newRoom();

	private final String topic = "/topic/rooms." + RoomKey.of(this.room).encoded();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private EndedSessions sessions;

	private Visitor ann;

	@BeforeEach
	void enter() {
		this.ann = this.visitors.enter("Ann", this.room);
	}

	/**
	 * All wait at the same time; those with WebSocket pings stay.
	 */
	@Test
	void connectionsThatWaitTooLongAreClosed() {
		RawStomp neverConnected = guest().rawLive();
		RawStomp halfConnected = guest().rawLive();
		halfConnected.sendText("CONNECT\naccept-version:1.2\n");
		RawStomp unfinished = guest().rawLive().connect();
		unfinished.sendText("SEND\ndestination:/app/rooms.x.say\n");
		// A frame that begins in one go with the end of another.
		List<BareLine> begun = Stream.of(2, 7, 8, 400)
			.map((bytes) -> Arrays.copyOf(BareLine.binary(new byte[500]), bytes))
			.map((bytes) -> guest().bareLine().connect().send(BareLine.join(BareLine.text("\n"), bytes)))
			.toList();
		BareLine promiseBreaker = guest().bareLine()
			.send(BareLine.text("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:1000,0\n\n\0"));
		RawStomp answersPings = guest().rawLive().connect();
		BareLine sendsPings = guest().bareLine().connect();
		BareLine silent = guest().bareLine().connect();
		ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor();
		Future<?> pings = hand.scheduleAtFixedRate(() -> sendsPings.send(BareLine.frame(PING, new byte[0])), 0, 500,
				TimeUnit.MILLISECONDS);
		try {
			assertThat(neverConnected.closedWith()).isEqualTo(new Close(1008, "late-connect"));
			assertThat(halfConnected.closedWith()).isEqualTo(new Close(1008, "late-connect"));
			assertThat(unfinished.closedWith()).isEqualTo(new Close(1008, "late-frame"));
			assertThat(begun).map(BareLine::end).extracting(End::reason).containsOnly("late-frame");
			assertThat(promiseBreaker.next()).contains("\nheart-beat:1000,1000\n");
			assertThat(promiseBreaker.end()).extracting(End::code, End::reason).containsExactly(1013, "silent");
			assertThat(silent.nextFrame()).isEqualTo(new Frame(PING & 0x0F, ByteBuffer.allocate(0)));
			assertThat(silent.end()).extracting(End::code, End::reason).containsExactly(1013, "silent");
			assertThat(pings).isNotDone();
		}
		finally {
			hand.shutdownNow();
		}
		answersPings.send("UNSUBSCRIBE", "id:1", "receipt:1");
		answersPings.awaitReceipt("1");
		sendsPings.send(BareLine.text("UNSUBSCRIBE\nid:1\nreceipt:1\n\n\0"));
		assertThat(sendsPings.next()).startsWith("RECEIPT\n");
	}

	@Test
	void whoNeverEndsAWebSocketFrameIsClosedHoweverMuchOfItComes() {
		BareLine line = this.ann.bareLine().connect().send(BareLine.head(BINARY, 500));
		ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor();
		Future<?> dribble = hand.scheduleAtFixedRate(() -> line.send(new byte[1]), 20, 20, TimeUnit.MILLISECONDS);
		try {
			assertThat(line.end().reason()).isEqualTo("late-frame");
			assertThat(dribble).isNotDone();
		}
		finally {
			hand.shutdownNow();
		}
	}

	@Test
	void whatIsWholeIsNotTakenForHalf() {
		byte[] ping = BareLine.frame(PING, new byte[1]);
		// The last one bears the first byte of another frame, which does not count yet.
		List<BareLine> lines = Stream
			.of(ping, BareLine.frame(PONG, new byte[1]), BareLine.text(""), BareLine.binary(beats(512)),
					BareLine.binary(beats(513)), BareLine.text("\n".repeat(2000)),
					BareLine.join(BareLine.frame(FIRST_TEXT, beats(1)), ping, BareLine.frame(LAST_PART, beats(1))),
					Arrays.copyOf(ping, ping.length + 1))
			.map((whole) -> guest().bareLine().connect().send(whole))
			.toList();
		assertThat(lines).map(BareLine::end).extracting(End::reason).containsOnly("silent");
	}

	@Test
	void framesPackedIntoFewMessagesAreLimited() {
		byte[] packed = BareLine.binary("UNSUBSCRIBE\nid:1\n\n\0".repeat(900).getBytes(StandardCharsets.UTF_8));
		BareLine line = this.ann.bareLine().connect();
		for (int i = 0; i < 20; i++) {
			line.send(packed);
		}
		End end = line.end();
		assertThat(end.code()).isIn(1008, End.CUT);
		assertThat(end.texts()).allMatch((text) -> text.startsWith("ERROR\nmessage:rate-limited\n"));
	}

	@Test
	void invalidContentLengthIsNotLogged() {
		RawStomp live = this.ann.rawLive().connect();
		try (ServerLog log = new ServerLog()) {
			live.send("SUBSCRIBE", "id:1", "destination:" + this.topic, "content-length:x", "receipt:1");
			assertThat(live.refusal()).isEqualTo("bad-frame");
			assertThat(log.troubles()).isEmpty();
		}
	}

	@Test
	void oneTabTooManyIsTurnedAway() {
		this.ann.live();
		RawStomp second = this.ann.rawLive().connect();
		assertThat(statusOfHandshake()).isEqualTo(429);
		HttpResponse<String> answer = askWhy(this.ann);
		assertThat(answer.statusCode()).isEqualTo(429);
		assertThat(answer.headers().firstValue("Retry-After")).contains("2");
		assertThat(answer.body()).contains("\"error\":\"rate-limited\"", "\"retryAfter\":2",
				"\"title\":\"Foyer is open in 2 tabs. Close one to use this one.\"");
		second.close();
		await().until(() -> askWhy(this.ann).statusCode() == 204);
	}

	@Test
	void handshakeIsExplainedToStrangers() {
		HttpResponse<String> answer = askWhy(this.visitors.arrive());
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("\"error\":\"not-a-member\"", "\"title\":\"You")
			.doesNotContain("retryAfter");
	}

	@Test
	void pageOfAnOriginThatIsNotAllowedIsTold() {
		assertThat(this.ann.get("/live?origin=" + this.ann.origin()).statusCode()).isEqualTo(204);
		HttpResponse<String> answer = this.ann.get("/live?origin=https://chat.example.org:8443");
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(answer.body()).contains("\"error\":\"forbidden\"", "\"retryAfter\":60",
				"\"title\":\"The server doesn\u2019t accept connections from this address. ");
	}

	@Test
	void oldestUnenteredConnectionGivesWay() {
		Visitor bob = this.visitors.enter("Bob", this.room);
		RawStomp oldest = this.ann.rawLive();
		bob.rawLive();
		bob.rawLive();
		this.ann.rawLive();
		assertThat(oldest.closedWith()).isEqualTo(new Close(1013, "replaced"));
	}

	@Test
	void whoLeavesIsClosedAtOnceListeningOrNot() {
		RawStomp listening = this.ann.rawLive().connect().subscribe("1", this.topic);
		RawStomp silent = this.ann.rawLive().connect();
		this.ann.leave(this.room);
		assertThat(listening.closedWith()).isEqualTo(new Close(1008, "session-ended"));
		assertThat(silent.closedWith()).isEqualTo(new Close(1008, "session-ended"));
	}

	@Test
	void whoseSessionIsDeletedIsClosed() {
		Visitor bob = this.visitors.enter("Bob", this.room);
		RawStomp bobs = bob.rawLive().connect().subscribe("1", this.topic);
		this.jdbc
			.sql("delete from spring_session where principal_name = (select guest from seat where room = ?"
					+ " and username = 'Bob')")
			.param(RoomKey.of(this.room).value())
			.update();
		this.sessions.sweep();
		assertThat(bobs.closedWith()).isEqualTo(new Close(1008, "session-ended"));
		assertThat(RawStomp.statusOfHandshake(bob.live("ws"),
				Map.of("Origin", bob.origin(), "Cookie", bob.cookieHeader())))
			.isEqualTo(403);
	}

	@Test
	void longestMessageOfEmojiIsLetIn() {
		RawStomp live = this.ann.rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies");
		live.sendBody("{\"id\":\"1\",\"text\":\"" + "\uD83D\uDE00".repeat(4_000) + "\"}", "SEND",
				"destination:/app/rooms." + RoomKey.of(this.room).encoded() + ".say", "content-type:application/json");
		assertThat(live.nextBody()).matches("\\{\"id\":\"1\",\"seq\":\\d+}");
	}

	@Test
	void whoBeginsARequestAndDoesNotEndItIsClosed() throws IOException {
		URI server = URI.create(this.ann.origin());
		try (Socket socket = new Socket(server.getHost(), server.getPort())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
		}
	}

	@Test
	void connectionsOfUnfinishedFormsAreClosedWithoutStackTrace() {
		RawHttp http = new RawHttp(this.ann.origin());
		try (ServerLog log = new ServerLog()) {
			assertThat(Stream.of("Content-Length: 100\r\n\r\na=b", "Transfer-Encoding: chunked\r\n\r\n5\r\nab")
				.parallel()
				.map((body) -> http.sendUnfinished("POST / HTTP/1.1\r\nHost: localhost\r\n"
						+ "Content-Type: application/x-www-form-urlencoded\r\n" + body)))
				.isSubsetOf(RawHttp.CLOSED, HttpStatus.REQUEST_TIMEOUT.value());
			assertThat(log.lines()).noneMatch((line) -> line.contains("dispatcherServlet"));
		}
	}

	@Test
	void formThatIsLargerThanAnyMessageIsRefused() {
		HttpResponse<String> answer = this.ann.say(this.room, Map.of("text", "x".repeat(70_000)));
		assertThat(answer.statusCode()).isBetween(400, 499);
	}

	private Visitor guest() {
		return this.visitors.enter("Guest", Visitors.newRoom());
	}

	private static HttpResponse<String> askWhy(Visitor visitor) {
		return visitor.get("/live?origin=" + visitor.origin());
	}

	private int statusOfHandshake() {
		return RawStomp.statusOfHandshake(this.ann.live("ws"),
				Map.of("Origin", this.ann.origin(), "Cookie", this.ann.cookieHeader()));
	}

	private static byte[] beats(int count) {
		return "\n".repeat(count).getBytes(StandardCharsets.UTF_8);
	}

}
