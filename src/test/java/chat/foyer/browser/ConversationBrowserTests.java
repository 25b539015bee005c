package chat.foyer.browser;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@BrowserTest
class ConversationBrowserTests {

	private static final List<String> HOSTILE = List.of("<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
			"\"'><svg onload=alert(1)>", "</div></li></ol>&lt;b&gt;&amp;&nbsp;",
			"{{7*7}} ${7*7} [[${7*7}]] #{room.send} {0}", "javascript:alert(1) data:text/html,<b>",
			"https://example.org/\"onmouseover=\"alert(1)", "<!-- --> ]]> \\u003cb\\u003e %3Cb%3E \\",
			"\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
			"\ttab,   blanks \u00a0 and \u3000 more", "x".repeat(500));

	private final String room = Visitors.newRoom();

	@Test
	void twoPeopleTalkBothWays(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.say("Hello");
		bob.sees("Ann joined", "Bob joined", "Ann: Hello").say("Hi, Ann");
		ann.sees("Ann joined", "Bob joined", "Ann: Hello", "Bob: Hi, Ann");
		bob.sees("Ann joined", "Bob joined", "Ann: Hello", "Bob: Hi, Ann");
		assertThat(ann.line("Hello")).hasClass(Pattern.compile("\\bown\\b"));
		assertThat(bob.line("Hello")).not().hasClass(Pattern.compile("\\bown\\b"));
	}

	@Test
	void anotherRoomHearsNothing(People people) {
		Person cat = people.enter("Cat", this.room + " of Cat");
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.say("Between us");
		bob.sees("Ann joined", "Bob joined", "Ann: Between us");
		cat.say("Anybody?").sees("Cat joined", "Cat: Anybody?").seesPeople("Cat");
	}

	@Test
	void aTextIsSeenExactlyAsItWasTyped(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.say("<b>hi</b>  there");
		assertIsAsTyped(bob.line("there").locator(".text"));
		assertIsAsTyped(ann.line("there").locator(".text"));
		assertIsAsTyped(bob.reload().line("there").locator(".text"));
	}

	@Test
	void hostileTextsAreOnlyTexts(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		HOSTILE.forEach(ann::say);
		assertAreOnlyTexts(bob.page().locator(".message .text"));
		assertAreOnlyTexts(bob.reload().page().locator(".message .text"));
	}

	@Test
	void hostileNamesAreOnlyNames(People people) {
		String hostileRoom = this.room + " <img src=x onerror=alert(1)> ' \" & {0} ?#.";
		String hostileName = "<img src=x onerror=alert(2)>";
		Person ann = people.enter(hostileName, hostileRoom);
		Person bob = people.enter("__proto__ {0}", hostileRoom).say("Hello");
		String[] lines = { hostileName + " joined", "__proto__ {0} joined", "__proto__ {0}: Hello" };
		ann.sees(lines).seesPeople("__proto__ {0}", hostileName);
		bob.sees(lines).seesPeople("__proto__ {0}", hostileName);
		ann.reload().isConnected().sees(lines).seesPeople("__proto__ {0}", hostileName);
		assertThat(ann.page().locator("h1")).hasText(hostileRoom);
		assertThat(ann.page().locator("img[src=x]")).hasCount(0);
	}

	@Test
	void webAddressesAreLinks(People people) {
		Person ann = people.enter("Ann", this.room).say("See https://example.org/a?b=1&c=%20d, or www.example.com.");
		assertThat(ann.page().locator(".text a"))
			.hasText(new String[] { "https://example.org/a?b=1&c=%20d", "www.example.com" });
		Locator link = ann.link("https://example.org/a?b=1&c=%20d");
		assertThat(link).hasAttribute("href", "https://example.org/a?b=1&c=%20d");
		assertThat(link).hasAttribute("target", "_blank");
		assertThat(link).hasAttribute("rel", "noopener noreferrer nofollow ugc");
		assertThat(ann.link("www.example.com")).hasAttribute("href", "https://www.example.com");
	}

	@Test
	void shiftAndEnterBreakTheLineAndEnterSends(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.composer().pressSequentially("one");
		ann.composer().press("Shift+Enter");
		ann.composer().pressSequentially("two");
		assertThat(ann.composer()).hasValue("one\ntwo");
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("");
		bob.sees("Ann joined", "Bob joined", "Ann: one\ntwo");
		assertThat(bob.line("two").locator(".text").innerText()).as("as it is laid out").isEqualTo("one\ntwo");
	}

	@Test
	void theButtonSends(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.composer().fill("By mouse");
		ann.button("Send").click();
		ann.sees("Ann joined", "Ann: By mouse");
		assertThat(ann.composer()).isFocused();
	}

	@Test
	void enterDoesNotSendWhileAnInputMethodComposes(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.composer().fill("nihon");
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "keyCode", 229));
		assertThat(ann.composer()).hasValue("nihon");
		ann.composer().fill("\u65e5\u672c");
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter"));
		ann.sees("Ann joined", "Ann: \u65e5\u672c");
	}

	@Test
	void nothingIsNotSent(People people) {
		Person ann = people.enter("Ann", this.room).say("").say(" \n ");
		assertThat(ann.composer()).hasValue(" \n ");
		ann.say("Something").sees("Ann joined", "Ann: Something");
	}

	@Test
	void aTextThatIsTooLongStaysInTheComposer(People people) {
		Person ann = people.enter("Ann", this.room);
		String longest = "\ud83d\ude00".repeat(4_000);
		ann.say(longest + "!");
		assertThat(ann.composer()).hasValue(longest + "!");
		assertThat(ann.composer())
			.hasAccessibleDescription("It is too long: 4,000 characters at most. 1 over the limit");
		ann.say(longest).sees("Ann joined", "Ann: " + longest);
	}

	private static void assertIsAsTyped(Locator text) {
		assertThat(text).isVisible();
		assertThat(text.textContent()).isEqualTo("<b>hi</b>  there");
		assertThat(text.innerText()).as("as it is laid out").isEqualTo("<b>hi</b>  there");
		assertThat(text.locator("*")).hasCount(0);
	}

	private static void assertAreOnlyTexts(Locator texts) {
		assertThat(texts).hasCount(HOSTILE.size());
		assertThat(texts.allTextContents()).isEqualTo(HOSTILE);
		assertThat(texts.locator(":not(a)")).hasCount(0);
		assertThat(texts.locator("a")).hasCount(1);
	}

}
