package chat.foyer.browser;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages speak the reader's language, and no other.
 */
@BrowserTest
class LanguageBrowserTests {

	/**
	 * All that a page says to eyes and ears, the words kept for later included, but not
	 * what people say or are called, nor the names of languages.
	 */
	private static final String SAID = """
			() => {
				const said = [];
				const listen = (node) => {
					if (node.nodeType === Node.TEXT_NODE) {
						said.push(node.data);
					}
					if (node.matches?.("script, noscript, kbd, code, bdi, .person, .author, .message .text, #address, .languages button")) {
						return;
					}
					for (const name of ["aria-label", "title", "alt", "placeholder"]) {
						said.push(node.getAttribute?.(name) ?? "");
					}
					(node.content ?? node).childNodes.forEach(listen);
				};
				listen(document.body);
				const room = document.querySelector("h1[dir]")?.textContent ?? "";
				return said.map((words) => words.replaceAll(room || " ", " ").trim()).filter((words) => words !== "");
			}""";

	private static final Pattern LATIN_WORD = Pattern.compile("(?<!/)\\b(?!Foyer|QR|localhost)[A-Za-z]{2,}");

	private final String room = Visitors.newRoom();

	@Test
	void everythingIsSaidInArabicFromTheRightToTheLeft(People people) {
		people.visit("Bob", this.room).live().say(this.room, "Hello");
		Person ann = people.arriveSpeaking("ar", new NewContextOptions());
		ann.open("/?room=" + this.room.replace(" ", "%20"));
		assertThat(ann.page().locator("html")).hasAttribute("lang", "ar");
		assertThat(ann.page().locator("html")).hasAttribute("dir", "rtl");
		assertSaysNothingInEnglish(ann);
		ann.page().locator("#username").fill("Ann");
		ann.page().locator("form .primary").click();
		assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
		assertThat(ann.page().locator("html")).hasAttribute("dir", "rtl");
		ann.page().locator("#say").fill("Hi");
		ann.page().locator("#say").press("Enter");
		assertThat(ann.line("Hi").locator(".delivery")).hasCount(0);
		assertSaysNothingInEnglish(ann);
		assertThat(ann.page().locator(".notice").last()).containsText("\u0627\u0646\u0636\u0645 Ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/no/such/door", "/rooms/%2e" })
	void errorsAreToldInArabicToo(String address, People people) {
		Person ann = people.arriveSpeaking("ar", new NewContextOptions()).expects("40[04]").open(address);
		assertThat(ann.page().locator("html")).hasAttribute("dir", "rtl");
		assertSaysNothingInEnglish(ann);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theReaderCanChooseAnother(boolean hasScripts, People people) {
		Person ann = people.arrive(new NewContextOptions().setJavaScriptEnabled(hasScripts));
		ann.expects("\\.js csp").open("/?room=x");
		ann.nameField().fill("Ann");
		ann.roomField().fill(this.room);
		ann.button("Deutsch").click();
		assertThat(ann.page().locator("html")).hasAttribute("lang", "de");
		assertThat(ann.page().getByLabel("Dein Name")).hasValue("Ann");
		assertThat(ann.page().getByLabel("Raum")).hasValue(this.room);
		ann.button("Beitreten").click();
		assertThat(ann.menu()).hasText("Raummen\u00fc");
		ann.openSettings().button("Fran\u00e7ais").click();
		assertThat(ann.menu()).hasText("Menu du salon");
		assertThat(ann.reload().menu()).hasText("Menu du salon");
	}

	@SuppressWarnings("unchecked")
	private static void assertSaysNothingInEnglish(Person person) {
		List<String> said = (List<String>) person.page().evaluate(SAID);
		assertThat(said).hasSizeGreaterThan(2)
			.noneMatch((words) -> LATIN_WORD.matcher(words.replace(",choice,", "")).find());
	}

}
