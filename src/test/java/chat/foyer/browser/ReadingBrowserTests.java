package chat.foyer.browser;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Clock.InstallOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.HoverOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
@Tag("proof")
class ReadingBrowserTests {

	/**
	 * What tells people apart, which the server decides.
	 */
	private static final String LOOK = """
			({ dataset: { color, initial }, classList }) => `${color} ${initial} ${classList.contains("follows")}`""";

	/**
	 * Selects from a place in the text of one line to a place in that of another, and
	 * answers what is copied then.
	 */
	private static final String COPY = """
			([first, start, last, end]) => {
				const lines = Array.from(document.querySelectorAll("#lines > .message .text"));
				const place = (words, offset) => {
					const text = lines.find((line) => line.textContent.includes(words));
					const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
					let node = nodes.nextNode();
					for (; offset > node.length; node = nodes.nextNode()) offset -= node.length;
					return [node, offset];
				};
				const [from, to] = [place(first, start), place(last, end)];
				getSelection().setBaseAndExtent(...from, ...to);
				const clipboardData = new DataTransfer();
				document.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
				return [clipboardData.getData("text/plain"), clipboardData.getData("text/html")];
			}""";

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
				const time = document.activeElement.querySelector("time").getBoundingClientRect();
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

	/**
	 * A live region of its own, and a function that announces messages in it.
	 */
	private static final String ANNOUNCE = """
			async () => {
				const { Announcer } = await import("foyer/notifications");
				window.region = document.createElement("div");
				const announcer = new Announcer(region);
				window.announce = (count) => announcer.tell(Array.from({ length: count },
					(_, index) => ({ type: "message", author: "Bob", text: index + 1 })));
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void formattedTextKeepsItsMarksAndLines(People people) {
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
		ann.say("so **strong** and `code`").say("\uD83D\uDC4D");
		assertThat(ann.page().locator(".text strong")).hasText("strong");
		assertThat(ann.page().locator(".text code")).hasText("code");
		assertThat(ann.page().locator(".text .emoji")).hasText("\uD83D\uDC4D");
		ann.say("/me waves").say("```\n" + "wide ".repeat(100) + "\n```");
		Locator code = ann.page().locator(".text pre");
		assertThat(code).hasText(Pattern.compile("^wide"));
		assertThat(code.evaluate("(pre) => pre.scrollWidth > pre.clientWidth")).isEqualTo(true);
		assertThat(ann.box().evaluate("(box) => box.scrollWidth > box.clientWidth")).isEqualTo(false);
		assertThat(ann.page().locator(".message.does")).hasText(Pattern.compile("Ann\\s*waves"));
		ann.reload().isConnected();
		assertThat(ann.page().locator(".message.does")).hasText(Pattern.compile("Ann\\s*waves"));
	}

	@Test
	void lineLooksTheSameForAllAndAfterAReload(People people) {
		Person ann = people.enter("Ann", this.room);
		Person emile = people.enter("\u00E9mile \uD83C\uDF32", this.room).say("Bonjour").say("Encore");
		for (String text : List.of("Bonjour", "Encore")) {
			assertThat(emile.line(text).locator(".delivery")).hasCount(0);
			assertThat(ann.line(text)).isVisible();
			String look = (String) ann.line(text).evaluate(LOOK);
			assertThat(look).matches("\\d+ \u00C9 " + text.equals("Encore"));
			assertThat(emile.line(text).evaluate(LOOK)).isEqualTo(look);
		}
		Object looks = ann.page().locator(".message").evaluateAll("(lines) => lines.map(" + LOOK + ").join()");
		ann.reload().isConnected();
		assertThat(ann.page().locator(".message").evaluateAll("(lines) => lines.map(" + LOOK + ").join()"))
			.isEqualTo(looks);
	}

	@Test
	void timesAreLocalAndDaysHaveNames(People people) {
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
		assertThat(day(ann)).hasText(new String[] { "Today" });
		long now = System.currentTimeMillis();
		ann.page().clock().install(new InstallOptions().setTime(now));
		ann.reload().isConnected().page().clock().fastForward("24:00:00");
		assertThat(day(ann)).hasText("Yesterday");
		ann.page().clock().fastForward("24:00:00");
		assertThat(day(ann)).hasText(Pattern.compile("^\\w+day.* \\d{4}$"));
		ann.expectsCuts();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ar" })
	void linesFitASmallScreen(String language, People people) {
		Live bob = people.visit("B", this.room).live();
		IntStream.rangeClosed(1, 12).forEach((number) -> bob.say(this.room, "Line " + number));
		List.of("waves", "\u064A\u0644\u0648\u062D").forEach((what) -> bob.say(this.room, "/me " + what));
		Person ann = enter(people.arriveSpeaking(language, new NewContextOptions().setViewportSize(320, 480)));
		assertThat(ann.page().locator(".message.does")).hasCount(2);
		for (Locator action : ann.page().locator(".message.does").all()) {
			assertThat(((Number) action.evaluate(GAP)).doubleValue()).isBetween(0.0, 12.0);
		}
		ann.page().locator("#lines > .event[tabindex='0']").focus();
		for (int i = 0; i < 12; i++) {
			assertThat(exact(ann)).isVisible();
			assertThat(((Number) exact(ann).evaluate(OVERHANG)).doubleValue()).isLessThan(0.5);
			ann.page().keyboard().press("ArrowUp");
		}
	}

	@Test
	void noticesInARowCondenseToOneLineThatUnfolds(People people) {
		Person ann = people.enter("Ann", this.room);
		List.of("Bob", "Cat", "Dan").forEach((name) -> people.visit(name, this.room).live().listen(this.room));
		Locator summary = ann.page().locator(".summary button");
		assertThat(summary).hasText(Pattern.compile("^\u2068Bob\u2069 and 2 others"));
		String told = summary.textContent();
		assertThat(ann.line("Ann joined")).isVisible();
		assertThat(ann.line("Cat joined")).isHidden();
		assertThat(ann.reload().page().locator(".summary button")).hasText(told);
		summary.click();
		assertThat(ann.line("Cat joined")).isVisible();
		assertThat(summary).isFocused();
		summary.click();
		assertThat(ann.line("Cat joined")).isHidden();
	}

	@Test
	void whatCameWhileTheReaderWasAwayIsSetApart(People people) {
		Person ann = people.enter("Ann", this.room).say("Bye");
		assertThat(ann.line("Bye").locator(".delivery")).hasCount(0);
		ann.open("about:blank");
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 40, "@ann, line ");
		ann.openRoom(this.room).isConnected().isAtEnd();
		assertThat(pill(ann)).hasText("40 new \u00B7 40 for you");
		assertThat(ann.page().locator("#lines .calls mark").first()).hasText("@ann");
		pill(ann).click();
		assertThat(unread(ann)).isInViewport();
		assertThat(pill(ann)).isHidden();
		assertThat(latest(ann)).isVisible();
		bob.live().say(this.room, "And on");
		assertThat(latest(ann)).hasText("1");
		assertThat(unread(ann)).isInViewport();
		assertThat(ann.page().locator(".unread + .event")).containsText("line 1");
		latest(ann).click();
		ann.isAtEnd();
		assertThat(latest(ann)).isHidden();
		assertThat(pill(ann)).isHidden();
		assertThat(unread(ann)).hasCount(1);
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
	void linesFarAwayAreReachedAndReadOnFrom(People people) {
		Person ann = people.enter("Ann", this.room).open("about:blank");
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 450, "Line ");
		List<String> fetched = new CopyOnWriteArrayList<>();
		ann.page().onRequest((request) -> fetched.add(request.url()));
		ann.openRoom(this.room).isConnected();
		pill(ann).click();
		assertThat(unread(ann)).isInViewport();
		assertThat(ann.page().locator(".unread + .event")).containsText("Line 1");
		assertIsOneStretch(ann);
		assertThat(fetched).filteredOn((url) -> url.contains("before=")).hasSizeLessThanOrEqualTo(2);
		talk(bob, 1, "Late ");
		scrollUntil(ann, "box.scrollHeight", () -> ann.line("Late 1").count() > 0);
		ann.box().evaluate("(box) => { box.scrollTop = box.scrollHeight; }");
		ann.isAtEnd();
		scrollUntil(ann, "0", () -> ann.numbers().get(0) == 1);

		ann.reload().isConnected().isAtEnd();
		fetched.clear();
		ann.page().locator(".day button").first().evaluate("(button) => button.click()");
		Locator jump = ann.page().locator("#jump");
		jump.locator("input").fill(LocalDate.now(ZoneId.systemDefault()).toString());
		jump.locator("input").press("Enter");
		assertThat(jump).isHidden();
		assertThat(ann.page().locator("[data-seq='1']")).isInViewport();
		assertThat(ann.box()).isFocused();
		assertThat(fetched).filteredOn((url) -> url.contains("/events?")).hasSizeLessThanOrEqualTo(6);
		assertIsOneStretch(ann);
		talk(bob, 1, "Later ");
		assertThat(latest(ann)).hasText("1");
		latest(ann).click();
		ann.isAtEnd();
		assertThat(ann.line("Later 1")).isInViewport();
		assertIsOneStretch(ann);
	}

	@Test
	void whatWasReadIsNeverNewAgain(People people) {
		String otherRoom = this.room + " B";
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.enter("Ann", otherRoom).enter("Ann", this.room);
		for (int round = 1; round <= 2; round++) {
			talk(bob, 1, "Seen " + round + " ");
			assertThat(ann.line("Seen " + round)).isVisible();
			// At once, before the page tells it by itself.
			ann.page().keyboard().press((round == 1) ? "Alt+ArrowUp" : "F5");
			if (round == 1) {
				assertThat(ann.page().locator("h1")).hasText(otherRoom);
				assertThat(ann.page().locator("#room-list .count:visible")).hasCount(0);
				ann.openRoom(this.room);
			}
			else {
				ann.reload();
			}
			assertThat(ann.isConnected().page().locator("h1")).hasText(this.room);
			assertThat(unread(ann)).hasCount(0);
		}
		ann.open("about:blank");
		talk(bob, 1, "Not seen ");
		ann.openRoom(this.room);
		assertThat(ann.page().locator(".unread + .event")).containsText("Not seen 1");
	}

	@Test
	void newLinesAreReadOutAndSummedUpInABusyRoom(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		Locator heard = ann.page().locator("#heard");
		assertThat(ann.box()).hasAttribute("aria-live", "off");
		bob.live().say(this.room, "Hello");
		assertThat(heard.locator("p", new Locator.LocatorOptions().setHasText("Hello"))).hasText("Bob: Hello");
		ann.say("Mine");
		assertThat(ann.line("Mine").locator(".delivery")).hasCount(0);
		bob.live().say(this.room, "Bye");
		assertThat(heard).hasText("Bob: Bye");
		bob.live().send(this.room, "delete", """
				{"id": "%s", "of": %s}""".formatted(UUID.randomUUID(), ann.line("Bye").getAttribute("data-seq")));
		assertThat(heard).isEmpty();

		ann.stopClock();
		ann.page().evaluate(ANNOUNCE);
		assertThat(announced(ann, 4, 1_000)).isEqualTo("Bob: 1|Bob: 2|Bob: 3|Bob: 4");
		assertThat(announced(ann, 20, 1_000)).isEqualTo("20 new messages, the last from Bob");
		assertThat(announced(ann, 12, 8_000)).as("within ten seconds").isEqualTo("20 new messages, the last from Bob");
		assertThat(announced(ann, 0, 2_000)).isEqualTo("12 new messages, the last from Bob");
		assertThat(announced(ann, 1, 20_000)).isEqualTo("Bob: 1");
		ann.page().evaluate("localStorage.setItem('foyer.announce', 'off')");
		assertThat(announced(ann, 2, 20_000)).as("muted").isEqualTo("Bob: 1");
	}

	/**
	 * What a screen reader reads out some time after that many messages.
	 */
	private static Object announced(Person person, int messages, int millis) {
		person.page().evaluate("(count) => announce(count)", messages);
		person.page().clock().runFor(millis);
		return person.page().evaluate("Array.from(region.children, (line) => line.textContent).join('|')");
	}

	@Test
	void longMessagesFoldAndSeveralAreCopiedAsTalk(People people) {
		Live bob = people.visit("Bob", this.room).live();
		String tail = "\n".repeat(3_990) + "last";
		bob.say(this.room, "first" + tail);
		bob.say(this.room, "plain **and** strong\n1. one\n2. two\nend");
		bob.say(this.room, "> quoted\nanswer");
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.line("answer")).isVisible();
		assertThat(ann.page().locator(".fold")).hasCount(1);
		Locator fold = ann.button("Show all");
		assertThat(fold).hasAttribute("aria-expanded", "false");
		assertThat(ann.box().evaluate("(box) => box.scrollHeight < 2000")).isEqualTo(true);
		assertThat(ann.page().locator("#lines").evaluate("""
				(lines) => lines.querySelector(".long .text").getBoundingClientRect().height > 200""")).isEqualTo(true);

		assertThat(copy(ann, "first", 2, "answer", 3))
			.isEqualTo("Bob: rst" + tail + "\nBob: plain and strong\n1. one\n2. two\nend\nBob: > quo");
		assertThat(copy(ann, "plain", 0, "plain", 5)).as("within one message").isEmpty();

		fold.click();
		Locator less = ann.button("Show less");
		assertThat(less).hasAttribute("aria-expanded", "true");
		assertThat(ann.page().locator(".long")).isInViewport();
		assertThat(ann.pixelsToEnd()).isGreaterThan(50_000);
		less.click();
		assertThat(ann.page().locator(".long")).isInViewport();
		ann.page().locator(".long .text").evaluate("(text) => { text.scrollTop = text.scrollHeight; }");
		assertThat(less).isVisible();
		assertThat(ann.page().locator(".long .text").evaluate("""
				(text) => {
					const [end, box] = [text, text.closest("#box")].map((one) => one.getBoundingClientRect().bottom);
					return Math.abs(end - box) < 1000;
				}""")).as("what the browser found is in sight").isEqualTo(true);
	}

	@Test
	void heartbeatsGetAWorkerOnceThePageIsHidden(People people) {
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.page().workers()).isEmpty();
		ann.page().evaluate(HIDE, true);
		ann.waitUntil(() -> !ann.page().workers().isEmpty());
		assertThat(ann.page().workers()).hasSize(1);
	}

	private static String copy(Person person, String first, int start, String last, int end) {
		List<?> copied = (List<?>) person.page().evaluate(COPY, List.of(first, start, last, end));
		return (String) copied.get(0);
	}

	/**
	 * Scrolls to one end of what is shown again and again, and looks that it is one
	 * stretch each time.
	 */
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

	private static Locator latest(Person person) {
		return person.page().locator("#latest");
	}

	private static Locator day(Person person) {
		return person.page().locator(".mark.day");
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
	 * Sends the entry form in any language.
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
