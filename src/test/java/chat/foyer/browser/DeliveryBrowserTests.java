package chat.foyer.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page does of the delivery contract, over a wire that is not to be trusted.
 */
@BrowserTest
class DeliveryBrowserTests {

	/**
	 * Where the last lines are on the screen, and how large.
	 */
	private static final String LAST_LINES = """
			(count) => Array.from(document.querySelectorAll("#lines > .event"), (line) => {
				const texts = Array.from(line.querySelectorAll(".author, .text"), (part) => part.getBoundingClientRect());
				return [line.getBoundingClientRect(), ...texts].flatMap(({ x, y, height }) => [x, y, height]).join(" ");
			}).slice(-count).join("; ")""";

	private final String room = Visitors.newRoom();

	private Wire wire;

	private Person ann;

	private Person bob;

	@BeforeEach
	void enter(People people) {
		this.wire = new Wire(URI.create(people.server()).getPort());
		this.ann = people.arriveAt(this.wire.address()).expectsCuts().enter("Ann", this.room);
		this.bob = people.enter("Bob", this.room);
		this.ann.sees("Ann joined", "Bob joined");
	}

	@AfterEach
	void close() {
		this.wire.close();
	}

	@Test
	void outboxDeliversOnceAndInOrder() {
		this.wire.hold();
		this.ann.say("One")
			.sees("Ann joined", "Bob joined", "Ann: One [Sending\u2026]")
			.say("Two")
			.sees("Ann joined", "Bob joined", "Ann: One [Sending\u2026]", "Ann: Two [Sending\u2026]");
		this.wire.letGo();
		bothSee("Ann: One", "Ann: Two");

		this.wire.holdAnswers();
		this.ann.say("Once");
		this.bob.sees(after("Ann: One", "Ann: Two", "Ann: Once"));
		this.ann.sees(after("Ann: One", "Ann: Two", "Ann: Once [Sending\u2026]"));
		this.wire.cut();
		this.wire.letGo();
		this.ann.hurry().isConnected().say("And on");
		bothSee("Ann: One", "Ann: Two", "Ann: Once", "Ann: And on");

		this.ann.browser().setOffline(true);
		assertIsInState("offline");
		this.ann.say("Three").say("Four");
		this.bob.say("Are you there?");
		assertThat(this.ann.pending()).hasCount(2);
		assertThat(this.ann.lines()).noneMatch((line) -> line.contains("Are you there?"));
		this.ann.browser().setOffline(false);
		bothSee("Ann: One", "Ann: Two", "Ann: Once", "Ann: And on", "Bob: Are you there?", "Ann: Three", "Ann: Four");
	}

	@Test
	void unsentMessagesSurviveAReloadAndTheEndOfTheBrowser() {
		loseServer();
		assertIsInState("waiting");
		this.ann.say("One").composer().fill("Thr");
		this.ann.reload();
		assertThat(this.ann.composer()).hasValue("Thr");
		assertThat(this.ann.pending()).hasCount(1);
		this.ann.say("Two").page().close();
		this.ann = this.ann.openTab().openRoom(this.room);
		assertThat(this.ann.pending()).hasCount(2);
		this.wire.letThrough();
		this.ann.hurry().say("Three");
		bothSee("Ann: One", "Ann: Two", "Ann: Three");
		assertThat(this.ann.reload().composer()).hasValue("");
	}

	@Test
	void messagesOfAnEarlierSeatAreKeptAsNotDelivered() {
		loseServer();
		assertIsInState("waiting");
		this.ann.expects("403").say("Good night").composer().fill("Thr");
		this.ann.losesSeat();
		this.wire.refuse("/live");
		this.ann.hurry();
		assertIsInState("ended");
		assertThat(this.ann.button("Try again")).not().isVisible();
		this.ann.button("Discard").click();
		assertThat(this.ann.pending()).hasCount(0);
		this.ann.button("Undo").click();
		assertThat(this.ann.line("Good night")).isVisible();
		Person tab = this.ann.openTab().open("/?room=").comeIn("Ann", this.room);
		String kept = "Ann: Good night [Not delivered. Written before you rejoined.]";
		assertThat(tab.line("Good night")).isVisible();
		assertThat(tab.lines()).contains(kept);
		assertThat(tab.composer()).hasValue("Thr");
		this.wire.letThrough();
		tab.hurry().isConnected().button("Try again").click();
		assertThat(this.bob.line("Good night")).isVisible();
		assertThat(tab.pending()).hasCount(0);
		assertThat(this.ann.line("Good night")).isVisible();
	}

