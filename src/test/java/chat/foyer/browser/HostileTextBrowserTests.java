package chat.foyer.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import chat.foyer.message.MessageText;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WireReply;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hundreds of nasty texts are said: to the browser they are texts, and nothing else. A
 * dialog that opens, or anything that the content security policy keeps away, fails the
 * test besides.
 */
@BrowserTest
@Tag("proof")
class HostileTextBrowserTests {

	static final String REPORTS = """
			window.reports = [];
			addEventListener("securitypolicyviolation",
				(event) => window.reports.push(`${event.violatedDirective} ${event.blockedURI}`));""";

	static final String INTRUDERS = script("intruders.js");

	private static final String ELEMENTS_AROUND = """
			() => {
				const count = {};
				// Paragraphs tell of what goes on, and come and go.
				for (const { localName } of document.querySelectorAll(":not(#lines *, .names *, p)")) {
					count[localName] = (count[localName] ?? 0) + 1;
				}
				return JSON.stringify(count);
			}""";

	/**
	 * The texts of all lines, without the hosts that stand beside links.
	 */
	private static final String TEXTS = """
			() => Object.fromEntries(Array.from(document.querySelectorAll("#lines > [data-id]"), (line) => {
				const text = line.querySelector(".text").cloneNode(true);
				for (const host of text.querySelectorAll(".host")) {
					host.previousSibling.remove();
					host.remove();
				}
				return [line.dataset.id, text.textContent];
			}))""";

	private static final String SAY_ALL = """
			(texts) => {
				const form = document.getElementById("composer");
				for (const text of texts) {
					form.elements.text.value = text;
					form.requestSubmit();
				}
			}""";

	/**
	 * Texts of which a part may be a mark. All others are shown as typed.
	 */
	private static final Pattern MARKDOWN = Pattern.compile("[*~`\\[\\n]|^>{1,2}[ \t]|^/me ");

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * For what UTF-8 cannot bear.
	 */
	private static final JsonMapper ESCAPING = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static RunningServer server;

	private final String room = Visitors.newRoom();

	@BeforeAll
	static void start() {
		server = RunningServer.start(0, SharedServer.newDataDir(), "foyer.limits.messages-per-second=10000",
				"foyer.limits.message-burst=10000", "foyer.limits.message-refusals=10000",
				"foyer.limits.frames-per-second=10000");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void whatOthersSayIsOnlyText(People people) {
		Person ann = people.arriveAt(server.address());
		ann.page().addInitScript(REPORTS);
		ann.enter("Ann", this.room);
		Object elements = ann.page().evaluate(ELEMENTS_AROUND);
		try (Visitors others = new Visitors(server::address)) {
			Visitor bob = others.enter("Bob", this.room);
			Live live = bob.live();
			for (String kind : HostileTexts.kinds()) {
				long before = bob.events(this.room, 0).lastSeq();
				Map<String, String> said = sayAll(live, HostileTexts.ofKind(kind));
				assertShows(ann, kind, said);
				assertThat(storedTexts(bob, before)).as(kind).isEqualTo(said);
				assertThat(ann.page().evaluate(ELEMENTS_AROUND)).as(kind).isEqualTo(elements);
				ann.reload().isConnected();
				assertShows(ann, kind, said);
				assertThat(ann.page().evaluate(ELEMENTS_AROUND)).as(kind).isEqualTo(elements);
			}
		}
		finally {
			ann.expectsCuts();
		}
	}

	@Test
	void whatOneSaysOneselfIsOnlyText(People people) {
		Person ann = people.arriveAt(server.address());
		ann.page().addInitScript(REPORTS);
		// What the composer loads with the first message belongs to the page.
		ann.enter("A-n^$.*+?()[]{}|/\\n", this.room).say("This is the beginning");
		assertThat(ann.page().locator("#mode")).hasCount(1);
		Object elements = ann.page().evaluate(ELEMENTS_AROUND);
		for (String kind : HostileTexts.kinds()) {
			ann.page().evaluate(SAY_ALL, HostileTexts.ofKind(kind));
			assertThat(ann.page().evaluate(INTRUDERS)).as(kind).isEqualTo(List.of());
		}
		ann.say("This is the end");
		assertThat(ann.line("This is the end").and(ann.page().locator("[data-seq]"))).hasCount(1);
		assertThat(ann.page().evaluate(INTRUDERS)).isEqualTo(List.of());
		assertThat(ann.page().evaluate(ELEMENTS_AROUND)).isEqualTo(elements);
		ann.reload().isConnected();
		assertThat(ann.page().evaluate(INTRUDERS)).isEqualTo(List.of());
		ann.expectsCuts();
	}

	/**
	 * @param said what the person has to see, by id; other lines may be there, too
	 */
	private static void assertShows(Person person, String kind, Map<String, String> said) {
		String last = said.keySet().stream().reduce((one, next) -> next).orElse("");
		if (!last.isEmpty()) {
			assertThat(person.page().locator("[data-id=\"" + last + "\"]")).hasCount(1);
		}
		assertThat(person.page().evaluate(INTRUDERS)).as(kind).isEqualTo(List.of());
		@SuppressWarnings("unchecked")
		Map<String, String> shown = (Map<String, String>) person.page().evaluate(TEXTS);
		assertThat(shown).as(kind).containsKeys(said.keySet().toArray(String[]::new));
		said.forEach((id, text) -> {
			if (!MARKDOWN.matcher(text).find()) {
				assertThat(shown.get(id)).isEqualTo(text);
			}
		});
	}

	/**
	 * Says texts one after the other.
	 * @return those that were let in, by id
	 */
	private Map<String, String> sayAll(Live live, List<String> texts) {
		Map<String, String> said = new LinkedHashMap<>();
		for (String text : texts) {
			String id = UUID.randomUUID().toString();
			JsonMapper json = StandardCharsets.UTF_8.newEncoder().canEncode(text) ? JSON : ESCAPING;
			live.sendBody(this.room, json.writeValueAsString(Map.of("id", id, "text", text)));
			WireReply reply = live.replies().next();
			assertThat(reply.id()).isEqualTo(id);
			if (reply.error() == null) {
				said.put(id, MessageText.clean(text));
			}
			else {
				assertThat(reply.error()).isIn("bad-frame", "too-large", "empty");
			}
		}
		return said;
	}

	private Map<String, String> storedTexts(Visitor visitor, long after) {
		return visitor.events(this.room, after)
			.events()
			.stream()
			.filter(WireEvent::isMessage)
			.collect(Collectors.toMap(WireEvent::id, WireEvent::text));
	}

	private static String script(String name) {
		try (InputStream file = HostileTextBrowserTests.class.getResourceAsStream(name)) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
