package chat.foyer;

import java.nio.file.Path;
import java.util.List;

import chat.foyer.support.Inbox;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server is stopped and started again on the same data.
 */
class RestartIntegrationTests {

	private static final String ROOM = "Room";

	@TempDir
	private Path dataDir;

	private RunningServer server;

	@AutoClose
	private final Visitors visitors = new Visitors(() -> this.server.address());

	@BeforeEach
	void start() {
		this.server = RunningServer.start(0, this.dataDir);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void guestsKeepSeatsAndMessagesAfterRestart() {
		Visitor ann = this.visitors.enter("Ann", ROOM);
		Visitor bob = this.visitors.enter("Bob", ROOM);
		List<Live> lives = List.of(ann.live().listen(ROOM), bob.live().listen(ROOM));
		String id = lives.get(0).say(ROOM, "Before");
		assertThat(lives.get(0).replies().next()).isEqualTo(WireReply.stored(id, 3));
		restart("10m");
		for (Live live : lives) {
			assertThat(live.closedWith().getCode()).isEqualTo(1001);
		}
		assertThat(ann.page(ROOM).body()).contains("data-me=\"Ann\"", "Before");
		assertThat(this.visitors.arrive().tryToEnter("Ann", ROOM).statusCode()).isEqualTo(409);
		Live annAgain = ann.live().listen(ROOM);
		annAgain.say(ROOM, id, "Before");
		assertThat(annAgain.replies().next()).isEqualTo(WireReply.stored(id, 3));
		bob.live().listen(ROOM).say(ROOM, "After");
		assertThat(annAgain.nextLines(1)).containsExactly("Bob: After");
		assertThat(ann.events(ROOM, 0).lines()).containsExactly("join Ann", "join Bob", "Ann: Before", "Bob: After");
		assertThat(ann.events(ROOM, 0).seqs()).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void guestWhoDoesNotReturnLeavesOnce() {
		Visitor ann = this.visitors.enter("Ann", ROOM);
		ann.live().listen(ROOM);
		ann.leave(ROOM);
		Visitor bob = this.visitors.enter("Bob", ROOM);
		bob.live().listen(ROOM);
		restart("1ms");
		restart("1ms");
		Visitor cleo = this.visitors.enter("Cleo", ROOM);
		await().atMost(Inbox.PATIENCE).until(() -> cleo.events(ROOM, 0).lines().contains("leave Bob"));
		Live live = cleo.live().listen(ROOM);
		bob.live().listen(ROOM);
		live.events().next((event) -> event.line().equals("join Bob"));
		assertThat(bob.events(ROOM, 0).lines()).containsOnlyOnce("join Cleo");
		assertThat(bob.events(ROOM, 0).lines()).filteredOn((line) -> !line.equals("join Cleo"))
			.containsExactly("join Ann", "leave Ann", "join Bob", "leave Bob", "join Bob");
		assertThat(ann.page(ROOM).body()).doesNotContain("data-me");
	}

	private void restart(String restartGrace) {
		int port = this.server.port();
		this.server.close();
		this.server = RunningServer.start(port, this.dataDir, "foyer.presence.restart-grace=" + restartGrace);
	}

}
