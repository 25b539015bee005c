package chat.foyer.browser;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much a first visit brings over the wire, from where, and how calm the page is as it
 * comes.
 */
@BrowserTest
class WeightBrowserTests {

	private static final int KB = 1024;

	private static final String LAYOUT_SHIFT = """
			() => new Promise((done) => {
				let shift = 0;
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries()) {
						shift += entry.value;
					}
				}).observe({ type: "layout-shift", buffered: true });
				setTimeout(() => done(shift), 300);
			})""";

	private final String room = Visitors.newRoom();

	@Test
	void entryPageIsLight(People people) {
		Person ann = people.arrive();
		AtomicLong bytes = weigh(ann);
		ann.open("/").page().waitForLoadState(LoadState.NETWORKIDLE);
		assertThat(bytes.get()).as("bytes over the wire").isBetween(2L * KB, 30L * KB);
		assertThat(layoutShift(ann)).isLessThan(0.02);
	}

	@Test
	void roomPageIsLight(People people) {
		Live bob = people.visit("Bob", this.room).live();
		for (int line = 1; line <= 60; line++) {
			bob.say(this.room, "Line " + line);
		}
		Person ann = people.arrive();
		ann.open("/?room=").nameField().fill("Ann");
		ann.roomField().fill(this.room);
		AtomicLong bytes = weigh(ann);
		ann.button("Come in").click();
		ann.isConnected().page().waitForLoadState(LoadState.NETWORKIDLE);
		assertThat(bytes.get()).as("bytes over the wire").isBetween(10L * KB, 150L * KB);
		assertThat(layoutShift(ann)).isLessThan(0.02);
	}

	@Test
	void whatIsAtAFixedAddressIsFetchedOnce(People people) {
		Person ann = people.enter("Ann", this.room);
		AtomicLong bytes = weigh(ann, false);
		ann.openRoom(this.room).isConnected().page().waitForLoadState(LoadState.NETWORKIDLE);
		assertThat(bytes.get()).as("bytes over the wire").isBetween(KB / 2L, 12L * KB);
	}

	@Test
	void nobodyElseIsAsked(People people) {
		Person ann = people.arrive();
		Set<String> asked = new TreeSet<>();
		ann.browser().onRequest((request) -> asked.add(URI.create(request.url()).getAuthority()));
		ann.page().onWebSocket((socket) -> asked.add(URI.create(socket.url()).getAuthority()));
		ann.enter("Ann", this.room).say("Look at https://example.org/picture.png");
		ann.page().locator(".code summary").click();
		assertThat(ann.page().evaluate("""
				() => document.querySelector(".code img").decode().then(() => true)""")).isEqualTo(true);
		assertThat(ann.pending()).hasCount(0);
		ann.leave().expects("404").open("/no/such/door");
		assertThat(asked).containsExactly(URI.create(people.server()).getAuthority());
	}

	private static AtomicLong weigh(Person person) {
		return weigh(person, true);
	}

	/**
	 * Counts the bytes that come over the wire from now on, as compressed as they come
	 * and with the headers of the answers.
	 */
	private static AtomicLong weigh(Person person, boolean isFirstVisit) {
		AtomicLong bytes = new AtomicLong();
		CDPSession session = person.browser().newCDPSession(person.page());
		session.send("Network.enable");
		if (isFirstVisit) {
			session.send("Network.clearBrowserCache");
		}
		session.on("Network.loadingFinished",
				(finished) -> bytes.addAndGet(finished.get("encodedDataLength").getAsLong()));
		return bytes;
	}

	private static double layoutShift(Person person) {
		return ((Number) person.page().evaluate(LAYOUT_SHIFT)).doubleValue();
	}

}
