package chat.foyer.browser;

import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Finding messages, in the room and on a page of its own.
 */
@BrowserTest
class SearchBrowserTests {

	private final String room = Visitors.newRoom();

	@Test
	void panelFindsWhileTypingAndLeadsToMessages(People people) {
		Person ann = people.enter("Ann", this.room);
		say(people, 90);
		ann.say("See you at the **north gate** <b>").say("Bus leaves from the north, the gate is closed");
		ann.page().keyboard().press("Control+Shift+F");
		Locator field = field(ann);
		assertThat(field).isFocused();
		assertThat(status(ann)).hasText("Find messages by the words in them.");
		field.pressSequentially("nor");
		assertThat(hits(ann)).hasCount(2);
		assertThat(status(ann)).hasText("Results: 2");
		assertThat(hits(ann).first().locator("mark")).hasText("north");
		field.fill("\"north gate\"");
		assertThat(hits(ann)).hasCount(1);
		assertThat(hits(ann).locator("mark")).hasText("north gate");
		assertThat(hits(ann).locator(".hit-text")).hasText("See you at the north gate <b>");
		field.fill("from:Ann nothing of that kind");
		assertThat(status(ann)).containsText("No messages found.");
		assertThat(hits(ann)).hasCount(0);
		field.fill("line");
		assertThat(status(ann)).hasText("Results: 20+");
		ann.link("Older results").click();
		assertThat(hits(ann)).hasCount(40);
		assertThat(hits(ann).nth(20)).isFocused();
		field.fill("\"line 7\"");
		assertThat(hits(ann)).hasCount(1);
		field.press("ArrowDown");
		assertThat(hits(ann).first()).isFocused();
		ann.page().keyboard().press("Enter");
		assertThat(ann.page().locator("[data-seq='9']")).isInViewport();
		assertThat(ann.page().locator(".search-panel")).isVisible();
		ann.page().keyboard().press("Control+Shift+F");
		assertThat(field).isFocused();
		ann.page().keyboard().press("Escape");
		assertThat(ann.page().locator(".search-panel")).isHidden();
		assertThat(ann.page().locator("#people .panel")).isVisible();
		ann.page().keyboard().press("Control+Shift+F");
		assertThat(ann.page().locator("#people .panel")).isHidden();
		ann.peopleButton().click();
		assertThat(ann.page().locator(".search-panel")).isHidden();
		assertThat(ann.page().locator("#people .panel")).isVisible();
	}

	@Test
	void phoneShowsHitsOverTheTalk(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(390, 844).setHasTouch(true))
			.enter("Ann", this.room);
		say(people, 60);
		ann.page().locator("#search-open").click();
		field(ann).fill("line 3");
		assertThat(hits(ann)).hasCount(11);
		hits(ann).last().click();
		assertThat(ann.page().locator(".search-panel")).isHidden();
		assertThat(ann.page().locator("[data-seq='5']")).isInViewport();
	}

	@Test
	void failureIsTold(People people) {
		Person ann = people.enter("Ann", this.room)
			.expects("(failed: GET|error: Failed to load resource).*/search\\?.*")
			.say("lake");
		ann.page().locator("#search-open").click();
		ann.page().route(Pattern.compile("/search\\?"), (route) -> route.abort());
		field(ann).fill("lake");
		assertThat(status(ann)).hasText("Search isn\u2019t available right now. Try again in a moment.");
		ann.page().unroute(Pattern.compile("/search\\?"));
		field(ann).press("Enter");
		assertThat(hits(ann)).hasCount(1);
	}

	@Test
	void hitsFollowChangesOfTheirMessages(People people) {
		Person ann = people.enter("Ann", this.room);
		Live bob = people.visit("Bob", this.room).live();
		long first = say(bob, "The lake is frozen");
		long second = say(bob, "The lake is deep");
		ann.page().locator("#search-open").click();
		field(ann).fill("lake");
		assertThat(hits(ann)).hasCount(2);
		bob.send(this.room, "edit", """
				{"id": "%s", "of": %d, "text": "The lake is shallow"}""".formatted(UUID.randomUUID(), second));
		assertThat(hits(ann).first().locator(".hit-text")).hasText("The lake is shallow");
		hits(ann).last().focus();
		delete(bob, first);
		assertThat(hits(ann)).hasCount(1);
		assertThat(status(ann)).hasText("Results: 1");
		assertThat(field(ann)).isFocused();
		delete(bob, second);
		assertThat(status(ann)).containsText("No messages found.");
	}

	@Test
	void roomStaysWhereThePanelCannotBeLoadedWithoutAConnection(People people) {
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people.arriveAt(wire.address()).expectsCuts().enter("Ann", this.room).say("lake");
			wire.refuseEverything();
			assertThat(ann.page().locator("#state")).isVisible();
			ann.page().keyboard().press("Control+Shift+F");
			assertThat(ann.button("Try again")).isVisible();
			assertThat(ann.composer()).isVisible();
			wire.letThrough();
			ann.isConnected().button("Try again").click();
			assertThat(field(ann)).isFocused();
		}
	}

	@Test
	void worksWithoutScripts(People people) {
		say(people, 25);
		Person cat = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects(ScriptlessBrowserTests.SCRIPTS_ARE_NOT_LOADED)
			.open("/")
			.comeIn("Cat", this.room);
		cat.page().locator("#search-open").click();
		field(cat).fill("line");
		field(cat).press("Enter");
		assertThat(hits(cat)).hasCount(20);
		cat.link("Older results").click();
		assertThat(hits(cat)).hasCount(5);
		assertThat(hits(cat).last()).hasAttribute("href", Pattern.compile("/rooms/.*/at/2#m2$"));
		cat.link("Back to " + this.room).click();
		assertThat(cat.composer()).isVisible();
	}

	private void say(People people, int lines) {
		Live bob = people.visit("Bob", this.room).live();
		for (int line = 1; line <= lines; line++) {
			bob.say(this.room, "Line " + line);
			bob.replies().next();
		}
	}

	private long say(Live live, String text) {
		live.say(this.room, text);
		return Objects.requireNonNull(live.replies().next().seq());
	}

	private void delete(Live live, long seq) {
		live.send(this.room, "delete", """
				{"id": "%s", "of": %d}""".formatted(UUID.randomUUID(), seq));
	}

	private static Locator field(Person person) {
		return person.page().locator(".search-form input");
	}

	private static Locator hits(Person person) {
		return person.page().locator(".hits .hit");
	}

	private static Locator status(Person person) {
		return person.page().locator(".search-status p:visible");
	}

}
