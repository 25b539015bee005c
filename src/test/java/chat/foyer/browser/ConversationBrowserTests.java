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

	/**
	 * Drops or pastes something, and answers whether the browser was kept from what it
	 * does with it.
	 */
	private static final String TRANSFER = """
			([selector, type, text, file]) => {
				const data = new DataTransfer();
				if (text) data.setData("text/plain", text);
				if (file) data.items.add(new File(["x"], file));
				const target = document.querySelector(selector);
				const options = { bubbles: true, cancelable: true };
				const event = type === "paste"
					? new ClipboardEvent(type, { ...options, clipboardData: data })
					: new DragEvent(type, { ...options, dataTransfer: data });
				target.dispatchEvent(event);
				return event.defaultPrevented;
			}""";

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

	@Test
	void filesAreRefusedWithAWordAndTextIsNot(People people) {
		Person ann = people.enter("Ann", this.room);
		for (String place : List.of("#lines", "#say")) {
			assertThat(transfer(ann, place, "dragover", "", "a.png")).isEqualTo(true);
			assertThat(transfer(ann, place, "drop", "", "a.png")).isEqualTo(true);
			assertThat(ann.toast()).hasText("Files can\u2019t be sent yet.");
			ann.page().locator("#toast").evaluate("(toast) => toast.replaceChildren()");
		}
		assertThat(transfer(ann, "#say", "paste", "", "a.png")).isEqualTo(true);
		assertThat(ann.toast()).hasText("Files can\u2019t be sent yet.");
		assertThat(ann.button("Undo")).hasCount(0);
		assertThat(transfer(ann, "#lines", "drop", "https://example.org/", "")).as("would lead away").isEqualTo(true);
		assertThat(transfer(ann, "#say", "drop", "some text", "")).isEqualTo(false);
		assertThat(transfer(ann, "#say", "paste", "some cells", "cells.png")).isEqualTo(false);
	}

	private static Object transfer(Person person, String place, String type, String text, String file) {
		return person.page().evaluate(TRANSFER, List.of(place, type, text, file));
	}

	private static void assertIsAsTyped(Locator text) {
		assertThat(text).isVisible();
		assertThat(text.textContent()).isEqualTo("<b>hi</b>  there");
		assertThat(text.innerText()).as("as it is laid out").isEqualTo("<b>hi</b>  there");
		assertThat(text.locator("*")).hasCount(0);
	}

}
