package chat.foyer.browser;

import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

/**
 * How the page keeps what is written until it is delivered.
 */
@BrowserTest
class OutboxBrowserTests {

	@Test
	void nothingIsLostOrSaidTwiceOrOutOfOrder(People people) {
		RandomPlay.play(people.enter("Ann", Visitors.newRoom()), "outbox.js", 500);
	}

}
