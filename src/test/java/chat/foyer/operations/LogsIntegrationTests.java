package chat.foyer.operations;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the server's log tells of its guests.
 */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class LogsIntegrationTests {

	/**
	 * Stands in all that a client sends, and nowhere else.
	 */
	private static final String SAID = "xyzzy-plugh";

	private final String room = "Secret " + Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@LocalServerPort
	private int port;

	@Test
	void logsOneLineForJoinAndLeave(CapturedOutput output) {
		Visitor ann = this.visitors.enter("Ann \"B\"", this.room);
		ann.live().listen(this.room);
		ann.live().listen(this.room);
		ann.leave(this.room);
		Awaitility.await().until(() -> output.getOut().contains("\\\"B\\\"\" left "));
		assertThat(output.getOut().lines().filter((line) -> line.contains("\\\"B\\\"\""))).satisfiesExactly(
				(line) -> assertThat(line).containsPattern(" INFO .*\"Ann \\\\\"B\\\\\"\" joined room [0-9a-f]{10}$"),
				(line) -> assertThat(line).containsPattern(" INFO .*\"Ann \\\\\"B\\\\\"\" left room [0-9a-f]{10}$"));
		assertThat(output.getAll()).doesNotContainIgnoringCase(this.room);
	}

	@Test
	void logsNoMessagesOrSecrets(CapturedOutput output) throws IOException {
		Visitor ann = this.visitors.enter("Ann", this.room);
		sendBadFrames(ann);
		Live live = ann.live().listen(this.room);
		live.say(this.room, SAID);
		live.sendBody(this.room, "{\"id\":\"1\",\"text\":\"" + SAID);
		live.replies().next();
		live.replies().next();
		ann.say(this.room, Map.of("text", SAID + "\u0000", "id", SAID));
		ann.tryToEnter(SAID + "\n", SAID + "\u202e");
		List.of("/" + SAID, "/%0A" + SAID, "/rooms/%23" + SAID, "/a%3B" + SAID, "/?room=" + SAID + "%FF%0A",
				Visitor.addressOf(this.room) + "?before=" + SAID,
				Visitor.addressOf(this.room) + "/events?limit=" + SAID,
				Visitor.addressOf(this.room) + "/events?after=%0A" + SAID)
			.forEach(ann::get);
		ann.post("/", Map.of("_csrf", SAID, SAID, SAID));
		List.of(SAID + " / HTTP/1.1", "GET /" + SAID + "\u0001 HTTP/1.1", "GET /%zz" + SAID + " HTTP/1.1",
				"POST / HTTP/1.1\r\nContent-Type: " + SAID,
				"GET / HTTP/1.1\r\nCookie: " + ann.cookieName(Visitor.SESSION_COOKIE) + "=" + SAID + "\u0001; \""
						+ SAID,
				"GET / HTTP/1.1\r\n" + SAID + "\u0001: x", "GET / HTTP/1.1\r\nAccept: " + SAID + "/;;")
			.forEach(this::send);
		String token = ann.token(Visitor.addressOf(this.room));
		assertThat(output.getAll()).doesNotContain(SAID, token, ann.cookie(Visitor.SESSION_COOKIE), ann.cookie("csrf"));
		assertThat(output.getAll()).as("something was logged at all").contains("\"Ann\" joined room ");
		assertThat(output.getAll()).doesNotContainIgnoringCase(this.room);
		assertThat(output.getAll()).as("nothing went wrong").doesNotContain(" ERROR ", "\tat ");
	}

	private static void sendBadFrames(Visitor ann) {
		List.of("SEND\ndestination:/app/" + SAID, "SUBSCRIBE\nid:1\ndestination:/topic/" + SAID, SAID + "\nx:y",
				"SEND\n" + SAID, "SEND\ndestination:/app/rooms.x.say\ncontent-length:" + SAID)
			.forEach((frame) -> {
				RawStomp live = ann.rawLive().connect();
				live.sendText(frame + "\n\n" + SAID + "\0");
				// A guest may have five connections at the same time.
				live.closedWith();
			});
	}

	private void send(String request) {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
