package chat.foyer.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Everything that people must be able to do without JavaScript.
 */
@BrowserTest
class ScriptlessBrowserTests {

	static final String SCRIPTS_ARE_NOT_LOADED = "failed: GET .*\\.js csp";

	private final String room = Visitors.newRoom();

	@Test
	void talksAndReads(People people) {
		Person ann = people.enter("Ann", this.room);
		Person cat = comeIn(people, "Cat").sees("Ann joined");
		cat.composer().fill("<b>one</b>\ntwo");
		cat.button("Send").click();
		cat.sees("Ann joined", "Cat joined", "Cat: <b>one</b>\ntwo");
		ann.sees("Ann joined", "Cat joined", "Cat: <b>one</b>\ntwo").seesPeople("Ann", "Cat").say("Hi");
		ann.sees("Ann joined", "Cat joined", "Cat: <b>one</b>\ntwo", "Ann: Hi");
		cat.link("Refresh").click();
		cat.sees("Ann joined", "Cat joined", "Cat: <b>one</b>\ntwo", "Ann: Hi").seesPeople("Ann", "Cat");
		assertThat(cat.state()).isHidden();
		assertThat(cat.button("Copy link")).isHidden();
	}

	@Test
	void aReloadAfterSendingSaysNothingTwice(People people) {
		Person cat = comeIn(people, "Cat");
		cat.composer().fill("Once");
		cat.button("Send").click();
		cat.sees("Cat joined", "Cat: Once").reload().sees("Cat joined", "Cat: Once");
	}

	@Test
	void whatIsRefusedIsKept(People people) {
		Person cat = comeIn(people, "Cat").expects("422");
		String tooLong = "x".repeat(4_001);
		cat.composer().fill(tooLong);
		cat.button("Send").click();
		assertThat(cat.composer()).hasValue(tooLong);
		assertThat(cat.composer()).hasAccessibleDescription("The message is too long: 4,000 characters at most.");
		cat.composer().fill("Short");
		cat.button("Send").click();
		cat.sees("Cat joined", "Cat: Short");
	}

	@Test
	void pagesBack(People people) {
		Live ann = people.visit("Ann", this.room).live();
		IntStream.rangeClosed(1, 120).forEach((number) -> ann.say(this.room, "Line " + number));
		ann.replies().next((reply) -> reply.seq() != null && reply.seq() == 121);
		Person cat = comeIn(people, "Cat");
		Locator first = cat.page().locator("#lines > .event").first();
		assertThat(first).containsText("Line 71");
		cat.link("Earlier messages").click();
		assertThat(first).containsText("Line 21");
		cat.link("Earlier messages").click();
		assertThat(first).containsText("Ann joined");
		assertThat(cat.link("Earlier messages")).isHidden();
		cat.link("Jump to latest").click();
		assertThat(first).containsText("Line 72");
		assertThat(cat.line("Cat joined")).isVisible();
	}

	@Test
	void repliesReactsEditsPinsAndDeletes(People people) {
		people.visit("Bob", this.room).say(this.room, Map.of("text", "First"));
		Person cat = comeIn(people, "Cat");
		cat.composer().fill("Mine");
		cat.button("Send").click();
		Locator first = openMenu(cat, "First");
		assertThat(cat.button("Delete")).isHidden();
		cat.button("🎉").click();
		assertThat(first.locator(".chip")).hasText("🎉 1");
		assertThat(first.locator(".chip")).hasAttribute("title", "\u2068Cat\u2069");
		openMenu(cat, "First");
		cat.page().getByLabel("Another emoji").fill("🥕");
		cat.button("React").click();
		assertThat(first.locator(".chip")).hasCount(2);
		openMenu(cat, "First");
		cat.button("Remove 🎉").click();
		assertThat(first.locator(".chip")).hasText("🥕 1");
		openMenu(cat, "First");
		cat.button("Pin").click();
		assertThat(cat.page().locator("#pins summary")).containsText("First");
		openMenu(cat, "First");
		cat.link("Reply").click();
		assertThat(cat.page().locator(".replying")).containsText("First");
		cat.composer().fill("Right");
		cat.button("Send").click();
		assertThat(cat.line("Right").locator(".quote")).hasText("Bob First");
		openMenu(cat, "Mine");
		cat.page().getByLabel("Edit", new Page.GetByLabelOptions().setExact(true)).fill("Mine, changed");
		cat.button("Save").click();
		assertThat(cat.line("Mine, changed").locator(".edited")).isVisible();
		openMenu(cat, "Mine, changed");
		cat.button("Delete").click();
		assertThat(cat.line("Cat deleted a message")).isVisible();
		assertThat(cat.line("Mine")).hasCount(0);
	}

	private static Locator openMenu(Person person, String text) {
		Locator line = person.line(text).first();
		line.locator(".line-open").click();
		return line;
	}

	@Test
	void catchesUp(People people) {
		Person cat = comeIn(people, "Cat");
		cat.link("Refresh").click();
		List.of("Ann", "Bob", "Dan").forEach((name) -> people.visit(name, this.room).live().listen(this.room));
		people.visit("Eve", this.room).live().say(this.room, "Hi @Cat");
		Person ann = people.enter("Fay", this.room);
		assertThat(ann.line("Hi @Cat")).isVisible();
		assertThat(ann.line("Fay joined")).isVisible();
		cat.link("Refresh").click();
		assertThat(cat.page().locator(".mark.day")).hasCount(1);
		assertThat(cat.page().locator(".notice.join")).hasCount(6);
		String target = cat.link("1 new \u00B7 1 for you").getAttribute("href");
		assertThat(cat.page().locator(target)).containsText("Hi @Cat");
		cat.link("Refresh").click();
		assertThat(cat.page().locator("#new")).isHidden();
	}

	@Test
	void leaves(People people) {
		Person ann = people.enter("Ann", this.room);
		Person cat = comeIn(people, "Cat");
		cat.composer().fill("Bye");
		cat.button("Send").click();
		cat.leave();
		assertThat(cat.nameField()).isVisible();
		ann.sees("Ann joined", "Cat joined", "Cat: Bye", "Cat left").seesPeople("Ann");
	}

	private Person comeIn(People people, String name) {
		Person person = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects(SCRIPTS_ARE_NOT_LOADED);
		person.open("/").comeIn(name, this.room);
		assertThat(person.page().locator("h1")).hasText(this.room);
		return person;
	}

}
