package chat.foyer.browser;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

import chat.foyer.support.RunningServer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Places in a room that are a hundred thousand messages away.
 */
@BrowserTest
class FarAwayBrowserTests {

	private static final String ROOM = "attic";

	private static final int MESSAGES = 100_000;

	private static final int FIRST_REACTION = 60_000;

	/**
	 * More than a page of the log has.
	 */
	private static final int REACTIONS = 180;

	private static final int HANDFUL = 5;

	private static final Duration SPAN = Duration.ofDays(5);

	private static final String IS_SEEN = """
			(event) => {
				const box = document.getElementById("box").getBoundingClientRect();
				const { top } = event.getBoundingClientRect();
				return top >= box.top - 1 && top < box.bottom;
			}""";

	private final List<String> fetched = new CopyOnWriteArrayList<>();

	@Test
	void areReachedByAHandfulOfRequests(People people) throws SQLException {
		Path data = SharedServer.newDataDir();
		try (RunningServer server = RunningServer.start(0, data, "foyer.presence.leave-grace=1h")) {
			Person ann = people.arriveAt(server.address()).enter("Ann", ROOM).open("about:blank");
			fill(data);
			ann.page().onRequest((request) -> {
				if (request.url().contains("/events?")) {
					this.fetched.add(request.url());
				}
			});
			ann.openRoom(ROOM).isConnected().isAtEnd();
			Locator pill = ann.page().locator("#new");
			assertThat(pill).hasText("1,000+ new");
			this.fetched.clear();

			List<Route> held = new CopyOnWriteArrayList<>();
			ann.page().route(Pattern.compile("/events\\?"), held::add);
			pill.click();
			assertThat(ann.box()).hasAttribute("aria-busy", "true");
			ann.page().unroute(Pattern.compile("/events\\?"));
			held.forEach(Route::resume);
			assertThat(ann.page().locator(".mark.unread")).isInViewport();
			assertThat(ann.box()).not().hasAttribute("aria-busy", "true");
			assertAHandful(ann);

			ann.page().keyboard().press("End");
			assertThat(ann.line("Line " + MESSAGES)).isInViewport();
			ann.isAtEnd();
			assertAHandful(ann);

			LocalDate day = LocalDate.now(ZoneId.systemDefault()).minusDays(2);
			ann.page().locator(".day button").first().evaluate("(button) => button.click()");
			ann.page().locator("#jump input").fill(day.toString());
			ann.page().locator("#jump input").press("Enter");
			long midnight = day.atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli();
			ann.page()
				.waitForFunction("(midnight) => Date.parse(document.querySelector('#lines time').dateTime) < midnight",
						(double) midnight);
			Locator first = ann.page().locator("#lines .day + .event").last();
			assertThat(first).isInViewport();
			assertThat(Instant.parse(first.locator("time").getAttribute("datetime")).toEpochMilli()).isBetween(midnight,
					midnight + SPAN.toMillis() / MESSAGES);
			assertAHandful(ann);

			ann.page().locator("#latest").click();
			assertThat(ann.line("Line " + MESSAGES)).isInViewport();
			assertAHandful(ann);

			ann.open("/rooms/" + ROOM + "?before=50000").isConnected();
			Locator middle = ann.page().locator("[data-seq='49975']");
			assertThat(middle).isVisible();
			ann.waitUntil(() -> (Boolean) middle.evaluate(IS_SEEN));
			assertThat(middle.evaluate(IS_SEEN)).isEqualTo(true);
			assertAHandful(ann);

			ann.open("/rooms/" + ROOM + "/at/" + (FIRST_REACTION + 9)).isConnected();
			Locator liked = ann.page().locator(".asked[data-seq='" + (FIRST_REACTION - 1) + "']");
			assertThat(liked).isInViewport();
			Locator next = ann.page().locator("[data-seq='" + (FIRST_REACTION + REACTIONS) + "']");
			for (int times = 0; times < HANDFUL && next.count() == 0; times++) {
				List<Integer> numbers = ann.numbers();
				ann.box().evaluate("(box) => { box.scrollTop = box.scrollHeight; }");
				ann.waitUntil(() -> !ann.numbers().equals(numbers));
			}
			assertThat(next).hasCount(1);
			assertThat(liked).hasCount(1);
			assertAHandful(ann);
			// Before the server is gone.
			ann.open("about:blank");
		}
	}

	private void assertAHandful(Person person) {
		// What would be fetched next has been asked for when the page answers twice.
		person.page().evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
		assertThat(this.fetched).hasSizeLessThanOrEqualTo(HANDFUL);
		this.fetched.clear();
	}

	/**
	 * Fills the room with messages of the last days and reactions to one of them, after
	 * the arrival of its first guest.
	 */
	private static void fill(Path data) throws SQLException {
		long start = Instant.now().minus(SPAN).toEpochMilli();
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("foyer.db"));
				Statement statement = connection.createStatement()) {
			statement.execute("pragma busy_timeout = 10000");
			statement.executeUpdate("update event set at = " + start);
			statement.executeUpdate("""
					insert into event (room, seq, type, seat, id, author, text, at)
					with recursive number (n) as (select 1 union all select n + 1 from number where n < %d)
					select '%s', n + 1, 'message', 'bob', 'm' || n, 'Bob', 'Line ' || n, %d + n * %d from number
					""".formatted(MESSAGES, ROOM, start, SPAN.toMillis() / MESSAGES));
			statement.executeUpdate("update event set type = 'react', of = %d, id = null where seq between %d and %d"
				.formatted(FIRST_REACTION - 1, FIRST_REACTION, FIRST_REACTION + REACTIONS - 1));
			statement.executeUpdate("update room set last_seq = " + (MESSAGES + 1));
		}
	}

}
