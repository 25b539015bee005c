package chat.foyer.browser;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each page, panel and sheet: none breaks a rule of WCAG 2.2 AA that axe can check, in
 * light and in dark, and none scrolls sideways at 320 px.
 */
@BrowserTest
@Tag("proof")
class AccessibilityBrowserTests {

	/**
	 * A sheet that is still rising has other colours.
	 */
	private static final String NOTHING_RISES = """
			() => document.getAnimations().every(({ animationName, playState }) =>
				animationName !== "rise" || playState === "finished")""";

	private static final List<String> WCAG_AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

	private static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapit\u00e4n".repeat(5);

	/**
	 * Gives the messages one color after the other, each with its author's name.
	 */
	private static final String USE_ALL_COLORS = """
			(calls) => document.querySelectorAll(".message").forEach((message, index) => {
				message.dataset.color = index % 12;
				message.classList.remove("follows");
				message.classList.toggle("calls", calls);
			})""";

	private final String room = Visitors.newRoom();

	@Test
	void entryAndErrorPages(People people) {
		String name = "W".repeat(30);
		people.visit(name, this.room);
		Person ann = people.arrive().expects("40[49]|422").open("/");
		assertThat(ann.nameField()).isFocused();
		assertIsAccessible(ann);
		ann.comeIn(LONG_WORD, "");
		assertThat(ann.page().locator("[aria-invalid]")).hasCount(2);
		assertIsAccessible(ann);
		ann.open("/").comeIn(name, this.room);
		assertThat(ann.page().locator(".suggestion")).isVisible();
		assertIsAccessible(ann);
		ann.open("/no/such/door");
		assertIsAccessible(ann);
		ann.open("/offline");
		assertIsAccessible(ann);
	}

	@Test
	void roomWithItsPanelsAndSheets(People people) {
		Person ann = people.arrive().enter("Ann", "W".repeat(60) + this.room.substring(this.room.length() - 4));
		assertThat(ann.page().locator(".quiet .primary")).isVisible();
		assertIsAccessible(ann);
		people.visit("W".repeat(32), this.room).live().say(this.room, LONG_WORD + " https://example.org/" + LONG_WORD);
		ann.open("/?room=").comeIn("Ann", this.room).isConnected().say(LONG_WORD).say("And a second one");
		assertThat(ann.line("And a second one").locator(".delivery")).hasCount(0);
		ann.sayUnsendable("This cannot be sent ");
		assertThat(ann.pending().locator(".retry")).isVisible();
		assertIsAccessible(ann);
		ann.composer().pressSequentially("@");
		assertThat(ann.page().locator("#completions [role=option]")).hasCount(1);
		assertIsAccessible(ann);
		ann.switcher().click();
		ann.page().locator("#find-room").fill("W");
		assertThat(ann.page().locator("#room-list [role=option]:visible")).hasCount(2);
		assertIsAccessible(ann);
		ann.page().keyboard().press("Escape");
		ann.page().setViewportSize(320, 568);
		ann.peopleButton().click();
		assertThat(ann.page().locator("#people .panel")).isVisible();
		assertIsAccessible(ann);
		ann.page().keyboard().press("Escape");
		ann.menu().click();
		assertThat(ann.button("Leave room")).isVisible();
		assertIsAccessible(ann);
		ann.page().keyboard().press("Escape");
		ann.page().keyboard().press("Control+/");
		assertThat(ann.page().locator("#keys")).isVisible();
		ann.page().keyboard().press("Escape");
		for (String sheet : List.of("invite", "settings", "jump", "keys")) {
			Locator dialog = ann.page().locator("#" + sheet);
			dialog.evaluate("(dialog) => dialog.showModal()");
			assertThat(dialog).isVisible();
			assertIsAccessible(ann);
			dialog.locator("[command=close]").click();
			assertThat(dialog).isHidden();
		}
	}