	@Test
	void refusedMessageIsKeptUntilItIsDiscardedWhichCanBeUndone() {
		Pattern told = Pattern.compile("Ann: Half an emoji \uFFFD \\[Not delivered\\. .*");
		this.ann.sayUnsendable("Half an emoji ").say("Next");
		assertThat(this.bob.line("Next")).isVisible();
		assertEndsWith(told);
		this.ann.reload();
		assertEndsWith(told);
		this.ann.button("Try again").click();
		assertEndsWith(told);
		this.ann.button("Discard").click();
		assertThat(this.ann.pending()).hasCount(0);
		assertThat(this.ann.toast()).containsText("Message discarded");
		this.ann.button("Undo").click();
		assertEndsWith(told);
		assertThat(this.ann.toast()).isHidden();
		this.ann.button("Discard").click();
		bothSee("Ann: Next");
		this.ann.reload();
		bothSee("Ann: Next");
	}

	@Test
	void messagesWithoutAnAnswerAreSentAgainInOrderOnReconnecting() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		this.wire.hold();
		this.ann.say("Hello?").page().clock().runFor(16_000);
		assertThat(this.ann.line("Hello?").locator(".delivery-state")).hasText(Pattern.compile("Not delivered"));
		this.ann.say("Anybody?");
		this.wire.cut();
		this.wire.letGo();
		this.ann.hurry().isConnected();
		bothSee("Ann: Hello?", "Ann: Anybody?");
	}

	@Test
	@Tag("proof")
	void messageWithoutAnAnswerIsLeftToTheGuestAfterAnHourWhateverTheClockSays() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		this.wire.hold();
		this.ann.say("Hello?").page().clock().runFor(16_000);
		Locator told = this.ann.line("Hello?").locator(".delivery-state");
		assertThat(told).hasText(Pattern.compile("Not delivered"));
		loseServer();
		this.wire.letGo();
		assertIsInState("waiting");
		this.ann.page().clock().setSystemTime(System.currentTimeMillis() - 7_200_000);
		this.ann.page().clock().fastForward(1_800_000);
		this.ann.reload();
		assertThat(told).hasText(Pattern.compile("Not delivered"));
		this.ann.page().clock().fastForward(1_900_000);
		this.wire.letThrough();
		this.ann.waitUntil(() -> this.ann.hurry().state().textContent().equals("Connected"));
		this.ann.isConnected();
		assertThat(told).hasText(Pattern.compile("Not delivered"));
		this.ann.button("Try again").click();
		for (Person person : List.of(this.ann, this.bob)) {
			assertThat(person.pending()).hasCount(0);
			assertThat(person.line("Hello?")).hasCount(1);
		}
	}

	@Test
	void messagesSentTooFastAreDeliveredThoughTheClockIsSetBack() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		List<String> said = IntStream.rangeClosed(1, 24).mapToObj((number) -> "Line " + number).toList();
		said.forEach(this.ann::say);
		this.ann.page().clock().setSystemTime(System.currentTimeMillis() - 3_600_000);
		bothSee(said.stream().map((line) -> "Ann: " + line).toArray(String[]::new));
	}

	@Test
	void confirmedMessageStaysWhereItWasWritten() {
		for (long ahead : new long[] { 0, -40, 40 }) {
			this.ann.page().clock().install();
			this.ann.page().clock().setSystemTime(System.currentTimeMillis() + ahead * 86_400_000);
			this.ann.reload().isConnected();
			assertStayWhenConfirmed("First at " + ahead);
			assertStayWhenConfirmed("Next at " + ahead, "/me waves at " + ahead,
					"\ud83c\udf89".repeat((int) (50 + ahead) / 10));
			this.bob.say("Yes at " + ahead);
			assertThat(this.ann.line("Yes at " + ahead)).isVisible();
			assertStayWhenConfirmed("Another at " + ahead + "\nof two lines");
		}
	}

	@Test
	void deadLineIsReplacedSoonThoughTheClockWasSetBack() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		this.ann.page().evaluate("""
				() => {
					const now = Date.now;
					Date.now = () => now() - 3_600_000;
				}""");
		// The browser keeps some connections open, which are as dead as that of the room.
		int handshakes = this.wire.handshakes();
		this.wire.freeze();
		this.bob.say("Do you hear me?");
		this.ann.page().clock().runFor(26_000);
		waitForHandshakeAfter(handshakes);
		long since = System.nanoTime();
		this.ann.isConnected();
		// Each request over a dead connection would wait for 13 s.
		assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(12));
		this.ann.say("Loud and clear");
		bothSee("Bob: Do you hear me?", "Ann: Loud and clear");
	}

	@Test
	void catchingUpThatFailsKeepsTheConnection() {
		int handshakes = this.wire.handshakes();
		this.wire.refuse(Visitor.addressOf(this.room) + "/events");
		waitForHandshakeAfter(handshakes);
		this.bob.say("Hello");
		assertIsInState("connecting");
		this.wire.letThrough();
		this.ann.isConnected();
		assertThat(this.wire.handshakes()).isEqualTo(handshakes + 1);
		bothSee("Bob: Hello");
	}

	@Test
	void aLongGapIsFetchedPageByPage(People people) {
		List<String> fetched = new CopyOnWriteArrayList<>();
		this.ann.page().onRequest((request) -> fetched.add(request.url()));
		this.wire.refuse("/");
		assertIsInState("waiting");
		Live cat = people.visit("Cat", this.room).live();
		IntStream.rangeClosed(1, 450).forEach((number) -> cat.say(this.room, "Line " + number));
		cat.replies().next((reply) -> reply.seq() != null && reply.seq() == 453);
		this.wire.letThrough();
		this.ann.hurry().isConnected();
		List<Integer> shown = this.ann.numbers();
		assertThat(shown).isEqualTo(IntStream.rangeClosed(shown.get(0), 453).boxed().toList());
		assertThat(this.ann.lines()).endsWith("Cat: Line 449", "Cat: Line 450");
		assertThat(this.ann.page().locator("#new")).hasText("450 new");
		assertThat(fetched).filteredOn((url) -> url.contains("/events?after="))
			.extracting((url) -> url.replaceAll(".*after=(\\d+).*", "$1"))
			.contains("202", "402");
	}

	@Test
	void twoTabsOfOneGuestAgree() {
		Person tab = this.ann.openTab().openRoom(this.room).isConnected();
		loseServer();
		assertIsInState("waiting");
		this.ann.say("One");
		assertThat(tab.pending()).hasCount(1);
		tab.say("Two");
		assertThat(this.ann.pending()).hasCount(2);
		this.wire.letThrough();
		List.of(this.ann, tab).forEach(Person::hurry);
		this.ann.isConnected();
		tab.isConnected().say("Three");
		this.bob.waitUntil(() -> this.bob.lines().size() == 5);
		List<String> said = this.bob.lines();
		assertThat(said).containsExactlyInAnyOrder("Ann joined", "Bob joined", "Ann: One", "Ann: Two", "Ann: Three");
		List.of(this.ann, tab).forEach((one) -> one.sees(said));
	}

	@Test
	void unsentMessagesAreKeptWhenTheirAuthorLeavesAndComesBack() {
		loseServer();
		assertIsInState("waiting");
		this.ann.say("Not sent").composer().fill("Half a thou");
		this.ann.leave();
		assertThat(this.ann.toast()).containsText("Unsent messages are kept for when you come back.");
		this.bob.sees(after("Ann left"));
		this.wire.letThrough();
		this.ann.button("Undo").click();
		assertThat(this.ann.composer()).hasValue("Half a thou");
		this.ann.isConnected().button("Try again").click();
		assertThat(this.bob.line("Not sent")).isVisible();
		assertThat(this.ann.pending()).hasCount(0);
	}

	@Test
	void warnsOfWhatTheBrowserCannotKeepAndAsksOnLeaving() {
		List<String> asked = new CopyOnWriteArrayList<>();
		this.ann.expects("^dialog: ").browser().onDialog((dialog) -> asked.add(dialog.type()));
		this.ann.page().evaluate("""
				() => {
					Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
				}""");
		Locator note = this.ann.page().locator("#note");
		loseServer();
		assertIsInState("waiting");
		assertThat(note).isEmpty();
		this.ann.composer().fill("Not kept");
		assertThat(note).containsText("can\u2019t keep unsent text");
		this.ann.composer().press("Enter");
		assertThat(this.ann.pending()).hasCount(1);
		assertThat(note).containsText("can\u2019t keep unsent text");
		this.wire.letThrough();
		this.ann.hurry().isConnected();
		bothSee("Ann: Not kept");
		assertThat(note).isEmpty();
		this.ann.composer().fill("Not kept either");
		this.ann.leave();
		assertThat(this.ann.toast()).containsText("You left");
		assertThat(this.ann.toast()).not().containsText("Unsent messages");
		assertThat(asked).containsExactly("beforeunload");
	}

	@Test
	void leaveThatDoesNotGoThroughReloadsThePage() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		this.ann.page().route("**/leave", (route) -> route.abort("aborted"));
		this.ann.leave().composer().fill("Half a thou");
		this.ann.composer().press("Enter");
		assertThat(this.ann.composer()).hasValue("Half a thou");
		this.ann.page().clock().runFor(11_000);
		this.ann.isConnected();
		assertThat(this.ann.composer()).hasValue("Half a thou");
		this.ann.say("Still here");
		bothSee("Ann: Still here");
	}

	@Test
	void aRestartOfTheServerLosesNothingAndNobody(People people) {
		Path data = SharedServer.newDataDir();
		RunningServer server = RunningServer.start(0, data);
		try {
			int port = server.port();
			Person cat = people.arriveAt(server.address()).expectsCuts().enter("Cat", this.room).say("Before");
			Person dan = people.arriveAt(server.address()).expectsCuts().enter("Dan", this.room);
			server.close();
			assertThat(cat.page().locator("#state[data-state=waiting]")).hasCount(1);
			cat.say("Meanwhile");
			server = RunningServer.start(port, data);
			assertThat(cat.hurry().isConnected().pending()).hasCount(0);
			assertThat(dan.hurry().line("Meanwhile")).isVisible();
			dan.isConnected().say("After");
			List.of(cat, dan)
				.forEach((one) -> one.sees("Cat joined", "Cat: Before", "Dan joined", "Cat: Meanwhile", "Dan: After")
					.seesPeople("Cat", "Dan"));
			assertThat(dan.numbers()).containsExactly(1, 2, 3, 4, 5);
			assertThat(new Visitor(server.address()).enter("Eve", this.room).events(this.room, 0).seqs()).startsWith(1L,
					2L, 3L, 4L, 5L);
		}
		finally {
			server.close();
		}
	}

	private void assertStayWhenConfirmed(String... texts) {
		this.wire.hold();
		List.of(texts).forEach(this.ann::say);
		assertThat(this.ann.pending()).hasCount(texts.length);
		assertThat(this.ann.pending().locator("time")).hasCount(0);
		this.ann.isAtEnd();
		Object before = this.ann.page().evaluate(LAST_LINES, texts.length);
		this.wire.letGo();
		assertThat(this.ann.pending()).hasCount(0);
		this.ann.isAtEnd();
		assertThat(this.ann.page().evaluate(LAST_LINES, texts.length)).as(texts[0]).isEqualTo(before);
	}

	/**
	 * Ann's page can be loaded, but reaches the room neither live nor by reading.
	 */
	private void loseServer() {
		this.wire.refuse("/live", Visitor.addressOf(this.room) + "/events");
	}

	private void bothSee(String... lines) {
		List.of(this.ann, this.bob).forEach((one) -> one.sees(after(lines)));
	}

	/**
	 * Waits until Ann's page makes its next connection.
	 * @param handshakes how many there were before
	 */
	private void waitForHandshakeAfter(int handshakes) {
		this.ann.waitUntil(() -> this.wire.handshakes() > handshakes);
		assertThat(this.wire.handshakes()).isGreaterThan(handshakes);
	}

	/**
	 * The lines of a room to which Ann and Bob came, and then these.
	 */
	private static List<String> after(String... lines) {
		return Stream.concat(Stream.of("Ann joined", "Bob joined"), Stream.of(lines)).toList();
	}

	private void assertIsInState(String state) {
		assertThat(this.ann.page().locator("#state[data-state=" + state + "]")).hasCount(1);
	}

	/**
	 * Waits until Ann sees a last line of this kind.
	 */
	private void assertEndsWith(Pattern last) {
		this.ann.waitUntil(() -> last.matcher(lastLine()).matches());
		assertThat(lastLine()).matches(last);
	}

	private String lastLine() {
		List<String> lines = this.ann.lines();
		return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
	}

}
