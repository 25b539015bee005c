package chat.foyer.browser;

import java.util.List;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each page in light and in dark, wide and narrow: none breaks a rule that a machine can
 * check, and none has to be scrolled sideways.
 */
@BrowserTest
class AccessibilityBrowserTests {

	private static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapit\u00e4n".repeat(5);

	private final String room = Visitors.newRoom();

	@Test
	void entrance(People people) {
		Person ann = people.arrive().open("/");
		assertThat(ann.nameField()).isFocused();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void entranceWithErrors(People people) {
		Person ann = people.arrive().expects("422").open("/").comeIn(LONG_WORD, "");
		assertThat(ann.page().locator("[aria-invalid]")).hasCount(2);
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void entranceWithASuggestion(People people) {
		String name = "W".repeat(30);
		people.visit(name, this.room);
		Person ann = people.arrive().expects("409").open("/").comeIn(name, this.room);
		assertThat(ann.button("Come in as \u201c" + name + " 2\u201d")).isVisible();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void emptyRoom(People people) {
		Person ann = people.arrive().enter("Ann", "W".repeat(60) + this.room.substring(this.room.length() - 4));
		assertThat(ann.page().getByText("No messages yet.")).isVisible();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void busyRoom(People people) {
		Visitor bob = people.visit("W".repeat(32), this.room);
		bob.live().say(this.room, LONG_WORD + " https://example.org/" + LONG_WORD);
		Person ann = people.arrive().enter("Ann", this.room).say(LONG_WORD).say("And a second one");
		assertThat(ann.line("And a second one").locator(".delivery")).hasCount(0);
		ann.sayUnsendable("This cannot be sent ");
		assertThat(ann.button("Try again")).isVisible();
		assertIsFineWideAndNarrow(ann);
		ann.page().locator(".people > details > summary").click();
		assertThat(ann.button("Copy link")).isVisible();
		assertIsFine(ann);
	}

	@Test
	void whatUnfoldsOverTheRoom(People people) {
		people.visit("W".repeat(32), this.room).live().listen(this.room);
		Person ann = people.arrive().enter("Ann", this.room + " next door").open("/?room=");
		ann.comeIn("Ann", this.room).isConnected();
		ann.composer().pressSequentially("@");
		assertThat(ann.page().locator("#completions [role=option]")).hasCount(1);
		assertIsFineWideAndNarrow(ann);
		ann.switcher().click();
		assertThat(ann.page().getByLabel("Find a room")).isVisible();
		assertIsFine(ann);
		ann.page().getByLabel("Find a room").fill("next");
		assertThat(ann.page().locator("[role=option]:visible")).hasCount(2);
		assertIsFine(ann);
		ann.page().keyboard().press("Escape");
		ann.menu().click();
		assertThat(ann.button("Leave room")).isVisible();
		assertIsFine(ann);
		ann.button("Keyboard shortcuts").click();
		assertThat(ann.button("Close")).isVisible();
		assertIsFine(ann);
	}

	@Test
	void offerToUndoLeaving(People people) {
		String longName = "W".repeat(60) + this.room.substring(this.room.length() - 4);
		Person ann = people.arrive().enter("Ann", this.room).enter("Ann", longName).leave();
		assertThat(ann.button("Undo")).isVisible();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected().button("Undo").focus();
		assertIsFineWideAndNarrow(ann);
		ann.page().setViewportSize(1280, 720);
		ann.isConnected().leave();
		assertThat(ann.nameField()).isVisible();
		ann.button("Undo").focus();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void roomThatWasLeft(People people) {
		Person ann = people.arrive().expects("403").enter("Ann", this.room).say("Last word");
		Person tab = ann.openTab().openRoom(this.room).isConnected();
		ann.leave();
		assertThat(tab.link("Enter again")).isVisible();
		assertIsFineWideAndNarrow(tab);
	}

	@Test
	void continuingElsewhere(People people) {
		String name = "W".repeat(30);
		Person ann = people.arrive().enter(name, this.room);
		String link = ann.move();
		assertIsFineWideAndNarrow(ann);
		Person phone = people.arrive().enter("Bob", this.room + " next door").open(link);
		assertThat(phone.page().locator("#leaving")).isVisible();
		assertIsFineWideAndNarrow(phone);
		phone.button("Continue as " + name).click();
		phone.isConnected();
		ann.expects("410").open(link);
		assertThat(ann.link("Go to the start page")).isVisible();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void errorPage(People people) {
		Person ann = people.arrive().expects("404").open("/no/such/door");
		assertThat(ann.link("Go to the start page")).isVisible();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void pageForTheTimeWithoutAConnection(People people) {
		Person ann = people.arrive().open("/offline");
		assertThat(ann.link("Try again")).isVisible();
		assertIsFineWideAndNarrow(ann);
	}

	@Test
	void fromTheRightToTheLeft(People people) {
		people.visit("Bob", this.room).live().say(this.room, LONG_WORD);
		Person ann = people.arriveSpeaking("ar", new NewContextOptions());
		ann.open("/");
		assertIsFineWideAndNarrow(ann);
		ann.page().locator("#username").fill("Ann");
		ann.page().locator("#room").fill(this.room);
		ann.page().locator("#entry .primary").click();
		assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
		assertIsFineWideAndNarrow(ann);
		ann.page().locator(".people > details > summary").click();
		ann.page().locator(".code summary").click();
		assertIsFine(ann);
	}

	@Test
	void inTheColoursOfTheReader(People people) {
		Person ann = people.arrive(new NewContextOptions().setForcedColors(ForcedColors.ACTIVE)).open("/");
		assertIsFineWideAndNarrow(ann);
		ann.comeIn("Ann", this.room).isConnected().say("Hello");
		assertIsFineWideAndNarrow(ann);
	}

	/**
	 * What is left of a screen of 1280 by 1024 at 400 %.
	 */
	@Test
	void magnifiedFourTimes(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 256)).open("/");
		assertIsFine(ann);
		ann.comeIn("Ann", this.room).isConnected().say("Hello");
		assertIsFine(ann);
		ann.composer().fill("I can still see what I write");
		assertThat(ann.composer()).isInViewport();
	}

	@Test
	void whereOneIsOnThePageCanBeSeen(People people) {
		Person ann = people.arrive().open("/");
		assertFocusIsVisible(ann, 12);
		ann.comeIn("Ann", this.room).isConnected().say("Look at https://example.org/");
		assertFocusIsVisible(ann, 12);
	}

	private static void assertFocusIsVisible(Person person, int stops) {
		for (int stop = 0; stop < stops; stop++) {
			person.page().keyboard().press("Tab");
			assertThat(person.page().evaluate("""
					() => {
						const focused = document.activeElement;
						const isSeen = [null, "::before"].some((part) => {
							const { outlineStyle, outlineWidth } = getComputedStyle(focused, part);
							return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
						});
						return isSeen || focused === document.body ? "" : focused.outerHTML;
					}""")).isEqualTo("");
		}
	}

	private static void assertIsFineWideAndNarrow(Person person) {
		assertKeepsTheRules(person);
		person.page().setViewportSize(320, 568);
		assertIsFine(person);
	}

	private static void assertIsFine(Person person) {
		for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
			person.page().emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
			assertKeepsTheRules(person);
		}
	}

	private static void assertKeepsTheRules(Person person) {
		assertThat(person.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
			.as("nothing is to be scrolled sideways")
			.isEqualTo(true);
		List<Rule> violations = new AxeBuilder(person.page()).analyze().getViolations();
		assertThat(violations.stream().flatMap(AccessibilityBrowserTests::tell)).isEmpty();
	}

	private static Stream<String> tell(Rule rule) {
		return rule.getNodes().stream().map((node) -> rule.getHelp() + ": " + node.getHtml());
	}

}
