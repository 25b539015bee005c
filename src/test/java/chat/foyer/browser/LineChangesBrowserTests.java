package chat.foyer.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How lines live on the page: edited, deleted, reacted to, pinned and quoted.
 */
@BrowserTest
class LineChangesBrowserTests {

	private static final Logger logger = LoggerFactory.getLogger(LineChangesBrowserTests.class);

	private static final int ACTIONS = 150;

	private static final int MOST_MESSAGES = 35;

	/**
	 * The lines as HTML without what may differ: times, marks between lines, the order of
	 * attributes and classes, what is shown on hover, what follows what, since unread
	 * messages are set apart, and whether an instant of a full second has milliseconds.
	 */
	private static final String LINES = """
			() => {
				const drop = ["data-exact", "title", "tabindex", "aria-describedby", "style"];
				const write = (node) => {
					if (node.nodeType === Node.TEXT_NODE) {
						return node.data.trim() === "" ? "" : node.data;
					}
					const names = node.getAttributeNames().filter((name) => !drop.includes(name)).sort();
					const classes = [...node.classList].filter((one) => one !== "follows").sort().join(" ");
					const valueOf = (name) => name === "class" ? classes : node.getAttribute(name).replace(/\\.000Z$/, "Z");
					const values = names.map((name) => [name, valueOf(name)]);
					const children = [...node.childNodes].filter((child) => child.localName !== "time").map(write);
					return `<${node.localName} ${JSON.stringify(values)}>${children.join("")}</>`;
				};
				return Array.from(document.querySelectorAll("#lines > .event"), write);
			}""";

	private static final String POST = """
			([path, fields]) => fetch(path, { method: "POST", redirect: "manual", body: new URLSearchParams(
				[...new FormData(document.getElementById("leave")), ...Object.entries(fields)]) }).then(() => {})""";

	private static final String FIRST_IN_SIGHT = """
			() => Array.from(document.querySelectorAll("#lines > .message")).find((line) =>
				line.getBoundingClientRect().bottom > document.getElementById("box").getBoundingClientRect().top).id""";

	private static final String TOP = """
			(line) => line.getBoundingClientRect().top""";

	private final String room = Visitors.newRoom();

