package chat.foyer.browser;

import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page merges what it hears and fetches of a room's log.
 */
@BrowserTest
class LogBrowserTests {

	/**
	 * Fetches events before the 50th, of which all up to the 119th are forgotten before
	 * the answer comes.
	 */
	private static final String OLDER_WHILE_FORGETTING = """
			async () => {
				const { History } = await import("foyer/history");
				const { Log } = await import("foyer/log");
				const log = new Log(50, 150);
				const realFetch = window.fetch;
				window.fetch = async (address) => {
					const before = Number(address.searchParams.get("before"));
					const first = Math.max(1, before - Number(address.searchParams.get("limit")));
					const events = Array.from({ length: before - first }, (_, index) => ({ seq: first + index }));
					log.forgetBefore(120);
					return new Response(JSON.stringify({ events, lastSeq: 150 }));
				};
				try {
					const { events } = await new History(new URL("https://a.example/events"), log, () => {}).older();
					return events.map(({ seq }) => seq);
				} finally {
					window.fetch = realFetch;
				}
			}""";

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

	@Test
	void whatIsForgottenWhileOlderEventsAreFetchedLeavesNoGap() {
		Object numbers = this.ann.page().evaluate(OLDER_WHILE_FORGETTING);
		assertThat(numbers).isEqualTo(IntStream.range(20, 120).boxed().toList());
	}

}
