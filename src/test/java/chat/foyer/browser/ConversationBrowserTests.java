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

	private final String room = Visitors.newRoom();

	@Test
	void twoPeopleSeeWhatEachTypes(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.say("Hello");
		bob.sees("Ann joined", "Bob joined", "Ann: Hello").say("Hi, Ann");
		List.of(ann, bob).forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Hello", "Bob: Hi, Ann"));
		assertThat(ann.line("Hello")).hasClass(Pattern.compile("\\bown\\b"));
		assertThat(bob.line("Hello")).not().hasClass(Pattern.compile("\\bown\\b"));
		ann.say("<b>hi</b>  there");
		assertIsAsTyped(bob.line("there").locator(".text"));
		assertIsAsTyped(ann.line("there").locator(".text"));
		assertIsAsTyped(bob.reload().line("there").locator(".text"));
		ann.composer().pressSequentially("one");
		ann.composer().press("Shift+Enter");
		ann.composer().pressSequentially("two");
		assertThat(ann.composer()).hasValue("one\ntwo");
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("");
		assertThat(bob.line("two").locator(".text")).hasText("one\ntwo");
		assertThat(bob.line("two").locator(".text").innerText()).as("as it is laid out").isEqualTo("one\ntwo");
		ann.say("See https://example.org/a?b=1&c=%20d, or www.example.com.");
		assertThat(bob.page().locator(".text a"))
			.hasText(new String[] { "https://example.org/a?b=1&c=%20d", "www.example.com" });
		Locator link = bob.link("https://example.org/a?b=1&c=%20d");
		assertThat(link).hasAttribute("href", "https://example.org/a?b=1&c=%20d");
		assertThat(link).hasAttribute("target", "_blank");
		assertThat(link).hasAttribute("rel", "noopener noreferrer nofollow ugc");
		assertThat(bob.link("www.example.com")).hasAttribute("href", "https://www.example.com");
	}

	@Test
	void composerSendsWhatIsMeantToBeSent(People people) {
		Person ann = people.enter("Ann", this.room).say("").say(" \n ");
		assertThat(ann.composer()).hasValue(" \n ");
		ann.composer().fill("By mouse");
		ann.button("Send").click();
		ann.sees("Ann joined", "Ann: By mouse");
		assertThat(ann.composer()).isFocused();
		ann.composer().fill("nihon");
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter", "keyCode", 229));
		assertThat(ann.composer()).hasValue("nihon");
		ann.composer().fill("\u65e5\u672c");
		ann.composer().dispatchEvent("keydown", Map.of("key", "Enter"));
		ann.sees("Ann joined", "Ann: By mouse", "Ann: \u65e5\u672c");
		String longest = "\ud83d\ude00".repeat(4_000);
		ann.say(longest + "!");
		assertThat(ann.composer()).hasValue(longest + "!");
		assertThat(ann.composer()).hasAccessibleDescription(Pattern.compile("4,000 characters.* 1 "));
		ann.say(longest).sees("Ann joined", "Ann: By mouse", "Ann: \u65e5\u672c", "Ann: " + longest);
	}

	private static void assertIsAsTyped(Locator text) {
		assertThat(text).isVisible();
		assertThat(text.textContent()).isEqualTo("<b>hi</b>  there");
		assertThat(text.innerText()).as("as it is laid out").isEqualTo("<b>hi</b>  there");
		assertThat(text.locator("*")).hasCount(0);
	}

}