	@Test
	void searchBesideTheTalkAndOnItsPage(People people) {
		Person ann = people.enter("Ann", this.room).say(LONG_WORD + " lake").expects("400");
		ann.page().locator("#search-open").click();
		Locator field = ann.page().locator(".search-panel [name=q]");
		assertThat(field).isFocused();
		assertIsAccessible(ann);
		field.fill("lake " + LONG_WORD.substring(0, 30));
		assertThat(ann.page().locator(".search-panel mark")).hasCount(1);
		ann.page().locator(".search-tips summary").click();
		assertIsAccessible(ann);
		field.fill("nothing");
		assertThat(ann.page().locator("[data-when=none]")).isVisible();
		assertIsAccessible(ann);
		String address = ann.page().locator("#search-open").getAttribute("href");
		ann.open(address + "?q=lake");
		assertThat(ann.page().locator(".hit")).hasCount(1);
		assertIsAccessible(ann);
		ann.open(address + "?q=" + "x".repeat(201));
		assertThat(ann.page().locator("[data-when=too-long]")).isVisible();
		assertIsAccessible(ann);
	}

	@Test
	void namesInAllColors(People people) {
		Live bob = people.visit("Bob", this.room).live();
		IntStream.rangeClosed(1, 12).forEach((number) -> bob.say(this.room, "Line " + number));
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.page().locator(".message")).hasCount(12);
		for (boolean calls : List.of(false, true)) {
			ann.page().evaluate(USE_ALL_COLORS, calls);
			assertIsAccessible(ann);
		}
	}

	@Test
	void roomThatWasLeftAndMoved(People people) {
		String longName = "W".repeat(60) + this.room.substring(this.room.length() - 4);
		Person ann = people.arrive().expects("403").enter("Ann", this.room).enter("Ann", longName).leave();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected().button("Undo").focus();
		assertIsAccessible(ann);
		Person tab = ann.openTab().openRoom(this.room).isConnected();
		ann.leave();
		assertThat(ann.nameField()).isVisible();
		ann.button("Undo").focus();
		assertIsAccessible(ann);
		assertThat(tab.page().locator("#ended .primary")).isVisible();
		assertIsAccessible(tab);
		String link = ann.enter("W".repeat(30), this.room).move();
		assertIsAccessible(ann);
		Person phone = people.arrive().enter("Bob", this.room + " next door").open(link);
		assertThat(phone.page().locator("#leaving")).isVisible();
		assertIsAccessible(phone);
	}

	@Test
	void lineOfALinkInThePast(People people) {
		Live bob = people.visit("Bob", this.room).live();
		IntStream.rangeClosed(1, 150).forEach((number) -> bob.say(this.room, "Line " + number));
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.line("Line 150")).isVisible();
		ann.open(Visitor.addressOf(this.room) + "/at/30").isConnected();
		assertThat(ann.page().locator(".asked")).isInViewport();
		bob.say(this.room, "Later");
		assertThat(ann.page().locator("#latest .count")).hasText("1");
		assertIsAccessible(ann);
		ann.open(Visitor.addressOf(this.room) + "/at/9999");
		assertThat(ann.toast()).isVisible();
		assertIsAccessible(ann);
	}

	@Test
	void fromTheRightToTheLeft(People people) {
		people.visit("Bob", this.room).live().say(this.room, LONG_WORD);
		Person ann = people.arriveSpeaking("ar", new NewContextOptions());
		ann.open("/");
		assertIsAccessible(ann);
		ann.page().locator("#username").fill("Ann");
		ann.page().locator("#room").fill(this.room);
		ann.page().locator("#entry .primary").click();
		assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
		assertIsAccessible(ann);
		ann.openSettings();
		assertIsAccessible(ann);
	}

	@Test
	void inTheColorsOfTheReader(People people) {
		Person ann = people.arrive(new NewContextOptions().setForcedColors(ForcedColors.ACTIVE)).open("/");
		assertKeepsTheRules(ann);
		ann.comeIn("Ann", this.room).isConnected().say("Hello");
		assertKeepsTheRules(ann);
	}

	/**
	 * What is left of a screen of 1280 by 1024 at 400 %.
	 */
	@Test
	void magnifiedFourTimes(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 256)).open("/");
		assertKeepsTheRules(ann);
		ann.comeIn("Ann", this.room).isConnected().say("Hello");
		assertKeepsTheRules(ann);
		ann.composer().fill("I can still see what I write");
		assertThat(ann.composer()).isInViewport();
	}

	@Test
	void themeAndDensityThatAreChosenApplyAtOnce(People people) {
		Person ann = people.enter("Ann", this.room).say("Hello").openSettings();
		ann.page().emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		Locator settings = ann.page().locator("#settings");
		settings.locator("[value=dark]").check();
		settings.locator("[value=compact]").check();
		assertThat(ann.page().locator("body")).hasCSS("background-color", "rgb(33, 24, 19)");
		assertThat(ann.page().locator("#theme-dark")).hasAttribute("media", "all");
		assertThat(ann.page().evaluate("document.cookie").toString()).contains("-theme=dark")
			.contains("-density=compact");
		assertKeepsTheRules(ann);
		settings.locator("[value=system]").check();
		settings.locator("[value=cosy]").check();
		assertThat(ann.page().locator("body")).hasCSS("background-color", "rgb(255, 252, 246)");
		assertThat(ann.page().evaluate("document.cookie").toString()).doesNotContain("theme=")
			.doesNotContain("density=");
	}

	/**
	 * Two people who say two lines each in turn, on a laptop.
	 */
	@Test
	void fourteenShortMessagesFitOnALaptop(People people) {
		Live bob = people.visit("Bob", this.room).live();
		Live cat = people.visit("Cat", this.room).live();
		for (int line = 0; line < 40; line++) {
			Live speaker = (line / 2 % 2 == 0) ? bob : cat;
			speaker.say(this.room, "Line " + line);
			speaker.replies().next();
		}
		Person ann = people.arrive(new NewContextOptions().setViewportSize(1280, 800)).enter("Ann", this.room);
		ann.isAtEnd();
		int cosy = seen(ann);
		assertThat(cosy).isGreaterThanOrEqualTo(14);
		ann.page().evaluate("document.documentElement.dataset.density = 'compact'");
		ann.isAtEnd();
		assertThat(seen(ann)).isGreaterThan(cosy + 4);
	}

	@Test
	void whatHasTheFocusCanBeSeen(People people) {
		Person ann = people.arrive().open("/");
		assertFocusIsVisible(ann, 12);
		ann.comeIn("Ann", this.room).isConnected().say("Look at https://example.org/");
		assertFocusIsVisible(ann, 12);
	}

	private static int seen(Person person) {
		return ((Number) person.page().evaluate("""
				() => {
					const { top, bottom } = document.getElementById("box").getBoundingClientRect();
					return [...document.querySelectorAll(".message")].filter((message) => {
						const line = message.getBoundingClientRect();
						return line.top >= top && line.bottom <= bottom;
					}).length;
				}""")).intValue();
	}

	private static void assertFocusIsVisible(Person person, int stops) {
		for (int stop = 0; stop < stops; stop++) {
			person.page().keyboard().press("Tab");
			assertThat(person.page()
				.evaluate(
						"""
								() => {
									const focused = document.activeElement;
									const seen = [[focused, null], [focused, "::before"], [focused.closest(".composer"), "::before"]];
									const isSeen = seen.some(([element, part]) => {
										const { outlineStyle, outlineWidth } = element ? getComputedStyle(element, part) : {};
										return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
									});
									return isSeen || focused === document.body ? "" : focused.outerHTML;
								}"""))
				.isEqualTo("");
		}
	}

	/**
	 * Checks everything at the width of a small phone, and what depends on the scheme and
	 * the width in dark and at that of a desk.
	 */
	private static void assertIsAccessible(Person person) {
		person.page().setViewportSize(320, 568);
		person.page().emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		assertKeepsTheRules(person);
		person.page().setViewportSize(1280, 720);
		person.page().emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
		assertNothingViolates(axe(person).withRules(List.of("color-contrast", "target-size")));
	}

	private static void assertKeepsTheRules(Person person) {
		assertThat(person.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
			.as("nothing has to be scrolled sideways")
			.isEqualTo(true);
		assertNothingViolates(axe(person).withTags(WCAG_AA));
	}

	@SuppressWarnings("deprecation")
	private static AxeBuilder axe(Person person) {
		person.page().waitForFunction(NOTHING_RISES);
		// Without it, axe opens another page for each analysis.
		return new AxeBuilder(person.page()).setLegacyMode(true);
	}

	private static void assertNothingViolates(AxeBuilder axe) {
		assertThat(axe.analyze().getViolations().stream().flatMap(AccessibilityBrowserTests::tell)).isEmpty();
	}

	private static Stream<String> tell(Rule rule) {
		return rule.getNodes().stream().map((node) -> rule.getHelp() + ": " + node.getHtml());
	}

}
