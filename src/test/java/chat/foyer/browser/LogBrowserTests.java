package chat.foyer.browser;

import java.util.stream.IntStream;

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
				const { History, Log } = await import("foyer/event-log");
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

	@Test
	void showsEachEventOnceAndInOrder(People people) {
		Person ann = people.enter("Ann", Visitors.newRoom());
		RandomPlay.play(ann, "log.js", 1_000);
		RandomPlay.play(ann, "history.js", 200);
		assertThat(ann.page().evaluate(OLDER_WHILE_FORGETTING)).as("older events while others are forgotten")
			.isEqualTo(IntStream.range(20, 120).boxed().toList());
	}

}
