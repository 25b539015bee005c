package chat.foyer.browser;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.HoverOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How what is said, and who comes and goes, is shown to be read and to be caught up with.
 */
@BrowserTest
class ReadingBrowserTests {

	private static final String LOOK = """
			(line) => line.className.replace(/ ?(own|follows)/g, "") + " " + getComputedStyle(line, "::before").content""";

	private static final String LOCAL_TIME = """
			(time) => new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Pacific/Kiritimati" })
				.format(new Date(time.dateTime))""";

	/**
	 * How far the words are from the name.
	 */
	private static final String GAP = """
			(line) => {
				const words = document.createRange();
				words.selectNodeContents(line.querySelector(".action"));
				const { left, right } = words.getBoundingClientRect();
				const name = line.querySelector(".author").getBoundingClientRect();
				return Math.max(left - name.right, name.left - right);
			}""";

	/**
	 * How far something stands over the sides of the message box, or over what has the
	 * focus there.
	 */
	private static final String OVERHANG = """
			(tip) => {
				const { left, right, top, bottom } = tip.getBoundingClientRect();
				const box = document.getElementById("box").getBoundingClientRect();
				const time = document.activeElement.getBoundingClientRect();
				const over = Math.min(bottom, time.bottom) - Math.max(top, time.top);
				return Math.max(box.left - left, right - box.right, box.top - top, bottom - box.bottom, over);
			}""";

	/**
	 * How many lines a text is high. The margins around its blocks are less than one.
	 */
	private static final String LINES = """
			(text) => Math.floor(text.clientHeight / parseFloat(getComputedStyle(text).lineHeight))""";

