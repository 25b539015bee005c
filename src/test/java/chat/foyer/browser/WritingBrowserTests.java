package chat.foyer.browser;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What helps one to write.
 */
@BrowserTest
class WritingBrowserTests {

	private static final String COPY_RICH = """
			() => navigator.clipboard.write([new ClipboardItem({
				"text/plain": new Blob(["  one\\n\\ttwo  <b>"], { type: "text/plain" }),
				"text/html": new Blob(["<h1>one</h1> two"], { type: "text/html" }),
			})])""";

	private final String room = Visitors.newRoom();

	@Test
	void composerGrowsAndKeepsTheDraft(People people) {
		Person ann = people.enter("Ann", this.room);
		double height = height(ann.composer());
		ann.composer().fill("one\ntwo\nthree\nfour");
		assertThat(height(ann.composer())).isGreaterThan(height + 60);
		ann.composer().fill("x\n".repeat(100));
		assertThat(height(ann.composer())).isLessThan(ann.page().viewportSize().height / 2.0);
		ann.composer().fill("Not yet");
		assertThat(ann.reload().composer()).hasValue("Not yet");
	}

	@Test
	void upRecallsWhatWasSaidLast(People people) {
		Person ann = people.enter("Ann", this.room).say("One").say("Two\nlines");
		ann.composer().press("ArrowUp");
		assertThat(ann.composer()).hasValue("Two\nlines");
		ann.composer().fill("Something else");
		ann.composer().press("ArrowUp");
		assertThat(ann.composer()).hasValue("Something else");
		ann.composer().fill("");
		ann.reload().isConnected().composer().press("ArrowUp");
		assertThat(ann.composer()).hasValue("Two\nlines");
	}

	@Test
	void atSignCompletesTheNamesOfThoseWhoAreHere(People people) {
		people.visit("Bob Builder", this.room).live().listen(this.room);
		people.visit("Bea", this.room).live().listen(this.room);
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "Bea", "Bob Builder");
		ann.composer().pressSequentially("Hi @b");
		assertThat(options(ann)).hasText(new String[] { "Bea", "Bob Builder" });
		assertThat(chosen(ann)).hasText("Bea");
		assertThat(ann.composer()).hasAttribute("aria-activedescendant", "completion-0");
		ann.composer().press("ArrowDown");
		assertThat(chosen(ann)).hasText("Bob Builder");
		assertThat(ann.composer()).hasAttribute("aria-activedescendant", "completion-1");
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("Hi @Bob Builder ");
		assertThat(options(ann)).hasCount(0);
		ann.composer().pressSequentially("@build");
		options(ann).click();
		assertThat(ann.composer()).hasValue("Hi @Bob Builder @Bob Builder ");
		assertThat(ann.composer()).isFocused();
		ann.composer().press("Enter");
		assertThat(ann.line("Hi @Bob Builder @Bob Builder")).isVisible();
	}

	@Test
	void escapeAndOtherKeysLeaveTheTextAlone(People people) {
		people.visit("Bob", this.room).live().listen(this.room);
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "Bob");
		ann.composer().pressSequentially("@b");
		assertThat(options(ann)).hasCount(1);
		ann.composer().press("Escape");
		assertThat(options(ann)).hasCount(0);
		assertThat(ann.composer()).isFocused();
		ann.composer().press("Enter");
		assertThat(ann.line("@b")).isVisible();
		ann.composer().pressSequentially("me@bob");
		assertThat(options(ann)).hasCount(0);
		ann.composer().fill("");
		ann.composer().pressSequentially("@bob");
		assertThat(options(ann)).hasCount(0);
	}

	@Test
	void colonCompletesEmoji(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 568)).enter("Ann", this.room);
		ann.composer().pressSequentially("At 10:30 :tad");
		assertThat(options(ann)).containsText(new String[] { "\uD83C\uDF89 :party_popper:" });
		assertThat(ann.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
		ann.composer().press("Tab");
		assertThat(ann.composer()).hasValue("At 10:30 \uD83C\uDF89");
		ann.composer().pressSequentially(" :party_popper:");
		assertThat(options(ann)).hasCount(1);
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("At 10:30 \uD83C\uDF89 \uD83C\uDF89");
		ann.composer().press("Control+z");
		assertThat(ann.composer()).hasValue("At 10:30 \uD83C\uDF89 :party_popper:");
	}

	@Test
	void emojiAreLoadedWhenTheyAreAskedForAndNotBefore(People people) {
		Person ann = people.arrive();
		List<String> loaded = new CopyOnWriteArrayList<>();
		ann.page().onRequest((request) -> loaded.add(request.url()));
		ann.enter("Ann", this.room).say("Hello");
		assertThat(loaded).noneMatch((address) -> address.contains("emojilib"));
		ann.composer().pressSequentially(":smile");
		assertThat(options(ann).first()).isVisible();
		assertThat(loaded).filteredOn((address) -> address.contains("emojilib")).hasSize(1);
	}

	@Test
	void counterTellsNearTheLimit(People people) {
		Person ann = people.enter("Ann", this.room);
		Locator left = ann.page().locator("#left");
		ann.composer().fill("\uD83D\uDE00".repeat(3_799));
		assertThat(left).isEmpty();
		ann.composer().fill("\uD83D\uDE00".repeat(3_990));
		assertThat(left).hasText("10 characters left");
		assertThat(ann.composer()).not().hasAttribute("aria-invalid", "true");
		ann.composer().fill("x".repeat(4_003));
		assertThat(left).hasText("3 over the limit");
		assertThat(ann.composer()).hasAttribute("aria-invalid", "true");
		ann.composer().fill("");
		assertThat(left).isEmpty();
	}

	@Test
	void whatIsPastedStaysAsItIs(People people) {
		Person ann = people.arrive(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))
			.enter("Ann", this.room);
		ann.page().evaluate(COPY_RICH);
		ann.composer().press("Control+v");
		assertThat(ann.composer()).hasValue("  one\n\ttwo  <b>");
	}

	@Test
	void commandsAreCarriedOut(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.say("/shrug").say("/shrug Who knows?").say("//etc").say("/usr/bin/env").say("/ 2");
		String shrug = "\u00AF\\_(\u30C4)_/\u00AF";
		ann.sees("Ann joined", "Ann: " + shrug, "Ann: Who knows? " + shrug, "Ann: /etc", "Ann: /usr/bin/env",
				"Ann: / 2");
		ann.say("/me waves");
		assertThat(ann.line("waves")).isVisible();
		ann.say("/leave");
		assertThat(ann.nameField()).isVisible();
	}

	@Test
	void unknownCommandIsExplainedAndNotSent(People people) {
		Person ann = people.enter("Ann", this.room).say("/dance with me");
		assertThat(ann.composer()).hasValue("/dance with me");
		assertThat(ann.page().locator("#note"))
			.hasText("No command \u201C/dance\u201D. " + "Type /help for a list, or //dance to send it as text.");
		ann.say("/me").composer().fill("");
		assertThat(ann.page().locator("#note")).isEmpty();
		ann.sees("Ann joined");
	}

	@Test
	void slashOffersTheCommands(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.composer().pressSequentially("/");
		assertThat(options(ann)).hasCount(4);
		ann.composer().pressSequentially("s");
		assertThat(options(ann)).containsText(new String[] { "/shrug Send a shrug" });
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("/shrug ");
	}

	private static double height(Locator element) {
		return element.boundingBox().height;
	}

	private static Locator options(Person person) {
		return person.page().locator("#completions:visible [role=option]");
	}

	private static Locator chosen(Person person) {
		return person.page().locator("#completions [aria-selected=true]");
	}

}
