package chat.foyer.browser;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import chat.foyer.browser.WalkConditions.Guest;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.PlaywrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two guests use the page at random for as long as the system property {@code foyer.walk}
 * says ({@code PT2M}), while the network, the server, the clock, the window and other
 * applications of the host do what they like. Whatever happens, no word is lost or said
 * twice, no seat is lost that was not left, and the page goes on working without being
 * reloaded. The property {@code foyer.walk.seed} repeats the choices of an earlier walk;
 * what comes of them also depends on the time that the browser takes.
 */
@BrowserTest
@Tag("proof")
class WalkProcessTests {

	private static final Duration LENGTH = Duration.parse(System.getProperty("foyer.walk", "PT2M"));

	private static final long SEED = Long.getLong("foyer.walk.seed", System.nanoTime());

	private static final Duration CHECKED_EVERY = Duration.ofMinutes(1);

	@Test
	void nothingIsLostWhateverHappens(People people) throws IOException {
		System.out.println("Walking for " + LENGTH + " with -Dfoyer.walk.seed=" + SEED);
		Random random = new Random(SEED);
		// The last two have the same capitals.
		String room = Visitors.newRoom();
		List<String> rooms = List.of(Visitors.newRoom(), room + " s\u0131n\u0131f", room + " sinif");
		try (WalkServer server = new WalkServer();
				Wire annsWire = new Wire(server.port());
				Wire bobsWire = new Wire(server.port())) {
			Walker ann = new Walker(arrive(people, annsWire), "Ann", rooms, new Random(random.nextLong()), 0x3400);
			Walker bob = new Walker(arrive(people, bobsWire), "Bob", rooms, new Random(random.nextLong()), 0x4100);
			WalkConditions conditions = new WalkConditions(server,
					List.of(new Guest(ann, annsWire), new Guest(bob, bobsWire)), new Random(random.nextLong()));
			WalkLogs logs = new WalkLogs(server.address());
			long end = System.nanoTime() + LENGTH.toNanos();
			int steps = 0;
			while (System.nanoTime() < end) {
				long pause = Math.min(end, System.nanoTime() + CHECKED_EVERY.toNanos());
				while (System.nanoTime() < pause) {
					conditions.step();
					ann.step();
					bob.step();
					steps += 2;
				}
				conditions.calm();
				check(ann, bob, rooms.get(0), logs, server);
			}
			System.out.println("Steps: " + steps + ", words: " + (ann.marks() + bob.marks()));
			assertThat(ann.marks()).isGreaterThan(10);
		}
	}

	private static void check(Walker ann, Walker bob, String room, WalkLogs logs, WalkServer server) {
		boolean mayEnd = server.wasRestored();
		try {
			assertThat(ann.faultsOfOpenPages(logs, mayEnd)).isEmpty();
			assertThat(bob.faultsOfOpenPages(logs, mayEnd)).isEmpty();
			ann.saySomething();
			bob.saySomething();
			ann.goTo(room);
			bob.goTo(room);
			assertThat(bob.person().line(ann.saySomething())).isVisible();
			assertThat(ann.person().line(bob.saySomething())).isVisible();
			assertThat(ann.faults(logs, server.lost(), mayEnd)).isEmpty();
			assertThat(bob.faults(logs, server.lost(), mayEnd)).isEmpty();
		}
		catch (AssertionError | PlaywrightException ex) {
			throw new AssertionError("-Dfoyer.walk.seed=" + SEED + "\n" + ann.lately() + "\n" + bob.lately(), ex);
		}
	}

	private static Person arrive(People people, Wire wire) {
		// What is missing, refused or taken on the way is part of it.
		return people.arriveAt(wire.address())
			.expectsCuts()
			.expects("responded with a status of (403|404|405|409|422|502|503)")
			// A line that is cut within the headers of an answer leaves a part of them.
			.expects("Content Security Policy|MIME type");
	}

}
