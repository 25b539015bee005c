package chat.foyer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.support.Live;
import chat.foyer.support.ServerProcess;
import chat.foyer.support.Talk;
import chat.foyer.support.Visitor;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server that is asked to stop does so in good order: says so to everybody, keeps what
 * it confirmed, and lets nobody seem to have left.
 */
class StopProcessTests {

	private static final String ROOM = "tea";

	/**
	 * 128 + SIGTERM, by which a Java machine tells what ended it.
	 */
	private static final int TERMINATED = 143;

	@TempDir
	private Path dataDir;

	@Test
	@Timeout(180)
	void stopsGracefully() throws Exception {
		int port = ServerProcess.freePort();
		Visitor ann = new Visitor("http://localhost:" + port);
		Talk talk;
		try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
			Live live = ann.enter("Ann", ROOM).live().listen(ROOM);
			talk = new Talk(live, ROOM, List.of());
			talk.start();
			await().atMost(Duration.ofMinutes(1)).until(() -> talk.confirmed().size() > 100);
			long start = System.nanoTime();
			assertThat(server.stop()).isEqualTo(TERMINATED);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			assertThat(live.closedWith().getCode()).isEqualTo(CloseStatus.GOING_AWAY.getCode());
			assertThat(server.log().stripTrailing()).endsWith("Foyer is closed. Everything is kept in " + this.dataDir);
			talk.end();
		}
		try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
			assertThat(messages(ann)).containsAllEntriesOf(talk.confirmed());
			assertThat(ann.readEvents(ROOM, "?before=1000000").lines()).doesNotContain("leave Ann");
			assertThat(server.log()).doesNotContain("WARN", "ERROR");
		}
	}

	/**
	 * The numbers of all messages by their ids.
	 */
	private static Map<String, Long> messages(Visitor visitor) {
		Map<String, Long> messages = new HashMap<>();
		WirePage page = visitor.events(ROOM, 0);
		while (!page.events().isEmpty()) {
			for (WireEvent event : page.events()) {
				if (event.id() != null) {
					messages.put(event.id(), event.seq());
				}
			}
			page = visitor.events(ROOM, page.events().get(page.events().size() - 1).seq());
		}
		return messages;
	}

}
