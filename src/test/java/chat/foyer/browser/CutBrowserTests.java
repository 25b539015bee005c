package chat.foyer.browser;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line of a real browser is cut again and again, wherever that happens to be, while
 * people talk.
 */
@BrowserTest
class CutBrowserTests {

	private static final Logger logger = LoggerFactory.getLogger(CutBrowserTests.class);

	private static final int CUTS = 60;

	private static final int MILLIS_BETWEEN_WORDS = 80;

	/**
	 * Notes down the number of each event when it is shown, from those that are there on.
	 */
	private static final String NOTE_DOWN = """
			() => {
				const lines = document.getElementById("lines");
				const note = (line) => line.dataset.seq && noted.push(Number(line.dataset.seq));
				window.noted = [];
				Array.from(lines.children, note);
				new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(note)))
					.observe(lines, { childList: true });
			}""";

	private static final String KEEP_SOCKETS = """
			window.sockets = [];
			window.WebSocket = class extends WebSocket {
				constructor(...address) {
					super(...address);
					window.sockets.push(this);
				}
			};""";

	private static final String SEND_WHILE_CLOSING = """
			(text) => {
				const field = document.querySelector("#composer textarea");
				field.value = text;
				window.sockets.at(-1).close();
				field.form.requestSubmit();
			}""";

	private final String room = Visitors.newRoom();

	@AutoClose("shutdownNow")
	private final ScheduledExecutorService others = Executors.newScheduledThreadPool(2);

	@Test
	void everyEventIsShownOnceAndInOrderHoweverOftenTheLineIsCut(People people) {
		long seed = System.nanoTime();
		logger.info("Cutting at random, seed {}", seed);
		Visitor bob = people.visit("Bob", this.room);
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people.arriveAt(wire.address()).expectsCuts().enter("Ann", this.room);
			ann.page().evaluate(NOTE_DOWN);
			List<Future<?>> talks = List.of(talk(bob), talk(people.visit("Cat", this.room)));
			wire.cutAtRandom(new Random(seed));
			int words = 0;
			while (wire.cuts() < CUTS) {
				words++;
				int cuts = wire.cuts();
				ann.say("Word " + words);
				ann.waitUntil(() -> wire.cuts() > cuts || ann.hurry().pending().count() == 0);
			}
			wire.mend();
			// Many cuts look like a network that blocks live connections.
			ann.waitUntil(() -> ann.hurry().state().textContent().equals("Connected"));
			assertThat(ann.isConnected().pending()).hasCount(0);
			talks.forEach((talk) -> talk.cancel(false));

			List<WireEvent> log = readAll(bob);
			ann.waitUntil(() -> noted(ann).size() >= log.size());
			assertThat(noted(ann).subList(0, log.size()))
				.isEqualTo(IntStream.rangeClosed(1, log.size()).boxed().toList());
			assertThat(log).filteredOn((event) -> event.author().equals("Ann") && event.isMessage())
				.extracting(WireEvent::text)
				.containsExactlyElementsOf(IntStream.rangeClosed(1, words).mapToObj((word) -> "Word " + word).toList());
			logger.info("{} cuts, {} events, {} of them Ann's", wire.cuts(), log.size(), words);
		}
	}

	@Test
	void messageIsDeliveredWhenItIsSentWhileTheConnectionCloses(People people) {
		Person ann = people.arrive();
		ann.page().addInitScript(KEEP_SOCKETS);
		ann.enter("Ann", this.room).isConnected().page().evaluate(SEND_WHILE_CLOSING, "Last word");
		ann.hurry().isConnected().sees("Ann joined", "Ann: Last word");
		assertThat(ann.pending()).hasCount(0);
		assertThat(ann.unexpectedTroubles()).isEmpty();
	}

	@Test
	void pageGoesOnOverHttpWhereAnExtensionHasTakenWebSocketAway(People people) {
		Person ann = people.arrive().expects("WebSocket is not defined");
		ann.page().addInitScript("delete window.WebSocket");
		ann.open("/?room=").comeIn("Ann", this.room).hurry();
		assertThat(ann.page().locator("#state[data-state=polling]")).hasCount(1);
		ann.say("Over HTTP").sees("Ann joined", "Ann: Over HTTP");
		assertThat(ann.pending()).hasCount(0);
	}

	@SuppressWarnings("unchecked")
	private static List<Integer> noted(Person person) {
		return (List<Integer>) person.page().evaluate("noted");
	}

	private Future<?> talk(Visitor visitor) {
		Live live = visitor.live();
		AtomicInteger words = new AtomicInteger();
		return this.others.scheduleAtFixedRate(() -> live.say(this.room, "Word " + words.incrementAndGet()), 0,
				MILLIS_BETWEEN_WORDS, TimeUnit.MILLISECONDS);
	}

	private List<WireEvent> readAll(Visitor visitor) {
		return Stream
			.iterate(visitor.events(this.room, 0), (page) -> !page.events().isEmpty(),
					(page) -> visitor.events(this.room, page.events().get(page.events().size() - 1).seq()))
			.map(WirePage::events)
			.flatMap(List::stream)
			.toList();
	}

}
