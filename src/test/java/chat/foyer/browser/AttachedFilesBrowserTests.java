package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import chat.foyer.browser.SentFiles.SentFile;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How files look in the lines of their messages.
 */
@BrowserTest
class AttachedFilesBrowserTests {

	private static final Pattern THUMBNAIL = Pattern.compile("/thumbnail$");

	/**
	 * The files as HTML, without what depends on the focus and on what could be loaded.
	 */
	private static final String FILES = """
			() => {
				const write = (node) => {
					if (node.nodeType === Node.TEXT_NODE) {
						return node.data.trim();
					}
					const names = node.getAttributeNames().filter((name) => name !== "tabindex").sort();
					const values = names.map((name) => [name, name === "class"
						? [...node.classList].filter((one) => one !== "broken").sort().join(" ") : node.getAttribute(name)]);
					return `<${node.localName} ${JSON.stringify(values)}>${Array.from(node.childNodes, write).join("")}</>`;
				};
				return Array.from(document.querySelectorAll(".text + .files"), write);
			}""";

	private static final String TOPS = """
			() => Array.from(document.querySelectorAll("#lines > *"), (line) => line.getBoundingClientRect().top)""";

	private static final String LOADED = """
			() => Array.from(document.querySelectorAll(".picture img")).filter((img) => img.naturalWidth > 0).length""";

	private static final String FOCUS = """
			(line) => {
				line.tabIndex = 0;
				line.focus();
			}""";

	private final String room = Visitors.newRoom();