	@Test
	void cutPageEndsWithTheSameLinesAsOthers(People people) {
		long seed = System.nanoTime();
		logger.info("Changing at random, seed {}", seed);
		Random random = new Random(seed);
		Visitor bob = people.visit("Bob", this.room);
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person cut = people.arriveAt(wire.address()).expectsCuts().expects("status of 4").enter("Ann", this.room);
			Person whole = cut.openTab().open(people.server() + Visitor.addressOf(this.room)).isConnected();
			History history = new History(whole, bob, people.visit("Cat", this.room));
			history.say(0, "First");
			wire.cutAtRandom(new Random(seed));
			for (int action = 0; action < ACTIONS; action++) {
				history.act(random);
				if (action == ACTIONS / 2) {
					history.deleteFirst();
				}
				if (action % 10 == 0) {
					cut.hurry();
				}
			}
			history.sayInARow();
			wire.mend();
			Person fresh = cut.openTab().open(people.server() + Visitor.addressOf(this.room)).isConnected();
			cut.waitUntil(
					() -> cut.hurry().state().textContent().equals("Connected") && lines(cut).equals(lines(fresh)));
			assertThat(lines(cut)).as("after %s cuts", wire.cuts()).containsExactlyElementsOf(lines(fresh));
			whole.waitUntil(() -> lines(whole).equals(lines(fresh)));
			assertThat(lines(whole)).containsExactlyElementsOf(lines(fresh));
			List<String> apart = Stream.of(whole, fresh).flatMap((one) -> firstUnread(one).stream()).toList();
			assertThat(following(whole, apart)).isEqualTo(following(fresh, apart)).isNotEmpty();
			cut.waitUntil(() -> pins(cut).equals(pins(fresh)));
			assertThat(pins(cut)).isEqualTo(pins(fresh));
			assertThat(lines(fresh).toString()).contains("\"chip\"", "\"edited\"", "deleted", "\"quote\"");
			logger.info("{} cuts, {} lines", wire.cuts(), lines(fresh).size());
		}
	}

	@Test
	void pageCutBeforeADeletionShowsNoTextAfter(People people) {
		Visitor bob = people.visit("Bob", this.room);
		say(bob, Map.of("text", "A secret"));
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people.arriveAt(wire.address()).expectsCuts().enter("Ann", this.room);
			say(bob, Map.of("text", "What I said", "re", "2"));
			assertThat(ann.line("What I said").locator(".quote")).hasText("Bob A secret");
			// As a newer server may have it
			ann.page().route("**/events?*", LineChangesBrowserTests::turnJoinsIntoUnknownEvents);
			wire.refuseEverything();
			wire.cut();
			change(bob, 2, "delete", Map.of());
			people.visit("Cat", this.room);
			say(bob, Map.of("text", "Later"));
			wire.letThrough();
			ann.waitUntil(() -> ann.hurry().line("Later").count() > 0);
			ann.isConnected()
				.sees("Bob joined", "Bob: Bob deleted a message", "Ann joined", "Bob: What I said", "Bob: Later");
			assertThat(ann.line("What I said").locator(".quote")).hasText("Bob Deleted message");
			assertThat(ann.page().content()).doesNotContain("A secret");
			assertThat(ann.reload().isConnected().page().content()).doesNotContain("A secret");
			// Closing the page while a request is held for the route fails.
			ann.page().unrouteAll();
		}
	}

	@Test
	void changesMoveNobody(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Live live = bob.live();
		IntStream.rangeClosed(1, 60).forEach((number) -> live.say(this.room, "Line " + number));
		live.replies().next((reply) -> reply.seq() != null && reply.seq() == 61);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		for (String emoji : List.of("👍", "🎉", "😂")) {
			change(bob, 61, "react", Map.of("emoji", emoji, "on", "true"));
			change(bob, 40, "react", Map.of("emoji", emoji, "on", "true"));
		}
		assertThat(ann.line("Line 60").locator(".chip")).hasCount(3);
		ann.isAtEnd();
		ann.scroll(-500);
		Locator read = ann.page().locator("#" + ann.page().evaluate(FIRST_IN_SIGHT));
		double top = ((Number) read.evaluate(TOP)).doubleValue();
		change(bob, 30, "react", Map.of("emoji", "👍", "on", "true"));
		change(bob, 61, "edit", Map.of("text", "Line 60\nwith\nmore\nlines"));
		change(bob, 25, "delete", Map.of());
		assertThat(ann.page().locator("#m25")).hasClass(Pattern.compile("deleted"));
		assertThat(((Number) read.evaluate(TOP)).doubleValue()).isCloseTo(top, Offset.offset(1.5));
		assertThat(ann.page().locator("#latest .count")).isHidden();
		assertThat(ann.page()).hasTitle(Pattern.compile("^" + this.room));
	}

	@Test
	void quotesAndPinsLeadToTheirMessages(People people) {
		Visitor bob = people.visit("Bob", this.room);
		say(bob, Map.of("text", "The plan"));
		Live live = bob.live();
		IntStream.rangeClosed(1, 180).forEach((number) -> live.say(this.room, "Line " + number));
		live.replies().next((reply) -> reply.seq() != null && reply.seq() == 182);
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.page().locator("#pins")).isHidden();
		say(bob, Map.of("text", "As planned", "re", "2"));
		change(bob, 2, "pin", Map.of("on", "true"));
		assertThat(ann.page().locator("#pins summary")).containsText("The plan");
		change(bob, 2, "edit", Map.of("text", "The new plan"));
		assertThat(ann.page().locator("#pins summary")).containsText("The new plan");
		Locator quote = ann.line("As planned").locator(".quote");
		assertThat(quote).hasText("Bob The new plan");
		quote.click();
		assertThat(ann.line("The new plan")).isInViewport();
		ann.page().keyboard().press("End");
		ann.isAtEnd();
		ann.page().locator("#pins summary").click();
		ann.page().locator("#pins .quote").click();
		assertThat(ann.line("The new plan")).isInViewport();
		change(bob, 2, "react", Map.of("emoji", "👍", "on", "true"));
		Locator chip = ann.line("The new plan").locator(".chip");
		assertThat(chip).hasText("👍 1");
		chip.hover();
		assertThat(ann.page().locator("#exact")).hasText("\u2068Bob\u2069");
		change(bob, 2, "delete", Map.of());
		assertThat(ann.page().locator("#pins")).isHidden();
	}

	@SuppressWarnings("unchecked")
	private static List<String> lines(Person person) {
		return (List<String>) person.page().evaluate(LINES);
	}

	/**
	 * The messages that follow those above them.
	 * @param apart messages that may have a mark above them
	 */
	private static List<String> following(Person person, List<String> apart) {
		return idsOf(person, "#lines > .follows").filter((id) -> !apart.contains(id)).toList();
	}

	/**
	 * The message below the mark where the unread ones begin. Whether a page shows that
	 * mark depends on when it was opened.
	 */
	private static Optional<String> firstUnread(Person person) {
		return idsOf(person, "#lines > .unread ~ .message").findFirst();
	}

	private static Stream<String> idsOf(Person person, String lines) {
		return person.page().locator(lines).all().stream().map((line) -> line.getAttribute("id"));
	}

	private static List<String> pins(Person person) {
		return person.page().locator("#pins").getAttribute("hidden") != null ? List.of()
				: person.page().locator("#pins .quote").allTextContents();
	}

	private static void turnJoinsIntoUnknownEvents(Route route) {
		try {
			APIResponse response = route.fetch();
			route.fulfill(new Route.FulfillOptions().setResponse(response)
				.setBody(response.text().replace("\"type\":\"join\"", "\"type\":\"wave\",\"of\":1")));
		}
		catch (PlaywrightException ex) {
			// The line is still cut.
			route.abort();
		}
	}

	private void say(Visitor visitor, Map<String, String> fields) {
		assertThat(visitor.say(this.room, fields).statusCode()).isEqualTo(303);
	}

	private void change(Visitor visitor, long seq, String change, Map<String, String> fields) {
		String address = Visitor.addressOf(this.room);
		assertThat(visitor.submit(address, address + "/messages/" + seq + "/" + change, fields).statusCode())
			.isEqualTo(303);
	}

	/**
	 * What three people say and change at random. Some of it is refused.
	 */
	private final class History {

		private static final List<String> EMOJI = List.of("👍", "🎉", "😂", "❤️");

		private final Person ann;

		private final List<Visitor> others;

		private final Map<Visitor, String> tokens = new HashMap<>();

		private final List<WireEvent> messages = new ArrayList<>();

		private long lastSeq;

		History(Person ann, Visitor... others) {
			this.ann = ann;
			this.others = List.of(others);
			this.others.forEach((other) -> this.tokens.put(other, other.token(Visitor.addressOf(room()))));
		}

		private String room() {
			return LineChangesBrowserTests.this.room;
		}

		void say(int who, String text) {
			post(who, "", Map.of("text", text));
		}

		/**
		 * By chance alone there may be no deletion.
		 */
		void deleteFirst() {
			post(0, "/" + this.messages.get(0).seq() + "/delete", Map.of());
		}

		/**
		 * By chance alone no message may follow another.
		 */
		void sayInARow() {
			List.of("One", "Two", "Three").forEach((text) -> say(1, text));
		}

		void act(Random random) {
			int who = random.nextInt(3);
			WireEvent message = this.messages.get(random.nextInt(this.messages.size()));
			List<WireEvent> own = this.messages.stream()
				.filter((one) -> one.author().equals(List.of("Ann", "Bob", "Cat").get(who)))
				.toList();
			String path = "/" + message.seq();
			String text = "Text " + random.nextInt(1_000) + (random.nextBoolean() ? " with *emphasis*" : "");
			int kind = random.nextInt(12);
			if (kind < 3 && this.messages.size() < MOST_MESSAGES) {
				post(who, "", random.nextBoolean() ? Map.of("text", text)
						: Map.of("text", text, "re", String.valueOf(message.seq())));
			}
			else if (kind < 8) {
				post(who, path + "/react", Map.of("emoji", EMOJI.get(random.nextInt(EMOJI.size())), "on",
						String.valueOf(random.nextInt(3) > 0)));
			}
			else if (kind == 8) {
				post(who, path + "/pin", Map.of("on", String.valueOf(random.nextBoolean())));
			}
			else if (!own.isEmpty()) {
				String mine = "/" + own.get(random.nextInt(own.size())).seq();
				boolean isDeletion = kind == 9 && random.nextInt(3) == 0;
				post(who, mine + (isDeletion ? "/delete" : "/edit"), isDeletion ? Map.of() : Map.of("text", text));
			}
		}

		private void post(int who, String path, Map<String, String> fields) {
			String address = Visitor.addressOf(room()) + "/messages" + path;
			if (who == 0) {
				this.ann.page().evaluate(POST, List.of(address, fields));
			}
			else {
				Visitor other = this.others.get(who - 1);
				Map<String, String> all = new HashMap<>(fields);
				all.put("_csrf", this.tokens.get(other));
				other.post(address, all);
			}
			List<WireEvent> events = this.others.get(0).events(room(), this.lastSeq).events();
			events.stream().filter(WireEvent::isMessage).forEach(this.messages::add);
			this.lastSeq = events.isEmpty() ? this.lastSeq : events.get(events.size() - 1).seq();
		}

	}

}
