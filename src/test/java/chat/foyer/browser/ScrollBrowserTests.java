package chat.foyer.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@BrowserTest
class ScrollBrowserTests {

	/**
	 * Scrolls to a place, and tells of the line that is there to be read, at its top, its
	 * number and where it is.
	 */
	private static final String READ_AT = """
			(box, top) => {
				box.scrollTop = top;
				const edge = box.getBoundingClientRect().top;
				const line = Array.from(box.querySelectorAll("[data-seq]"))
					.find((one) => one.getBoundingClientRect().bottom > edge);
				return { number: line.dataset.seq, top: line.getBoundingClientRect().top };
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void aReaderAtTheEndFollows(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		talk(bob, 20);
		assertThat(ann.line("Line 20")).hasCount(2);
		ann.isAtEnd();
		assertThat(newMessages(ann)).isHidden();
	}

	@Test
	void aReaderNearTheEndFollows(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd().scroll(-95);
		bob.live().say(this.room, "News");
		assertThat(ann.line("News")).isVisible();
		ann.isAtEnd();
	}

	@Test
	void aReaderWhoScrolledUpStaysThere(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd().scroll(-105);
		double place = ann.scrollTop();
		talk(bob, 3);
		assertThat(newMessages(ann)).hasText("3 new");
		assertThat(ann.scrollTop()).isEqualTo(place);
		talk(bob, 4);
		assertThat(newMessages(ann)).hasText("7 new");
		assertThat(ann.scrollTop()).isEqualTo(place);
		newMessages(ann).click();
		ann.isAtEnd();
		assertThat(newMessages(ann)).isHidden();
		bob.live().say(this.room, "And on");
		assertThat(ann.line("And on")).isVisible();
		ann.isAtEnd();
	}

	@Test
	void scrollingDownByHandEndsTheNews(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd().scroll(-400);
		talk(bob, 1);
		assertThat(newMessages(ann)).hasText("1 new");
		ann.box().hover();
		ann.page().mouse().wheel(0, 2_000);
		assertThat(newMessages(ann)).isHidden();
		ann.isAtEnd();
	}

	@Test
	void anOwnMessageAlwaysLeadsToTheEnd(People people) {
		talk(people.visit("Bob", this.room), 60);
		Person ann = people.enter("Ann", this.room).isAtEnd().scroll(-1_000);
		assertThat(ann.pixelsToEnd()).isGreaterThan(900);
		ann.say("My own");
		assertThat(ann.line("My own").locator(".delivery")).hasCount(0);
		ann.isAtEnd();
	}

	@Test
	void aSmallerWindowKeepsTheEndInSight(People people) {
		talk(people.visit("Bob", this.room), 60);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		ann.page().setViewportSize(360, 400);
		ann.isAtEnd();
		ann.composer().fill("one\ntwo\nthree\nfour");
		ann.isAtEnd();
	}

	@Test
	void olderMessagesComeWithoutMovingTheLineThatIsRead(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 300);
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.numbers()).hasSizeLessThan(60);
		while (ann.link("Earlier messages").isVisible()) {
			int shown = ann.numbers().size();
			Map<?, ?> read = (Map<?, ?>) ann.box().evaluate(READ_AT, 120);
			ann.waitUntil(() -> ann.numbers().size() > shown);
			assertThat(ann.numbers()).hasSizeGreaterThan(shown);
			Locator line = ann.page().locator("[data-seq='" + read.get("number") + "']");
			double top = ((Number) line.evaluate("(line) => line.getBoundingClientRect().top")).doubleValue();
			assertThat(top).as("where line %s is", read.get("number"))
				.isCloseTo(((Number) read.get("top")).doubleValue(), within(1.0));
		}
		List<Integer> all = IntStream.rangeClosed(1, 302).boxed().toList();
		assertThat(ann.numbers()).isEqualTo(all);
		assertThat(ann.line("Line 1").first()).containsText("Line 1");
	}

	private static Locator newMessages(Person person) {
		return person.page().locator("#new");
	}

	/**
	 * Says that many things, which are all stored on return.
	 */
	private void talk(Visitor visitor, int lines) {
		Live live = visitor.live();
		IntStream.rangeClosed(1, lines).forEach((number) -> live.say(this.room, "Line " + number));
		IntStream.rangeClosed(1, lines).forEach((number) -> assertThat(live.replies().next().error()).isNull());
	}

}
