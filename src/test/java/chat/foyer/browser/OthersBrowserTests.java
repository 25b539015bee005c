package chat.foyer.browser;

import chat.foyer.support.Visitors;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one sees of the others: who writes, and who looks elsewhere.
 */
@BrowserTest
@Tag("proof")
class OthersBrowserTests {

	/**
	 * Makes five minutes pass in no time.
	 */
	private static final String IMPATIENT = """
			const wait = window.setTimeout;
			window.setTimeout = (done, time, ...more) => wait(done, time === 300000 ? 0 : time, ...more);""";

	private static final String LOOK = """
			(isFocused) => {
				document.hasFocus = () => isFocused;
				dispatchEvent(new Event(isFocused ? "focus" : "blur"));
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void oneSeesWhoIsWriting(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		Person cat = people.enter("Cat", this.room);
		Person dan = people.enter("Dan", this.room);
		assertSeesWriting(typing(bob), "\u2068Ann\u2069 is typing\u2026", ann);
		assertThat(typing(ann)).isEmpty();
		assertSeesWriting(bob.page().locator("[data-name=Ann] .word"), "typing", ann);
		assertSeesWriting(typing(bob), "\u2068Ann\u2069 and \u2068Cat\u2069 are typing\u2026", ann, cat);
		assertSeesWriting(typing(bob), "Several people are typing\u2026", ann, cat, dan);
	}

	/**
	 * They go on writing until it is seen, however long a busy machine takes for a key.
	 */
	private static void assertSeesWriting(Locator place, String words, Person... writers) {
		place.page().waitForCondition(() -> {
			for (Person writer : writers) {
				writer.composer().pressSequentially("x");
			}
			return place.textContent().equals(words);
		});
	}

	@Test
	void whoHasSaidItWritesNoMore(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room).stopClock();
		ann.composer().pressSequentially("Hello");
		assertThat(typing(bob)).hasText("\u2068Ann\u2069 is typing\u2026");
		ann.composer().press("Enter");
		// The page shows together what comes in quick succession.
		bob.waitUntil(() -> {
			bob.page().clock().runFor(1);
			return bob.line("Hello").count() == 1;
		});
		assertThat(typing(bob)).isEmpty();
		bob.sees("Ann joined", "Bob joined", "Ann: Hello");
	}

	@Test
	void whoStopsWritingIsForgotten(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.composer().pressSequentially("x");
		assertThat(typing(bob)).hasText("\u2068Ann\u2069 is typing\u2026");
		assertThat(typing(bob)).isEmpty();
		assertThat(ann.composer()).hasValue("x");
	}

	@Test
	void whoLooksElsewhereForLongIsAway(People people) {
		Person ann = people.arrive();
		ann.page().addInitScript(IMPATIENT);
		ann.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.page().evaluate(LOOK, false);
		assertThat(away(bob)).hasText(new String[] { "Ann" });
		assertThat(away(people.enter("Cat", this.room))).hasText(new String[] { "Ann" });
		ann.page().evaluate(LOOK, true);
		assertThat(away(bob)).hasCount(0);
		bob.seesPeople("Ann", "Bob", "Cat");
	}

	private static Locator typing(Person person) {
		return person.page().locator("#typing");
	}

	private static Locator away(Person person) {
		return person.page().locator(".names .away");
	}

}
