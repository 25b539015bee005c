package chat.foyer.browser;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links to lines, and the stretch of the past that they open.
 */
@BrowserTest
class PermalinkBrowserTests {

	private static final int LINES = 500;

	private static final Pattern EVENTS = Pattern.compile("/events\\?");

	private final String room = Visitors.newRoom();

	/**
	 * The number of the line "Line 0".
	 */
	private int zero;

	@Test
	void opensTheLinesAroundOneAndLeadsFromThereToTheLiveEnd(People people) {
		Live bob = people.visit("Bob", this.room).live();
		talk(bob);
		Person ann = people.enter("Ann", this.room);
		open(ann, 200);
		assertThat(ann.numbers()).doesNotContain(seq(LINES));
		assertThat(ann.numbers().get(0)).isGreaterThan(seq(0));
		assertThat(label(ann)).isEqualTo("\"Jump to latest\"");

		bob.say(this.room, "Live 1");
		ann.waitUntil(() -> label(ann).contains("1 new"));
		assertThat(label(ann)).isEqualTo("\"Jump to latest \u00B7 1 new\"");
		assertThat(ann.page()).hasTitle(Pattern.compile("^\\(1\\) .*"));
		assertThat(ann.line("Line 200")).isInViewport();
		assertThat(ann.line("Live 1")).hasCount(0);

		scrollUntil(ann, "0", () -> ann.line("Line 5").count() > 0);
		scrollUntil(ann, "box.scrollHeight", () -> ann.line("Live 1").count() > 0);
		ann.box().evaluate("(box) => { box.scrollTop = box.scrollHeight; }");
		ann.isAtEnd();
		assertThat(latest(ann)).isHidden();
		assertThat(ann.page()).not().hasTitle(Pattern.compile("^\\(.*"));
		assertThat(ann.page()).hasURL(people.server() + Visitor.addressOf(this.room));
		bob.say(this.room, "Live 2");
		assertThat(ann.line("Live 2")).isInViewport();
		ann.isAtEnd();
	}

	@Test
	void placesStayInTheHistoryOfTheBrowser(People people) {
		Live bob = people.visit("Bob", this.room).live();
		talk(bob);
		Person ann = people.enter("Ann", this.room);
		String link = people.server() + address(30) + "#m" + seq(30);
		bob.say(this.room, "See " + link);
		ann.link(link).click();
		isAt(ann, 30);
		assertThat(ann.page()).hasURL(link);
		latest(ann).click();
		assertThat(ann.line("See ")).isInViewport();
		ann.isAtEnd();
		assertThat(ann.page()).hasURL(people.server() + Visitor.addressOf(this.room));

		ann.page().goBack();
		isAt(ann, 30);
		ann.page().goBack();
		assertThat(ann.line("See ")).isInViewport();
		ann.page().goForward();
		isAt(ann, 30);
		ann.reload().isConnected();
		isAt(ann, 30);
		bob.say(this.room, "Later");
		assertThat(ann.page().locator("#latest .count")).hasText("1");
		ann.say("Mine");
		assertThat(ann.line("Mine")).isInViewport();
		assertThat(ann.line("Later")).isInViewport();
		ann.isAtEnd();
		assertThat(ann.pending()).hasCount(0);
		assertIsOneStretch(ann);
		ann.reload().isConnected().isAtEnd();

		ann.open(address(LINES * 9)).isConnected().isAtEnd();
		assertThat(ann.toast()).containsText("doesn\u2019t exist");
	}

	@Test
	void aFailedJumpLeavesALivingRoomAndCanBeTriedAgain(People people) {
		Live bob = people.visit("Bob", this.room).live();
		talk(bob);
		Person ann = people.enter("Ann", this.room).expects("net::ERR_").expects("503");
		bob.say(this.room, "See " + people.server() + address(30));
		List<Consumer<Route>> failures = List.of(Route::abort,
				(route) -> route.fulfill(new FulfillOptions().setStatus(503)));
		ann.link(address(30)).scrollIntoViewIfNeeded();
		for (Consumer<Route> failure : failures) {
			ann.page().route(EVENTS, failure);
			if (failure == failures.get(0)) {
				ann.link(address(30)).click();
			}
			else {
				ann.button("Try again").click();
			}
			assertThat(ann.toast()).containsText("couldn\u2019t be loaded");
			ann.page().unroute(EVENTS);
			assertThat(ann.line("See ")).isInViewport();
			bob.say(this.room, "Still here");
			assertThat(ann.line("Still here").last()).isInViewport();
			ann.isAtEnd();
		}
		ann.button("Try again").click();
		isAt(ann, 30);

		// Opened anew, the page has no newest lines, which cannot be fetched either.
		ann.reload().isConnected();
		isAt(ann, 30);
		ann.page().route(EVENTS, Route::abort);
		latest(ann).click();
		assertThat(ann.toast()).containsText("couldn\u2019t be loaded");
		isAt(ann, 30);
		ann.page().unroute(EVENTS);
		ann.button("Try again").click();
		assertThat(ann.line("Still here").last()).isInViewport();
		ann.isAtEnd();
		assertIsOneStretch(ann);
	}

