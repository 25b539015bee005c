package chat.foyer.browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

/**
 * How the page merges what it hears and fetches of a room's log.
 */
@BrowserTest
class LogBrowserTests {

	private Person ann;

	@BeforeEach
	void enter(People people) {
		this.ann = people.enter("Ann", Visitors.newRoom());
	}

	@Test
	void eventsAreShownOnceAndInOrderHoweverTheyCome() {
		RandomPlay.play(this.ann, "log.js", 1_000);
	}

	@Test
	void whoHasCaughtUpHasEverything() {
		RandomPlay.play(this.ann, "history.js", 200);
	}

}
