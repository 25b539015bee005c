package chat.foyer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;

import chat.foyer.support.ServerProcess;
import chat.foyer.support.Talk;
import chat.foyer.support.Visitor;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What was confirmed survives a kill at any moment: starts the packaged server, has
 * several senders at it, kills it, and looks at what the next one knows.
 */
@Tag("proof")
class KillProcessTests {

	private static final int ROUNDS = 10;

	private static final String ROOM = "tea";

	@TempDir
	private Path dataDir;

	@Test
	void keepsConfirmedMessagesAfterKill() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Killing at moments of the seed " + seed);
		Random moments = new Random(seed);
		int port = ServerProcess.freePort();
		List<Sender> senders = List.of(new Sender("Ann", port), new Sender("Bob", port), new Sender("Cem", port));
		for (int round = 0; round < ROUNDS; round++) {
			int confirmations = moments.nextInt(10, 300);
			try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
				senders.forEach(Sender::begin);
				await().atMost(Duration.ofMinutes(1))
					.until(() -> senders.stream().allMatch((sender) -> sender.confirmedNow() > confirmations));
				server.kill();
				senders.forEach(Sender::end);
			}
			assertThat(integrity()).isEqualTo("ok");
		}
		List<WireEvent> log;
		try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
			log = read(senders.get(0).visitor);
			assertThat(server.log()).doesNotContain("WARN", "ERROR");
		}
		assertThat(log.stream().map(WireEvent::seq)).as("no gap")
			.containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
		assertThat(log.stream().map(WireEvent::id).filter(Objects::nonNull)).as("no message twice")
			.doesNotHaveDuplicates();
		Map<String, Long> stored = new HashMap<>();
		log.stream().filter(WireEvent::isMessage).forEach((event) -> stored.put(event.id(), event.seq()));
		assertThat(senders).allSatisfy((sender) -> assertThat(stored).containsAllEntriesOf(sender.confirmed));
		assertThat(log).filteredOn((event) -> !event.isMessage())
			.as("a killed server makes nobody come or go")
			.extracting(WireEvent::line)
			.containsExactlyInAnyOrder("join Ann", "join Bob", "join Cem");
	}

	private static List<WireEvent> read(Visitor visitor) {
		List<WireEvent> log = new ArrayList<>();
		WirePage page;
		do {
			page = visitor.events(ROOM, log.size());
			log.addAll(page.events());
		}
		while (log.size() < page.lastSeq() && !page.events().isEmpty());
		return log;
	}

	private String integrity() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("pragma integrity_check")) {
			return result.getString(1);
		}
	}

	/**
	 * Says one thing after the other until the server is gone, and when it is back first
	 * of all again what was not confirmed.
	 */
	private static final class Sender {

		private final Map<String, Long> confirmed = new HashMap<>();

		private final List<String> unconfirmed = new ArrayList<>();

		private final String name;

		private final Visitor visitor;

		private Talk talk;

		Sender(String name, int port) {
			this.name = name;
			this.visitor = new Visitor("http://localhost:" + port);
		}

		void begin() {
			if (this.talk == null) {
				this.visitor.enter(this.name, ROOM);
			}
			this.talk = new Talk(this.visitor.live().listen(ROOM), ROOM, this.unconfirmed);
			this.talk.start();
		}

		long confirmedNow() {
			return this.talk.confirmed().size();
		}

		void end() {
			this.unconfirmed.clear();
			this.unconfirmed.addAll(this.talk.end());
			this.talk.confirmed().forEach((id, seq) -> {
				Long before = this.confirmed.put(id, seq);
				assertThat(before).as("the same answer again").isIn(null, seq);
			});
			this.unconfirmed.removeAll(this.confirmed.keySet());
		}

	}

}
