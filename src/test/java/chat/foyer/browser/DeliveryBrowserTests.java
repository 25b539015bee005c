package chat.foyer.browser;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
	void whatIsWrittenOfflineIsDeliveredOnceAndInOrderLater() {
		this.ann.browser().setOffline(true);
		this.ann.isInState("You\u2019re offline").say("One").say("Two").say("Three");
		this.ann.sees("Ann joined", "Bob joined", "Ann: One [Waiting for a connection]",
				"Ann: Two [Waiting for a connection]", "Ann: Three [Waiting for a connection]");
		this.bob.say("Are you there?");
		this.ann.browser().setOffline(false);
		List.of(this.ann, this.bob)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", "Bob: Are you there?", "Ann: One", "Ann: Two",
					"Ann: Three"));
	}

	@Test
	void whatIsNotSentSurvivesAReload() {
		this.wire.refuse("/live");
		this.ann.isInState("Reconnecting\u2026").say("One").say("Two").composer().fill("Thr");
		this.ann.reload();
		assertThat(this.ann.composer()).hasValue("Thr");
		this.ann.sees("Ann joined", "Bob joined", "Ann: One [Waiting for a connection]",
				"Ann: Two [Waiting for a connection]");
		this.wire.letThrough();
		this.ann.hurry().say("Three");
		List.of(this.ann, this.bob)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: One", "Ann: Two", "Ann: Three"));
		assertThat(this.ann.reload().composer()).hasValue("");
	}

	@Test
	void whatIsNotSentSurvivesTheBrowsersEnd(People people) {
		this.ann.browser().setOffline(true);
		this.ann.isInState("You\u2019re offline").say("Good night");
		this.ann.page().close();
		this.ann.browser().setOffline(false);
		this.ann.openTab().openRoom(this.room).sees("Ann joined", "Bob joined", "Ann: Good night");
		this.bob.sees("Ann joined", "Bob joined", "Ann: Good night");
	}

	@Test
	void whatAnEarlierSeatHadNotSentIsKeptAsNotDelivered() {
		this.wire.refuse("/live");
		this.ann.expects("403").isInState("Reconnecting\u2026").say("Good night").composer().fill("Thr");
		this.ann.losesSeat().hurry().isInState("Not connected");
		assertThat(this.ann.button("Discard")).isVisible();
		assertThat(this.ann.button("Try again")).not().isVisible();
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
	void aMessageIsShownAtOnceAsSending() {
		this.wire.hold();
		this.ann.say("On its way")
			.sees("Ann joined", "Bob joined", "Ann: On its way [Sending\u2026]")
			.say("Behind it")
			.sees("Ann joined", "Bob joined", "Ann: On its way [Sending\u2026]", "Ann: Behind it [Sending\u2026]");
		this.wire.letGo();
		List.of(this.ann, this.bob)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: On its way", "Ann: Behind it"));
	}

	@Test
	void aMessageWhoseAnswerIsLostIsSentAgainAndSaidOnce() {
		this.wire.holdAnswers();
		this.ann.say("Once");
		this.bob.sees("Ann joined", "Bob joined", "Ann: Once");
		this.ann.sees("Ann joined", "Bob joined", "Ann: Once [Sending\u2026]");
		this.wire.cut();
		this.wire.letGo();
		this.ann.hurry().isConnected().say("And on");
		List.of(this.ann, this.bob).forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Once", "Ann: And on"));
	}

	@Test
	void whatIsRefusedIsShownAsNotDeliveredUntilItIsDiscarded() {
		String told = "Ann: Half an emoji \uFFFD [Not delivered. This text can\u2019t be sent.]";
		this.ann.sayUnsendable("Half an emoji ").sees("Ann joined", "Bob joined", told).say("Next");
		this.ann.sees("Ann joined", "Bob joined", "Ann: Next", told);
		this.ann.reload().sees("Ann joined", "Bob joined", "Ann: Next", told);
		this.ann.button("Try again").click();
		this.ann.sees("Ann joined", "Bob joined", "Ann: Next", told);
		this.ann.button("Discard").click();
		List.of(this.ann, this.bob).forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Next"));
		this.ann.reload().sees("Ann joined", "Bob joined", "Ann: Next");
	}

	@Test
	void whatGetsNoAnswerIsShownAsNotDeliveredAndCanBeTriedAgain() {
		this.ann.page().clock().install();
		this.ann.reload().isConnected();
		this.wire.hold();
		this.ann.say("Hello?").page().clock().runFor(16_000);
		this.ann.sees("Ann joined", "Bob joined", "Ann: Hello? [Not delivered. No answer came.]");
		this.wire.cut();
		this.wire.letGo();
		this.ann.hurry().isConnected().button("Try again").click();
		List.of(this.ann, this.bob).forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Hello?"));
	}

	@Test
	void aLongGapIsFetchedPageByPage(People people) {
		List<String> fetched = new CopyOnWriteArrayList<>();
		this.ann.page().onRequest((request) -> fetched.add(request.url()));
		this.wire.refuse("/");
		this.ann.isInState("Reconnecting\u2026");
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
		this.wire.refuse("/live");
		List.of(this.ann, tab).forEach((one) -> one.isInState("Reconnecting\u2026"));
		this.ann.say("One");
		String waiting = "Ann: One [Waiting for a connection]";
		tab.sees("Ann joined", "Bob joined", waiting).say("Two");
		List.of(this.ann, tab)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", waiting, "Ann: Two [Waiting for a connection]"));
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
		this.wire.refuse("/live");
		this.ann.isInState("Reconnecting\u2026").say("Not sent").composer().fill("Half a thou");
		this.ann.leave();
		assertThat(this.ann.toast()).containsText("Unsent messages are kept for when you come back.");
		this.bob.sees("Ann joined", "Bob joined", "Ann left");
		this.wire.letThrough();
		this.ann.button("Undo").click();
		assertThat(this.ann.composer()).hasValue("Half a thou");
		this.ann.isConnected().button("Try again").click();
		assertThat(this.bob.line("Not sent")).isVisible();
		assertThat(this.ann.pending()).hasCount(0);
	}

	@Test
	void discardedMessageCanBeTakenBack() {
		this.ann.sayUnsendable("Turn round ");
		this.ann.button("Discard").click();
		assertThat(this.ann.pending()).hasCount(0);
		assertThat(this.ann.toast()).containsText("Message discarded");
		this.ann.composer().fill("Draft");
		this.ann.button("Undo").click();
		assertThat(this.ann.composer()).hasValue(Pattern.compile("Draft\nTurn round ."));
		assertThat(this.ann.composer()).isFocused();
		assertThat(this.ann.toast()).isHidden();
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
			cat.isInState("Reconnecting\u2026").say("Meanwhile");
			dan.isInState("Reconnecting\u2026");
			server = RunningServer.start(port, data);
			assertThat(dan.line("Meanwhile")).isVisible();
			cat.isConnected();
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

}
