package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * A guest with more tabs than connections.
 */
@BrowserTest
class TabsBrowserTests {

	private final String room = Visitors.newRoom();

	@Test
	void sixthTabSaysWhyAndConnectsWhenAnotherCloses(People people) {
		Person ann = people.enter("Ann", this.room)
			.expectsCuts()
			.expects("Failed to load resource: the server responded with a status of 429");
		List<Person> others = new ArrayList<>();
		for (int tab = 2; tab <= 5; tab++) {
			others.add(ann.openTab().openRoom(this.room).isConnected());
		}
		Person sixth = ann.openTab().openRoom(this.room);
		sixth.isInState("Foyer is open in 5 tabs. Close one to use this one.");
		assertThat(sixth.page().locator("#state .state-wait")).isEmpty();
		sixth.hurry().isInState("Foyer is open in 5 tabs. Close one to use this one.");

		ann.say("Hello");
		assertThat(sixth.line("Hello")).isVisible();
		sixth.say("I wait");
		assertThat(sixth.pending()).hasCount(1);

		others.get(0).page().close();
		sixth.isConnected();
		assertThat(sixth.pending()).hasCount(0);
		assertThat(ann.line("I wait")).isVisible();
	}

}