	@ParameterizedTest
	@ValueSource(strings = { "en-GB", "ar", "hi", "fr" })
	void serverAndScriptShowFilesAlike(String language, People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arriveSpeaking(language, new NewContextOptions()).expects("404");
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			enter(ann);
			files.say("One", picture(1600, 1067).saying("Sunset\n\"over\" <the> lake"));
			files.say("", picture(1500, 1000), SentFile.other("a.pdf", "application/pdf", 2_411_725), picture(9, 1600));
			files.say("", picture(300, 200), picture(300, 200), picture(300, 200), picture(300, 200), picture(2560, 1));
			files.say("Others", SentFile.other("Makefile", "application/octet-stream", 12),
					SentFile.other("a !'()*+,;=[]{}%&?#\u00E9\u202E.mp3", "audio/mpeg", 1_048_576),
					SentFile.other("b.mp4", "video/mp4", 1_153_434), SentFile.other("c.avi", "video/x-msvideo", 1_000));
			files.say("", SentFile.other("<img src=x onerror=alert(1)>\u05D0\".png", "image/svg+xml", 1_047_000));
			ann.waitUntil(() -> files(ann).size() == 5);
			List<String> byScript = files(ann);
			assertThat(byScript).hasSize(5);
			ann.reload();
			assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
			assertThat(files(ann)).isEqualTo(byScript);
		}
	}

	@Test
	void nothingMovesWhilePicturesLoad(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive();
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			files.say("", picture(1600, 1067));
			files.say("Two", picture(300, 200), picture(100, 2000));
			files.say("Long", picture(200, 2560));
			List<Route> held = new ArrayList<>();
			ann.page().route(THUMBNAIL, held::add);
			ann.enter("Ann", this.room).isAtEnd();
			files.say("Three", picture(60, 60), picture(300, 200), picture(200, 300));
			assertThat(ann.line("Three").locator("img")).hasCount(3);
			ann.isAtEnd();
			ann.waitUntil(() -> held.size() >= 4);
			Object before = ann.page().evaluate(TOPS);
			assertThat(ann.page().evaluate(LOADED)).isEqualTo(0);
			List.copyOf(held).forEach(files::answer);
			ann.waitUntil(() -> ((Number) ann.page().evaluate(LOADED)).intValue() >= 4);
			assertThat(((Number) ann.page().evaluate(LOADED)).intValue()).isGreaterThanOrEqualTo(4);
			assertThat(ann.page().evaluate(TOPS)).isEqualTo(before);
			ann.isAtEnd();
		}
	}

	@Test
	void picturesAreSmallAndInProportion(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive(new NewContextOptions().setViewportSize(390, 844));
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			files.say("High", picture(1000, 2000));
			files.say("Wide", picture(2000, 1000));
			files.say("Tiny", picture(2, 2));
			files.say("Thin", picture(2560, 1));
			ann.enter("Ann", this.room);
			assertThat(sizeOf(ann, "High")).isEqualTo(List.of(160, 320));
			List<Integer> wide = sizeOf(ann, "Wide");
			assertThat(wide.get(0)).isBetween(250, 340);
			assertThat(wide.get(1)).isBetween(wide.get(0) / 2 - 1, wide.get(0) / 2 + 1);
			assertThat(sizeOf(ann, "Tiny")).isEqualTo(List.of(24, 24));
			assertThat(sizeOf(ann, "Thin").get(1)).isEqualTo(24);
			assertThat(ann.page().evaluate("() => document.getElementById('box').scrollWidth <= innerWidth"))
				.isEqualTo(true);
		}
	}

	@Test
	void messagesWithoutTextAreCalledByTheirFiles(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive();
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			ann.enter("Ann", this.room);
			long seq = files.say("", picture(300, 200).saying("Our tent"));
			Locator line = ann.page().locator("#m" + seq);
			assertThat(line.locator(".text")).isHidden();
			assertThat(ann.page().locator("#heard")).hasText("Bob: Picture: \u2068Our tent\u2069");
			bob.changeByScript(this.room, seq, "pin", Map.of("on", "true"));
			assertThat(ann.page().locator("#pins summary .quote-text")).hasText("picture.png");
			ann.replies(String.valueOf(seq));
			assertThat(ann.page().locator("#mode .mode-text")).hasText("picture.png");
			ann.say("Nice");
			assertThat(ann.line("Nice").and(ann.page().locator("[data-seq]")).locator(".quote-text"))
				.hasText("picture.png");
			line.evaluate(FOCUS);
			ann.page().keyboard().press("Enter");
			assertThat(ann.page().locator(".line-menu [data-act=copy-link]")).isVisible();
			assertThat(ann.page().locator(".line-menu [data-act=copy-text]")).isHidden();
			assertThat(ann.page()
				.waitForDownload(() -> ann.page().locator(".line-menu [data-act=download]").click())
				.suggestedFilename()).isEqualTo("picture.png");
			ann.page().evaluate("() => getSelection().selectAllChildren(document.getElementById('lines'))");
			ann.waitUntil(() -> !copied(ann).isEmpty());
			assertThat(copied(ann)).isEqualTo("Bob: [Our tent]\nAnn: Nice");
			bob.changeByScript(this.room, seq, "delete", Map.of());
			assertThat(line.locator(".files")).hasCount(0);
			assertThat(line).containsText("Bob deleted a message");
		}
	}

	@Test
	void linksOfFilesAreReachedFromTheirLineAndBreakNoRule(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive().expects("404");
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			SentFile lost = picture(300, 200);
			long seq = files.say("Some", picture(300, 200), picture(300, 200),
					SentFile.other("a.pdf", "application/pdf", 10));
			files.say("Lost", lost);
			files.lose(lost);
			ann.enter("Ann", this.room);
			Locator place = ann.line("Lost").locator(".broken");
			assertThat(place).isVisible();
			assertThat((String) place.evaluate("(file) => getComputedStyle(file, '::after').content"))
				.contains("picture.png");
			Locator line = ann.page().locator("#m" + seq);
			line.evaluate(FOCUS);
			assertThat(line).hasAccessibleName(Pattern.compile("Bob Some .*picture\\.png.*a\\.pdf.*"));
			ann.page().keyboard().press("Tab");
			assertThat(line.locator(".picture > a").first()).isFocused();
			ann.page().keyboard().press("Tab");
			ann.page().keyboard().press("Tab");
			assertThat(line.locator(".download")).isFocused();
			assertThat(line.locator(".download")).hasAccessibleName(Pattern.compile("a\\.pdf.*PDF.*1 kB.*"));
			assertThat(new AxeBuilder(ann.page()).setLegacyMode(true).analyze().getViolations()).isEmpty();
		}
	}

	@Test
	void anEditMayTakeTheTextAwayAndLeavesTheFiles(People people, SharedServer server) {
		Person ann = people.arrive().enter("Ann", this.room);
		Visitor bob = people.visit("Bob", this.room);
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			long seq = files.say("Some words", picture(300, 200));
			Locator line = ann.page().locator("#m" + seq);
			assertThat(line.locator("img")).isVisible();
			bob.changeByScript(this.room, seq, "edit", Map.of("text", ""));
			assertThat(line.locator(".text")).isHidden();
			assertThat(line.locator(".edited")).isVisible();
			assertThat(line.locator("img")).isVisible();
		}
	}

	@Test
	void filesAreThereWithoutScripts(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects(ScriptlessBrowserTests.SCRIPTS_ARE_NOT_LOADED);
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			files.say("", picture(600, 400).saying("Our tent"), SentFile.other("a.pdf", "application/pdf", 10));
			ann.open("/?room=").comeIn("Ann", this.room);
			assertThat(ann.page().locator(".picture img")).hasAttribute("alt", "Our tent");
			assertThat(ann.page().locator(".picture img")).hasJSProperty("naturalWidth", 600);
			assertThat(ann.link("a.pdf")).isVisible();
			ann.page().locator(".line-open").click();
			assertThat(ann.page().locator(".line-menu summary")).isInViewport();
			ann.page().locator(".picture > a").click();
			assertThat(ann.page()).hasURL(Pattern.compile(".*/files/[^/]+/picture\\.png"));
		}
	}

	private static SentFile picture(int width, int height) {
		return SentFile.picture("picture.png", width, height);
	}

	private void enter(Person person) {
		person.open("/?room=").page().locator("#username").fill("Ann");
		person.page().locator("#room").fill(this.room);
		person.page().locator("#entry .primary").click();
		assertThat(person.page().locator("#state")).hasAttribute("data-state", "connected");
	}

	@SuppressWarnings("unchecked")
	private static List<String> files(Person person) {
		return (List<String>) person.page().evaluate(FILES);
	}

	@SuppressWarnings("unchecked")
	private static List<Integer> sizeOf(Person person, String text) {
		return (List<Integer>) person.line(text)
			.locator("img")
			.evaluate("(img) => [img.clientWidth, img.clientHeight]");
	}

	private static String copied(Person person) {
		return (String) person.page().evaluate("""
				() => {
					const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), cancelable: true });
					document.dispatchEvent(event);
					return event.clipboardData.getData("text/plain");
				}""");
	}

}
