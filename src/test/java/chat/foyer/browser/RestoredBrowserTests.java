package chat.foyer.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page whose room goes on elsewhere than after the last line shown.
 */
@BrowserTest
@Tag("proof")
class RestoredBrowserTests {

	private static final int FAR = 2_050;

	private final String room = Visitors.newRoom();

	@Test
	void restoredBackupIsShownInPlaceOfNewerLines(People people) throws IOException {
		Path data = SharedServer.newDataDir();
		RunningServer server = RunningServer.start(0, data);
		try {
			int port = server.port();
			Person ann = people.arriveAt(server.address()).expectsCuts().expects("502|503").enter("Ann", this.room);
			Person bob = people.arriveAt(server.address()).expectsCuts().expects("502|503").enter("Bob", this.room);
			ann.say("Kept").sees("Ann joined", "Bob joined", "Ann: Kept");
			ann.page().evaluate("window.isSamePage = true");
			server.close();
			Path backup = SharedServer.newDataDir();
			copy(data, backup);

			server = RunningServer.start(port, data);
			ann.hurry().isConnected();
			bob.hurry().isConnected().say("Lost").say("Lost, too");
			ann.sees("Ann joined", "Bob joined", "Ann: Kept", "Bob: Lost", "Bob: Lost, too");
			server.close();
			assertThat(ann.page().locator("#state[data-state=waiting]")).hasCount(1);
			ann.say("Unsent").composer().fill("Draft");

			server = RunningServer.start(port, backup);
			ann.hurry().isConnected().sees("Ann joined", "Bob joined", "Ann: Kept", "Ann: Unsent");
			assertThat(ann.toast()).containsText("restored from a backup");
			assertThat(ann.composer()).hasValue("Draft");
			bob.hurry().isConnected().say("New");
			List.of(ann, bob)
				.forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Kept", "Ann: Unsent", "Bob: New")
					.seesPeople("Ann", "Bob"));
			assertThat(ann.numbers()).containsExactly(1, 2, 3, 4, 5);
			assertThat(ann.page().evaluate("isSamePage")).isEqualTo(true);
		}
		finally {
			server.close();
		}
	}

	@Test
	void pageFarBehindLoadsAnewAndSaysSo(People people) {
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people.arriveAt(wire.address()).expectsCuts().enter("Ann", this.room);
			wire.refuse("/");
			Live cat = people.visit("Cat", this.room).live();
			IntStream.rangeClosed(1, FAR).forEach((number) -> cat.say(this.room, "Line " + number));
			cat.replies().next((reply) -> reply.seq() != null && reply.seq() == FAR + 2);
			wire.letThrough();
			ann.hurry().isConnected();
			assertThat(ann.toast()).containsText("You were away for a while");
			assertThat(ann.page().locator("#new")).containsText("new");
			List<Integer> shown = ann.isAtEnd().numbers();
			assertThat(shown).isEqualTo(IntStream.rangeClosed(shown.get(0), FAR + 2).boxed().toList());
			assertThat(ann.seesPeople("Ann", "Cat").lines()).endsWith("Cat: Line " + FAR);
			ann.say("Back again");
			assertThat(ann.line("Back again").locator(".delivery-state")).hasCount(0);
			ann.scroll(-100_000);
			ann.waitUntil(() -> ann.numbers().get(0) < shown.get(0));
			assertThat(ann.numbers().get(0)).isLessThan(shown.get(0));
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.copy(file, to.resolve(file.getFileName()));
			}
		}
	}

}
