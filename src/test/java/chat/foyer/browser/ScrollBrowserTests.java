package chat.foyer.browser;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@BrowserTest
@Tag("proof")
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

	/**
	 * How far the line of {@link #READ_AT} is from there once what was changed is laid
	 * out.
	 */
	private static final String MOVED = """
			async (box, read) => {
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				return box.querySelector(`[data-seq="${read.number}"]`).getBoundingClientRect().top - read.top;
			}""";

	/**
	 * What changes the size of the message box or of its lines, one after the other: a
	 * bar, an on-screen keyboard, the people beside it, a line above that grows late, and
	 * the font.
	 */
	private static final List<String> CHANGES = List.of("document.getElementById('state').classList.add('gone')",
			"document.documentElement.style.setProperty('--viewport', '500px')",
			"document.getElementById('people').open = false",
			"document.querySelector('#lines .message').style.paddingBlockEnd = '90px'",
			"document.querySelector('#lines .message').style.paddingBlockEnd = ''",
			"document.documentElement.style.fontSize = '19px'", "document.documentElement.style.fontSize = ''",
			"document.documentElement.style.setProperty('--viewport', '')",
			"document.getElementById('state').classList.remove('gone')",
			"document.getElementById('people').open = true");

	private static final String SELECT = """
			() => {
				const texts = document.querySelectorAll("#lines .text");
				getSelection().selectAllChildren(texts[texts.length - 2]);
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void keepsReaderWhoIsNearTheEndAtTheEnd(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		talk(bob, 20);
		assertThat(ann.line("Line 20")).hasCount(2);
		ann.isAtEnd();
		assertThat(latest(ann)).isHidden();
		ann.scroll(-95);
		bob.live().say(this.room, "News");
		assertThat(ann.line("News")).isVisible();
		ann.isAtEnd();
		ann.page().setViewportSize(360, 400);
		ann.isAtEnd();
		ann.composer().fill("one\ntwo\nthree\nfour");
		ann.isAtEnd();
	}

	@Test
	void keepsPlaceOfReaderWhoScrolledUpAndLeadsToTheEnd(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd().scroll(-105);
		assertThat(latest(ann)).isHidden();
		assertThat(ann.link("Earlier messages")).isHidden();
		double place = ann.scrollTop();
		talk(bob, 3);
		assertThat(latest(ann)).hasText("3");
		assertThat(ann.scrollTop()).isEqualTo(place);
		talk(bob, 4);
		assertThat(latest(ann)).hasText("7");
		assertThat(latest(ann)).hasAccessibleName(Pattern.compile("7 new"));
		assertThat(ann.scrollTop()).isEqualTo(place);
		latest(ann).click();
		ann.isAtEnd();
		assertThat(latest(ann)).isHidden();
		bob.live().say(this.room, "And on");
		assertThat(ann.line("And on")).isVisible();
		ann.isAtEnd().scroll(-400);
		talk(bob, 1);
		assertThat(latest(ann)).hasText("1");
		ann.box().hover();
		ann.page().mouse().wheel(0, 2_000);
		assertThat(latest(ann)).isHidden();
		ann.isAtEnd().scroll(-1_000);
		assertThat(latest(ann)).isVisible();
		assertThat(latest(ann).locator(".count")).isHidden();
		ann.box().press("End");
		ann.isAtEnd().scroll(-1_000).composer().fill("one");
		ann.composer().press("End");
		assertThat(ann.pixelsToEnd()).isGreaterThan(900);
		ann.composer().press("Control+End");
		ann.isAtEnd().scroll(-1_000).say("My own");
		assertThat(ann.line("My own").locator(".delivery")).hasCount(0);
		ann.isAtEnd();
	}

	@Test
	void keepsLineInPlaceWhileOlderOnesLoad(People people) {
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

	@Test
	void keepsEndOrLineInPlaceWhateverChangesSize(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		for (int lines = 1; lines <= 5; lines++) {
			ann.composer().press("Shift+Enter");
		}
		ann.isAtEnd();
		bob.live().say(this.room, "News");
		assertThat(ann.line("News")).isVisible();
		ann.isAtEnd();
		assertThat(latest(ann)).isHidden();
		for (String change : CHANGES) {
			ann.page().evaluate(change);
			ann.isAtEnd();
		}
		ann.scroll(-800);
		assertThat(ann.link("Earlier messages")).isHidden();
		for (String change : CHANGES) {
			Object read = ann.box().evaluate(READ_AT, ann.scrollTop());
			ann.page().evaluate(change);
			assertThat(((Number) ann.box().evaluate(MOVED, read)).doubleValue()).as(change).isBetween(-1.5, 1.5);
		}
		assertThat(ann.pixelsToEnd()).isGreaterThan(300);
	}

	@Test
	void nothingScrollsUnderAHeldPointerOrASelection(People people) {
		Visitor bob = people.visit("Bob", this.room);
		talk(bob, 60);
		Person ann = people.enter("Ann", this.room).isAtEnd();
		List<Runnable> holds = List.of(() -> {
			ann.line("Line 58").hover();
			ann.page().mouse().down();
		}, () -> ann.box().dispatchEvent("touchstart"), () -> ann.page().evaluate(SELECT));
		List<Runnable> releases = List.of(ann.page().mouse()::up, () -> ann.box().dispatchEvent("touchend"),
				() -> ann.page().evaluate("getSelection().empty()"));
		for (int way = 0; way < holds.size(); way++) {
			holds.get(way).run();
			double place = ann.scrollTop();
			talk(bob, 6);
			assertThat(latest(ann)).hasText("6");
			assertThat(ann.scrollTop()).isEqualTo(place);
			releases.get(way).run();
			ann.isAtEnd();
			assertThat(latest(ann)).isHidden();
		}
		ann.box().dispatchEvent("touchstart");
		ann.scroll(-500);
		double place = ann.scrollTop();
		talk(bob, 1);
		ann.box().dispatchEvent("touchend");
		assertThat(latest(ann)).hasText("1");
		assertThat(ann.scrollTop()).isEqualTo(place);
	}

	private static Locator latest(Person person) {
		return person.page().locator("#latest");
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
