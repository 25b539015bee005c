package chat.foyer.browser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import chat.foyer.message.Cleanings;
import chat.foyer.message.Mentions;
import chat.foyer.message.MessageRenderer;
import chat.foyer.message.MessageText;
import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page cleans texts and finds mentions as the server does.
 */
@BrowserTest
@Tag("proof")
class TextBrowserTests {

	/**
	 * At which edge of a message some words stand, and on which side of them others.
	 */
	private static final String PLACES = """
			(text, all) => {
				const box = text.getBoundingClientRect();
				const [one, other] = all.map((words) => {
					const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
					while (!nodes.nextNode().data.includes(words));
					const range = document.createRange();
					range.setStart(nodes.currentNode, nodes.currentNode.data.indexOf(words));
					range.setEnd(nodes.currentNode, range.startOffset + words.length);
					return range.getBoundingClientRect();
				});
				const edge = box.right - one.right < 12 ? "end" : one.left - box.left < 12 ? "start" : "between";
				const side = other.right <= one.left ? "before" : other.left >= one.right ? "behind" : "over";
				return `${edge}, ${side}`;
			}""";

	private static final String ROWS = """
			(link) => {
				const range = document.createRange();
				range.selectNodeContents(link);
				return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
			}""";

	private static final String CLEAN = """
			async (texts) => {
				const { clean } = await import("foyer/composer");
				return texts.map((text) => clean(text));
			}""";

	private static final String CLEAN_VISIBLE = """
			async (texts) => {
				const { clean, isInvisible } = await import("foyer/composer");
				return texts.map((text) => clean(text)).map((text) => isInvisible(text) ? "" : text);
			}""";

	/**
	 * Whom each message calls, as the page counts and as it marks.
	 */
	private static final String FIND_CALLS = """
			async (rows) => {
				const { Mention } = await import("foyer/mention");
				return rows.map(({ here, html }) => {
					const element = document.createElement("div");
					const isMarked = (name) => {
						element.innerHTML = html;
						const text = element.textContent;
						const isMarked = new Mention(name, here).mark(element);
						if (element.textContent !== text || isMarked !== (element.querySelector("mark") !== null)) {
							throw new Error(`${html} became ${element.innerHTML}`);
						}
						return isMarked;
					};
					return {
						counted: here.filter((name) => new Mention(name, here).isIn(html)),
						marked: here.filter(isMarked),
					};
				});
			}""";

