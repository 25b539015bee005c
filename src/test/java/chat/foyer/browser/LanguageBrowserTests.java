package chat.foyer.browser;

import java.util.List;
import java.util.regex.Pattern;

import chat.foyer.chat.NameOrders;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	private static final List<String> NAMES = List.of("Ann 10", "Ann 2", "ann 2", "Ann", "ANN", "\u00C4nn", "Anna",
			"Ann-2", "Ann_2", "Ann.2", "Ann\u00A02", "Ann 02", "Ann 2b", "Ann 2.10", "Ann 2.9", "10", "9", "\u0669",
			"\u0661\u0660", "\u096F", "\u0967\u0966", "Zo\u00EB", "Zoe", "\u00D6z", "Ola", "oz", "\u00DF", "ss", "nz",
			"\u00F1", "o", "chico", "cz", "\u00E9t\u00E9", "ete", "cot\u00E9", "c\u00F4te", "\u5F20\u4F1F",
			"\u738B\u82B3", "\u674E\u5A1C", "\u3042\u304D", "\u30A2\u30AD", "\u30A2\u30FC\u30AD", "\u3046",
			"\u5C71\u7530", "\u7530\u4E2D", "\u0645\u062D\u0645\u062F", "\u0623\u062D\u0645\u062F",
			"\u0627\u062D\u0645\u062F", "\u0645\u0631\u064A\u0645", "\u05D9\u05D5\u05E1\u05D9",
			"\u05E9\u05DC\u05D5\u05DD", "\u0905\u092E\u093F\u0924", "\u0905\u092E\u0930",
			"\u0915\u0941\u092E\u093E\u0930", "\u0418\u0432\u0430\u043D", "\u0399\u03C9\u03AC\u03BD\u03BD\u03B7\u03C2",
			"\uD83D\uDC4D", "\uD83D\uDC4D\uD83C\uDFFD", "\u2764\uFE0F", "!", "-", "(\u05D9\u05D5\u05E1\u05D9)", "'Neil",
			"O'Neil", "O\u2019Neil", "ONeil", "Ann\u00ADa", "12345678901234567890", "12345678901234567891");

	/**
	 * Names in the order of a page in a language.
	 */
	private static final String SORTED = """
			async ([language, names]) => {
				const page = document.documentElement;
				const { lang } = page;
				const { imports } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
				page.lang = language;
				const { collator } = await import(`${imports["foyer/i18n"]}?order-${language}`);
				page.lang = lang;
				return names.sort(collator().compare);
			}""";

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

	@Test
	@SuppressWarnings("unchecked")
	void namesAreInTheSameOrderWithAndWithoutScripts(People people) {
		Person ann = people.enter("Ann", this.room);
		for (String language : List.of("en", "de", "es", "fr", "pt", "zh-Hans", "ja", "ar", "hi")) {
			List<String> sorted = (List<String>) ann.page().evaluate(SORTED, List.of(language, NAMES));
			assertThat(sorted).as(language).containsExactlyElementsOf(NameOrders.sorted(language, NAMES));
		}
	}

	@SuppressWarnings("unchecked")
	private static void assertSaysNothingInEnglish(Person person) {
		List<String> said = (List<String>) person.page().evaluate(SAID);
		assertThat(said).hasSizeGreaterThan(2)
			.noneMatch((words) -> LATIN_WORD.matcher(words.replace(",choice,", "")).find());
	}

}