	@Test
	void linkLeadsThroughTheEntryForm(People people) {
		talk(people.visit("Bob", this.room).live());
		Person ann = people.arrive().expects("409");
		ann.open(address(30) + "#m" + seq(30)).nameField().fill("Bob");
		ann.button("Come in").click();
		ann.button("Come in as \u201CBob 2\u201D").click();
		isAt(ann, 30);
		ann.isConnected();
		assertThat(ann.page()).hasURL(Pattern.compile("/at/" + seq(30) + "#m" + seq(30) + "$"));
	}

	@Test
	void linkAndItsNeighboursAreReadWithoutScripts(People people) {
		talk(people.visit("Bob", this.room).live());
		Person cat = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects(ScriptlessBrowserTests.SCRIPTS_ARE_NOT_LOADED);
		cat.open(address(400) + "#m" + seq(400)).nameField().fill("Cat");
		cat.button("Come in").click();
		assertThat(cat.line("Line 400")).isInViewport();
		assertThat(cat.page().locator(".mark.asked + .event")).containsText("Line 400");
		assertThat(cat.numbers()).isEqualTo(numbers(375, 425));
		cat.link("Earlier messages").click();
		assertThat(cat.page().locator("#lines > .event").last()).containsText("Line 374");
		cat.link("Newer messages").click();
		assertThat(cat.page().locator("#lines > .event").first()).containsText("Line 375");
		assertThat(cat.line("Line 375")).isInViewport();
		cat.link("Newer messages").click();
		assertThat(cat.page().locator("#lines > .event").first()).containsText("Line 425");
		cat.link("Newer messages").click();
		assertThat(cat.line("Line 500")).hasCount(1);
		assertThat(cat.line("Line 475")).hasCount(1);
		assertThat(cat.link("Newer messages")).isHidden();
		cat.open(address(30));
		cat.link("Jump to latest").click();
		assertThat(cat.line("Cat joined")).isInViewport();
		assertThat(cat.link("Jump to latest")).hasCount(0);
	}

	/**
	 * Says 500 things, which are all stored on return.
	 */
	private void talk(Live live) {
		IntStream.rangeClosed(1, LINES).forEach((number) -> live.say(this.room, "Line " + number));
		long last = 0;
		for (int number = 1; number <= LINES; number++) {
			last = live.replies().next().seq();
		}
		this.zero = (int) last - LINES;
	}

	private Person open(Person person, int line) {
		person.open(address(line) + "#m" + seq(line)).isConnected();
		isAt(person, line);
		return person;
	}

	private int seq(int line) {
		return this.zero + line;
	}

	private String address(int line) {
		return Visitor.addressOf(this.room) + "/at/" + seq(line);
	}

	private List<Integer> numbers(int first, int last) {
		return IntStream.rangeClosed(seq(first), seq(last)).boxed().toList();
	}

	private static Locator latest(Person person) {
		return person.page().locator("#latest");
	}

	/**
	 * What is to be read on the button that leads to the newest line.
	 */
	private static String label(Person person) {
		return (String) latest(person).evaluate("(button) => getComputedStyle(button, '::after').content");
	}

	private static void isAt(Person person, int line) {
		Locator asked = person.page().locator("#lines > .asked");
		assertThat(asked).containsText("Line " + line);
		assertThat(asked).isInViewport();
		assertIsOneStretch(person);
	}

	private static void scrollUntil(Person person, String top, BooleanSupplier condition) {
		for (int times = 0; times < 30 && !condition.getAsBoolean(); times++) {
			List<Integer> numbers = person.numbers();
			person.box().evaluate("(box) => { box.scrollTop = " + top + "; }");
			person.waitUntil(() -> condition.getAsBoolean() || !person.numbers().equals(numbers));
			assertIsOneStretch(person);
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	private static void assertIsOneStretch(Person person) {
		List<Integer> numbers = person.numbers();
		int first = numbers.get(0);
		assertThat(numbers).isEqualTo(IntStream.range(first, first + numbers.size()).boxed().toList());
	}

}
