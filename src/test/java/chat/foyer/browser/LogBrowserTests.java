package chat.foyer.browser;

import java.util.List;
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

	/**
	 * Looks up moments in logs of any length of which some events are purged, two of them
	 * at the same time now and then. Answers what was found wrongly, and the largest
	 * number of requests.
	 */
	private static final String FIND_MOMENTS = """
			async () => {
				const { History, Log } = await import("foyer/event-log");
				const realFetch = window.fetch;
				const wrong = [];
				let most = 0;
				try {
					for (const length of [0, 1, 2, 199, 200, 201, 450, 5_000]) {
						const all = Array.from({ length }, (_, i) => ({ seq: i + 1, at: Math.floor(i / 2) * 1000 }));
						const log = all.filter(({ seq }) => seq > length / 4 && seq % 7 !== 0);
						const end = length + 1;
						let requests = 0;
						window.fetch = async (address) => {
							requests++;
							const query = address.searchParams;
							const [after, limit] = ["after", "limit"].map((name) => Number(query.get(name)));
							const events = log.filter(({ seq }) => seq > after).slice(0, limit)
								.map(({ seq, at }) => ({ seq, at: new Date(at).toISOString() }));
							return new Response(JSON.stringify({ events, lastSeq: length }));
						};
						const history = new History(new URL("https://a.example/events"), new Log(end, length), () => {});
						const step = Math.ceil(length / 20) * 500 + 500;
						for (let at = -1_000; at <= length * 500 + 1_000; at += step) {
							requests = 0;
							const found = await history.findFirstAt(at, end);
							most = Math.max(most, requests);
							if (found !== log.find((event) => event.at >= at)?.seq) {
								wrong.push(`${at} of ${length}: ${found}`);
							}
						}
					}
				} finally {
					window.fetch = realFetch;
				}
				return [wrong.join(), most];
			}""";

	@Test
	void showsEachEventOnceAndInOrder(People people) {
		Person ann = people.enter("Ann", Visitors.newRoom());
		RandomPlay.play(ann, "log.js", 1_000);
		RandomPlay.play(ann, "history.js", 200);
		assertThat(ann.page().evaluate(OLDER_WHILE_FORGETTING)).as("older events while others are forgotten")
			.isEqualTo(IntStream.range(20, 120).boxed().toList());
		assertThat(ann.page().evaluate(FIND_MOMENTS)).as("moments found").isEqualTo(List.of("", 6));
	}

}
