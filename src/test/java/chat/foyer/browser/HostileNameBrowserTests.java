package chat.foyer.browser;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * People call themselves, and rooms, what is in the table of nasty texts. A dialog that
 * opens, or anything that the content security policy keeps away, fails the test besides.
 */
@BrowserTest
@Tag("proof")
class HostileNameBrowserTests {

	private static final String AUTHORS = """
			() => Array.from(document.querySelectorAll("#lines > .message .author"), (author) => author.textContent)""";

	private static final String NAMES = """
			() => Array.from(document.querySelectorAll(".names .name"), (name) => name.textContent)""";

	private static RunningServer server;

	private final String room = Visitors.newRoom();

	@BeforeAll
	static void start() {
		server = RunningServer.start(0, SharedServer.newDataDir(), "foyer.limits.entries-per-minute=100000",
				"foyer.limits.entry-burst=100000");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static List<String> kinds() {
		return HostileTexts.kinds();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aNameIsOnlyAName(String kind, People people) {
		Person ann = people.arriveAt(server.address());
		ann.page().addInitScript(HostileTextBrowserTests.REPORTS);
		ann.enter("Ann", this.room);
		try (Visitors others = new Visitors(server::address)) {
			for (String name : HostileTexts.ofKind(kind)) {
				Visitor visitor = others.arrive();
				HttpResponse<String> answer = visitor.tryToEnter(name, this.room);
				assertThat(answer.statusCode()).as(name).isIn(303, 409, 422);
				if (answer.statusCode() == 303) {
					visitor.say(this.room, Map.of("text", "Hello"));
				}
			}
			List<String> authors = authors(others.enter("Last", this.room));
			ann.waitUntil(() -> ann.page().evaluate(AUTHORS).equals(authors));
			assertThat(ann.page().evaluate(AUTHORS)).isEqualTo(authors);
			assertThat(ann.page().evaluate(HostileTextBrowserTests.INTRUDERS)).isEqualTo(List.of());
			assertListsAll(ann, authors);
			ann.reload().isConnected();
			assertThat(ann.page().evaluate(HostileTextBrowserTests.INTRUDERS)).isEqualTo(List.of());
			assertListsAll(ann, authors);
		}
		ann.expectsCuts();
	}

	@Test
	void whatIsTypedAtTheEntranceIsOnlyText(People people) {
		Person ann = people.arriveAt(server.address()).expects("422").expects("409");
		ann.page().addInitScript(HostileTextBrowserTests.REPORTS);
		Map<RoomKey, String> spellings = new HashMap<>();
		for (String text : sample()) {
			ann.open("/?room=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
			assertThat(ann.roomField()).hasValue(text);
			ann.comeIn(text, text);
			assertThat(ann.page().locator("#room-error, #username-error, #box")).not().hasCount(0);
			assertThat(ann.page().evaluate(HostileTextBrowserTests.INTRUDERS)).isEqualTo(List.of());
			assertThat(ann.page().locator("main")).hasCount(1);
			if (ann.page().locator("#box").count() == 0) {
				assertThat(ann.roomField()).hasValue(text);
				assertThat(ann.nameField()).hasValue(text);
			}
			else {
				RoomName room = RoomName.of(text);
				String name = spellings.computeIfAbsent(room.key(), (key) -> room.value());
				assertThat(ann.page().locator("h1")).hasText(name);
				assertThat(ann.page()).hasTitle(name + " \u2013 Foyer");
				ann.isConnected();
			}
		}
		ann.expectsCuts();
	}

	private List<String> authors(Visitor visitor) {
		List<WireEvent> events = new ArrayList<>(visitor.events(this.room, 0).events());
		for (int read = -1; read < events.size();) {
			read = events.size();
			events.addAll(visitor.events(this.room, events.get(read - 1).seq()).events());
		}
		return events.stream().filter(WireEvent::isMessage).map(WireEvent::author).toList();
	}

	@SuppressWarnings("unchecked")
	private static void assertListsAll(Person person, List<String> names) {
		assertThat((List<String>) person.page().evaluate(NAMES)).containsAll(names);
	}

	/**
	 * A few texts of each kind, for a browser takes its time.
	 */
	private static List<String> sample() {
		List<String> all = HostileTexts.names()
			.stream()
			.filter((text) -> text.equals(text.strip()) && text.chars().noneMatch((unit) -> unit < ' '))
			.filter((text) -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
			.toList();
		List<String> sample = new ArrayList<>();
		for (int i = 0; i < all.size(); i += 9) {
			sample.add(all.get(i));
		}
		return sample;
	}

}