	private static final String MARKED = """
			async ([name, html]) => {
				const { Mention } = await import("foyer/mention");
				const element = document.createElement("div");
				element.innerHTML = html;
				new Mention(name).mark(element);
				return element.innerHTML;
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void pageCleansAndFindsMentionsAsTheServerDoes(People people) {
		Person ann = people.enter("Ann", this.room);
		List<Cleanings.Row> rows = Cleanings.rows().stream().filter((row) -> row.kept() != null).toList();
		assertThat(ann.page().evaluate(CLEAN_VISIBLE, rows.stream().map(Cleanings.Row::typed).toList()))
			.isEqualTo(rows.stream().map(Cleanings.Row::kept).toList());
		List<String> random = Cleanings.random(5, 5_000);
		assertThat(ann.page().evaluate(CLEAN, random)).isEqualTo(random.stream().map(MessageText::clean).toList());
		List<String> full = Stream.of("\u202Aa", "a\u2067b\n", "a\u202Eb\u202C", "\u2068\u202Aa\u2069")
			.map((piece) -> piece.repeat(4_000 / piece.length()))
			.toList();
		assertThat(ann.page().evaluate(CLEAN, full))
			.isEqualTo(full.stream().map((text) -> MessageText.of(text, 4_000).value()).toList());
		assertFindsMentions(ann);
		assertMarksMentions(ann);
		ann.composer().fill("x\u0000\uFEFF".repeat(3_990));
		assertThat(ann.page().locator("#left")).hasText("10 characters left");
	}

	private static void assertFindsMentions(Person ann) {
		List<Mentions.Row> rows = Mentions.rows();
		List<Map<String, Object>> asked = rows.stream()
			.map((row) -> Map.<String, Object>of("here", row.here(), "html", row.html()))
			.toList();
		List<Map<String, List<String>>> found = findCalls(ann, asked);
		for (int i = 0; i < rows.size(); i++) {
			assertThat(found.get(i).get("counted")).as("counted: %s", rows.get(i)).isEqualTo(rows.get(i).calls());
			assertThat(found.get(i).get("marked")).as("marked: %s", rows.get(i)).isEqualTo(rows.get(i).calls());
		}
	}

	private static void assertMarksMentions(Person ann) {
		Stream
			.of(List.of("Ann", "hi @ann!", "hi <mark>@ann</mark>!"),
					List.of("Ann", "@Ann and @Ann", "<mark>@Ann</mark> and <mark>@Ann</mark>"),
					List.of("Ann", "\u2068@Ann\u2069's", "\u2068<mark>@Ann</mark>\u2069's"),
					List.of("*star*", "@<em>star</em>!", "<mark>@</mark><em><mark>star</mark></em>!"),
					List.of("Ann", "<em>@Ann</em> <code>@Ann</code>", "<em><mark>@Ann</mark></em> <code>@Ann</code>"),
					List.of("Zo\u00EB", "@Zoe\u0308.", "<mark>@Zoe\u0308</mark>."))
			.forEach((row) -> assertThat(ann.page().evaluate(MARKED, List.of(row.get(0), row.get(1))))
				.isEqualTo(row.get(2)));
	}

	@Test
	void sendsCleanedText(People people) {
		Person bob = people.enter("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		ann.say("\u202D1.234,56\u0000").say("Ann\u2069 and \u2068Bob").say("\uFEFF/shrug").say("\uFEFF\u200B");
		assertThat(ann.composer()).hasValue("\uFEFF\u200B");
		bob.sees("Bob joined", "Ann joined", "Ann: \u202D1.234,56\u202C", "Ann: Ann and \u2068Bob\u2069",
				"Ann: \u00AF\\_(\u30C4)_/\u00AF");
		ann.sees(bob.lines().toArray(String[]::new));
		people.visit("Cid", this.room).live().listen(this.room);
		people.visit("Dan", this.room).live().listen(this.room);
		Locator summary = ann.page().locator(".mark.summary button", new Page.LocatorOptions().setHasText("Dan"));
		assertThat(summary).containsText("Cid");
		String notice = summary.textContent();
		assertThat(notice).contains("\u2068");
		ann.say(notice);
		assertThat(ann.line(notice).and(ann.page().locator("[data-seq]"))).hasCount(1);
	}

	@Test
	void wholeNameIsSentByEnter(People people) {
		Person bob = people.enter("Bob", this.room);
		people.visit("Ann 2", this.room).live().listen(this.room);
		Person ann = people.enter("Ann", this.room);
		bob.seesPeople("Ann", "Ann 2", "Bob").composer().pressSequentially("@An");
		assertThat(options(bob)).hasText(new String[] { "Ann", "Ann 2" });
		bob.composer().pressSequentially("n");
		assertThat(options(bob)).hasCount(0);
		bob.composer().press("Enter");
		assertThat(bob.composer()).hasValue("");
		assertThat(ann.line("@Ann").locator("mark")).hasText("@Ann");
		bob.composer().pressSequentially("@ANN ");
		assertThat(options(bob)).hasCount(0);
		bob.composer().pressSequentially("2");
		bob.composer().press("Enter");
		assertThat(ann.line("@ANN 2")).isVisible();
		assertThat(ann.line("@ANN 2").locator("mark")).hasCount(0);
		ann.reload().isConnected();
		assertThat(ann.page().locator(".event mark")).hasText(new String[] { "@Ann" });
	}

	@Test
	void completionIsOfferedWhereAMentionCanBegin(People people) {
		people.visit("\u674E\u96F7", this.room).live().listen(this.room);
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "\u674E\u96F7");
		for (String before : List.of("", "hi ", "(", "\u4F60\u597D", "\u201C", "Bob/")) {
			ann.composer().fill("");
			ann.composer().pressSequentially(before + "\uFF20\u674E");
			assertThat(options(ann)).hasText("\u674E\u96F7");
		}
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("Bob/@\u674E\u96F7 ");
		for (String before : List.of("me", "x.example/", "/", "@")) {
			ann.composer().fill("");
			ann.composer().pressSequentially(before + "@\u674E");
			assertThat(options(ann)).hasCount(0);
		}
	}

	@Test
	void directionOfALineIsThatOfItsFirstLetterOutsideOfMentionsLinksAndCode(People people) {
		String address = "https://a.example/a-long/path/to/some/things";
		Person ann = people.enter("Ann Lee", this.room);
		Live bob = people.visit("Bob", this.room).live();
		bob.say(this.room, "@Ann Lee \u05D0\u05D1\u05D2");
		bob.say(this.room, "left\n" + address + " \u05D3\u05D4\u05D5\n5");
		bob.say(this.room, "Many words that fill most of a line before " + address);
		bob.say(this.room, "`code()` \u05D6\u05D7\u05D8");
		assertThat(places(ann, "@Ann Lee", "\u05D0\u05D1\u05D2")).isEqualTo("end, before");
		assertThat(places(ann, "code()", "\u05D6\u05D7\u05D8")).isEqualTo("end, before");
		assertThat(places(ann, "left", "left")).startsWith("start");
		assertThat(places(ann, address, "\u05D3\u05D4\u05D5")).isEqualTo("end, before");
		assertThat(places(ann, "https", "things")).endsWith("behind");
		Locator link = ann.line("Many words").locator("a");
		for (int width = 500; width < 700; width += 20) {
			ann.page().setViewportSize(width, 600);
			assertThat(link.evaluate(ROWS)).as("lines of the address at %d pixels", width).isEqualTo(1);
		}
		ann.page().setViewportSize(320, 600);
		assertThat((int) link.evaluate(ROWS)).isGreaterThan(1);
		assertThat(link.evaluate("(a) => a.scrollWidth <= a.closest('.text').clientWidth")).isEqualTo(true);

		Person cat = people.arriveSpeaking("ar", new NewContextOptions());
		cat.open("/rooms/" + this.room.replace(" ", "%20").toLowerCase(Locale.ROOT));
		cat.page().locator("#username").fill("Cat");
		cat.page().locator("form .primary").click();
		assertThat(cat.page().locator("#state")).hasAttribute("data-state", "connected");
		people.visit("Dan", this.room).live().say(this.room, "https://b.example");
		assertThat(places(cat, "https://b.example", "https://b.example")).startsWith("end");
		cat.expectsCuts().browser().setOffline(true);
		cat.page().locator("#say").fill("@Dan \u05D9\u05DB\u05DC");
		cat.page().locator("#say").press("Enter");
		assertThat(places(cat, "@Dan", "\u05D9\u05DB\u05DC")).isEqualTo("end, before");
	}

	private static String places(Person person, String words, String others) {
		assertThat(person.line(others).first()).isVisible();
		return (String) person.line(others).first().locator(".text").evaluate(PLACES, List.of(words, others));
	}

	@Test
	void completedNameCallsThatPersonAndNobodyElse(People people) {
		List<String> names = List.of("*star*", "_spider_", "a`b`c", "J.D.", "Ann", "Ann 2", "~~x~~", "[AFK] Tim");
		names.forEach((name) -> people.visit(name, this.room).live().listen(this.room));
		Person bob = people.enter("Bob", this.room);
		assertThat(bob.page().locator(".names .name")).hasCount(names.size() + 1);
		for (int i = 0; i < names.size(); i++) {
			bob.composer().fill("");
			bob.composer().pressSequentially("@");
			assertThat(options(bob)).hasCount(names.size());
			for (int step = 0; step < i; step++) {
				bob.composer().press("ArrowDown");
			}
			String name = bob.page().locator("#completions [aria-selected=true]").textContent();
			bob.composer().press("Tab");
			String html = new MessageRenderer().html(bob.composer().inputValue() + "hi");
			assertThat(findCalls(bob, List.of(Map.of("here", names, "html", html)))).as(html)
				.containsExactly(Map.of("counted", List.of(name), "marked", List.of(name)));
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, List<String>>> findCalls(Person person, List<Map<String, Object>> rows) {
		return (List<Map<String, List<String>>>) person.page().evaluate(FIND_CALLS, rows);
	}

	private static Locator options(Person person) {
		return person.page().locator("#completions:visible [role=option]");
	}

}