	private static final String HIDE = """
			(hidden) => {
				Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
				document.dispatchEvent(new Event("visibilitychange"));
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void whatIsMarkedIsShownSo(People people) {
		Person ann = people.enter("Ann", this.room)
			.say("so **strong** and `code`")
			.say("> said\nanswer")
			.say("\uD83D\uDC4D");
		assertThat(ann.page().locator(".text strong")).hasText("strong");
		assertThat(ann.page().locator(".text code")).hasText("code");
		assertThat(ann.page().locator(".text blockquote")).hasText("said");
		assertThat(ann.page().locator(".text .emoji")).hasText("\uD83D\uDC4D");
		ann.say("/me waves").say("```\n" + "wide ".repeat(100) + "\n```");
		assertThat(ann.page().locator(".text .action")).hasText("waves");
		Locator code = ann.page().locator(".text pre");
		assertThat(code).hasText(Pattern.compile("^wide"));
		assertThat(code.evaluate("(pre) => pre.scrollWidth > pre.clientWidth")).isEqualTo(true);
		assertThat(ann.box().evaluate("(box) => box.scrollWidth > box.clientWidth")).isEqualTo(false);
		assertThat(ann.page().locator(".message.does")).hasText(Pattern.compile("Ann\\s*waves"));
		ann.reload().isConnected();
		assertThat(ann.page().locator(".message.does")).hasText(Pattern.compile("Ann\\s*waves"));
	}

	@Test
	void blocksTakeTheLinesThatWereTyped(People people) {
		Person ann = people.enter("Ann", this.room);
		Locator texts = ann.page().locator(".message[data-seq] .text");
		List<String> typed = List.of("a\n\n\nb", "a\n- b\n- c\nd", "a\n\n1. b\n2. c\n\n\nd", "> a\n>\n> b\n\nc",
				"> a\n>\nb", "> - a\n> - b\n>\n> c\n\n> d", "- a\n- b\n\n> c\n\n- d\n- e");
		for (String text : typed) {
			int before = texts.count();
			ann.say(text);
			assertThat(texts).hasCount(before + 1);
			assertThat(texts.last().evaluate(LINES)).as(text).isEqualTo((int) text.lines().count());
		}
	}

	@Test
	void peopleLookTheSameOnEveryPage(People people) {
		String name = "\u00E9mile \uD83C\uDF32";
		Person ann = people.enter("Ann", this.room);
		Person emile = people.enter(name, this.room).say("Bonjour");
		String look = (String) ann.line("Bonjour").evaluate(LOOK);
		assertThat(look).contains("\"\u00C9\"").containsPattern("tint-\\d+");
		assertThat(emile.line("Bonjour").evaluate(LOOK)).isEqualTo(look);
		assertThat(ann.reload().line("Bonjour").evaluate(LOOK)).isEqualTo(look);
	}

	@Test
	void timesAreLocalAndExactOnAskingAndDaysHaveTheirDate(People people) {
		people.visit("Bob", this.room).live().say(this.room, "Hello");
		Person ann = people.arrive(new NewContextOptions().setTimezoneId("Pacific/Kiritimati")).enter("Ann", this.room);
		Locator time = ann.line("Hello").locator("time");
		assertThat(time).hasText((String) time.evaluate(LOCAL_TIME));
		Locator exact = exact(ann);
		assertThat(exact).isHidden();
		// By force, since what is shown then lies over it.
		time.hover(new HoverOptions().setForce(true));
		assertThat(exact).hasText(Pattern.compile("\\w+day.* \\d{4}.*:\\d\\d:\\d\\d"));
		exact.hover();
		assertThat(exact).isVisible();
		ann.page().keyboard().press("Escape");
		assertThat(exact).isHidden();
		time.hover(new HoverOptions().setForce(true));
		assertThat(exact).isVisible();
		ann.composer().hover();
		assertThat(exact).isHidden();
		assertThat(ann.page().locator(".mark.day")).hasCount(1);
		assertThat(ann.page().locator(".mark.day")).hasText(Pattern.compile("^\\w+day.* \\d{4}$"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "pt", "ar" })
	void exactTimesAreSeenWholeOnASmallScreen(String language, People people) {
		Live bob = people.visit("B", this.room).live();
		IntStream.rangeClosed(1, 20).forEach((number) -> bob.say(this.room, "Line " + number));
		Person ann = enter(people.arriveSpeaking(language, new NewContextOptions().setViewportSize(320, 480)));
		ann.page().locator("#lines time[tabindex='0']").focus();
		for (int i = 0; i < 20; i++) {
			assertThat(exact(ann)).isVisible();
			Number overhang = (Number) exact(ann).evaluate(OVERHANG);
			assertThat(overhang.doubleValue()).isLessThan(0.5);
			ann.page().keyboard().press("ArrowUp");
		}
	}

	@ParameterizedTest
	@CsvSource({ "en, waves", "en, \u064A\u0644\u0648\u062D", "ar, waves", "ar, \u064A\u0644\u0648\u062D" })
	void whatSomebodyDoesStandsBesideTheName(String language, String what, People people) {
		people.visit("Bob", this.room).live().say(this.room, "/me " + what);
		Person ann = enter(people.arriveSpeaking(language, new NewContextOptions()));
		Number gap = (Number) ann.page().locator(".message.does").evaluate(GAP);
		assertThat(gap.doubleValue()).isBetween(0.0, 12.0);
	}

	@Test
	void whoComesAndGoesComesDownToOneLineThatUnfolds(People people) {
		Person ann = people.enter("Ann", this.room);
		List.of("Bob", "Cat", "Dan").forEach((name) -> people.visit(name, this.room).live().listen(this.room));
		String told = "\u2068Bob\u2069 and 2 others joined";
		assertThat(ann.page().locator(".summary")).hasText(told);
		assertThat(ann.line("Ann joined")).isVisible();
		assertThat(ann.line("Cat joined")).isHidden();
		assertThat(ann.reload().page().locator(".summary")).hasText(told);
		ann.button(told).click();
		assertThat(ann.line("Cat joined")).isVisible();
		assertThat(ann.button(told)).isFocused();
		ann.button(told).click();
		assertThat(ann.line("Cat joined")).isHidden();
	}

	@Test
	void whatCameWhileTheReaderWasAwayIsSetApart(People people) {
		Person ann = people.enter("Ann", this.room).say("Bye");
		assertThat(ann.line("Bye").locator(".delivery")).hasCount(0);
		ann.reload().isConnected().open("about:blank");
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 40, "@ann, line ");
		ann.openRoom(this.room).isConnected().isAtEnd();
		assertThat(pill(ann)).hasText("40 new \u00B7 40 for you");
		assertThat(ann.page().locator("#lines .calls mark").first()).hasText("@ann");
		pill(ann).click();
		assertThat(unread(ann)).isInViewport();
		assertThat(pill(ann)).hasText("Jump to latest");
		bob.live().say(this.room, "And on");
		assertThat(ann.line("And on")).hasCount(1);
		assertThat(unread(ann)).isInViewport();
		assertThat(ann.page().locator(".unread + .event")).containsText("line 1");
		pill(ann).click();
		ann.isAtEnd();
		assertThat(pill(ann)).isHidden();
		assertThat(unread(ann)).hasCount(1);
	}

	@Test
	void unreadMessagesThatAreFarAwayAreFetched(People people) {
		Person ann = people.enter("Ann", this.room).reload().isConnected().open("about:blank");
		talk(people.visit("Bob", this.room), 400, "Line ");
		ann.openRoom(this.room).isConnected();
		pill(ann).click();
		assertThat(unread(ann)).isInViewport();
		assertThat(ann.page().locator(".unread + .event")).containsText("Line 1");
		assertThat(ann.numbers()).hasSizeLessThanOrEqualTo(320);
	}

	@Test
	void titleAndIconTellOfUnreadMessages(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		Locator icon = ann.page().locator("link[rel=icon]");
		ann.page().evaluate(HIDE, true);
		talk(bob, 2, "Line ");
		assertThat(ann.page()).hasTitle(Pattern.compile("^\\(2\\) "));
		assertThat(icon).hasAttribute("href", Pattern.compile("/unread/2\\.svg$"));
		ann.page().evaluate(HIDE, false);
		assertThat(ann.page()).hasTitle(Pattern.compile("^[^(]"));
		assertThat(icon).hasAttribute("href", Pattern.compile("/favicon"));
		assertThat(ann.page().locator(".unread + .event")).containsText("Line 1");
	}

	@Test
	void whatWasReadOnThePageIsReadForGood(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		bob.live().say(this.room, "Seen");
		assertThat(ann.line("Seen")).isVisible();
		// Longer than the page waits before it tells.
		ann.page().waitForTimeout(2_500);
		ann.open("about:blank");
		talk(bob, 1, "Not seen ");
		ann.openRoom(this.room);
		assertThat(ann.page().locator(".unread + .event")).containsText("Not seen 1");
	}

	@Test
	void aLongRoomKeepsFewLinesAndLosesNone(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 700, "Line ");
		Person ann = people.enter("Ann", this.room);
		while (ann.numbers().get(0) > 1) {
			int first = ann.numbers().get(0);
			ann.box().evaluate("(box) => { box.scrollTop = 0; }");
			ann.waitUntil(() -> ann.numbers().get(0) < first);
			assertIsOneStretch(ann);
		}
		talk(bob, 30, "Late ");
		while (ann.line("Late 30").count() == 0) {
			int last = last(ann);
			ann.box().evaluate("(box) => { box.scrollTop = box.scrollHeight; }");
			ann.waitUntil(() -> last(ann) > last || ann.line("Late 30").count() > 0);
			assertIsOneStretch(ann);
		}
		ann.box().evaluate("(box) => { box.scrollTop = box.scrollHeight; }");
		ann.isAtEnd();
	}

	@Test
	void newLinesAreReadOutAndBurstsInShort(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		Locator heard = ann.page().locator("#heard");
		assertThat(ann.box()).hasAttribute("aria-live", "off");
		bob.live().say(this.room, "Hello");
		assertThat(heard).containsText(Pattern.compile("Bob: Hello, \\d\\d:\\d\\d"));
		talk(bob, 20, "Line ");
		assertThat(heard).hasText(Pattern.compile("^\\d+ new messages\\. The last one: Bob: Line \\d+, "));
		ann.say("Mine");
		assertThat(ann.line("Mine").locator(".delivery")).hasCount(0);
		assertThat(heard).not().containsText("Mine");
	}

	private static void assertIsOneStretch(Person person) {
		List<Integer> numbers = person.numbers();
		assertThat(numbers).hasSizeLessThanOrEqualTo(320)
			.isEqualTo(IntStream.rangeClosed(numbers.get(0), last(person)).boxed().toList());
	}

	private static int last(Person person) {
		List<Integer> numbers = person.numbers();
		return numbers.get(numbers.size() - 1);
	}

	private static Locator pill(Person person) {
		return person.page().locator("#new");
	}

	private static Locator unread(Person person) {
		return person.page().locator(".mark.unread");
	}

	/**
	 * Says that many things, which are all stored on return.
	 */
	private void talk(Visitor visitor, int lines, String text) {
		Live live = visitor.live();
		IntStream.rangeClosed(1, lines).forEach((number) -> live.say(this.room, text + number));
		IntStream.rangeClosed(1, lines).forEach((number) -> assertThat(live.replies().next().error()).isNull());
	}

	/**
	 * Lets somebody come in whatever the words of the form.
	 */
	private Person enter(Person person) {
		person.open("/");
		person.page().locator("#username").fill("Ann");
		person.page().locator("#room").fill(this.room);
		person.page().locator("#room").press("Enter");
		assertThat(person.page().locator("#state[data-state=connected]")).isVisible();
		return person;
	}

	private static Locator exact(Person person) {
		return person.page().locator("#exact");
	}

}
