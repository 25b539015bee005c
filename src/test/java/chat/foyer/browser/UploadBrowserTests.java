package chat.foyer.browser;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that people send each other, through the real server and over lines that break.
 */
@BrowserTest
class UploadBrowserTests {

	private static final int SIZE = 3 * 1024 * 1024;

	/**
	 * Fetches the file of a message, and answers its size and a hash of its bytes.
	 */
	private static final String DOWNLOAD = """
			async ([id, name]) => {
				const bytes = await (await fetch(`${location.pathname}/files/${id}/${name}`)).arrayBuffer();
				return `${bytes.byteLength} ${new Uint8Array(bytes).reduce((hash, byte) => (31 * hash + byte) | 0, 7)}`;
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void pictureAndFileArriveWithTheMessage(People people) {
		Person ann = people.enter("Ann", this.room);
		Visitor bob = people.visit("Bob", this.room);
		FilePayload notes = new FilePayload("notes.txt", "text/plain", "Bring boots".getBytes(StandardCharsets.UTF_8));
		ann.page()
			.locator("#picked-files")
			.setInputFiles(new FilePayload[] {
					new FilePayload("lake.jpg", "image/jpeg", AttachmentBrowserTests.photo(3_000, 2_000)), notes });
		ann.page().locator(".attachment .alt").first().fill("The lake, from the hill");
		ann.say("Look").isConnected();
		assertThat(ann.pending()).hasCount(0);
		assertThat(chips(ann)).hasCount(0);
		List<JsonObject> files = filesOf(bob, 0);
		assertThat(files).extracting((file) -> file.get("name").getAsString()).containsExactly("lake.jpg", "notes.txt");
		assertThat(files.get(0).get("width").getAsInt()).isEqualTo(2_560);
		assertThat(files.get(0).get("alt").getAsString()).isEqualTo("The lake, from the hill");
	}

	@Test
	void uploadSurvivesCutsAndAReload(People people) {
		byte[] bytes = new byte[SIZE];
		new Random(7).nextBytes(bytes);
		int hash = 7;
		for (byte one : bytes) {
			hash = 31 * hash + (one & 0xff);
		}
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people.arriveAt(wire.address()).expectsCuts().expects("status of 409").enter("Ann", this.room);
			slowDown(ann, 600_000);
			ann.page().locator("#picked-files").setInputFiles(new FilePayload("a.bin", "application/x-any", bytes));
			ann.say("All of it");
			Locator progress = ann.page().locator(".attachment progress");
			hasSent(ann, progress, 0.2);
			wire.cut();
			hasSent(ann, progress, 0.4);
			ann.reload();
			hasSent(ann.isConnected(), progress, 0.6);
			wire.cut();
			slowDown(ann, -1);
			ann.waitUntil(() -> ann.hurry().page().locator(".attachment[data-state=done]").count() == 1);
			assertThat(ann.page().locator(".attachment[data-state=done]")).hasCount(1);
			assertThat(ann.composer()).hasValue("All of it");
			ann.isConnected().composer().press("Enter");
			assertThat(chips(ann)).hasCount(0);
			assertThat(ann.pending()).hasCount(0);
			JsonObject file = filesOf(people.visit("Bob", this.room), 0).get(0);
			assertThat(ann.page()
				.evaluate(DOWNLOAD, List.of(file.get("id").getAsString(), file.get("name").getAsString())))
				.isEqualTo(SIZE + " " + hash);
		}
	}

	@Test
	void formWithoutScriptsSendsFiles(People people) {
		Visitor bob = people.visit("Bob", this.room);
		Person cat = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects(ScriptlessBrowserTests.SCRIPTS_ARE_NOT_LOADED)
			.open("/?room=")
			.comeIn("Cat", this.room);
		cat.page()
			.getByLabel("Attach files")
			.setInputFiles(new FilePayload("lake.jpg", "image/jpeg", AttachmentBrowserTests.photo(800, 600)));
		cat.page().getByPlaceholder("Description (optional)").fill("A lake, with boats");
		cat.button("Send").click();
		assertThat(cat.page().locator("#lines .own")).hasCount(1);
		assertThat(filesOf(bob, 0)).singleElement()
			.satisfies((file) -> assertThat(file.get("alt").getAsString()).isEqualTo("A lake, with boats"));
	}

	private static Locator chips(Person person) {
		return person.page().locator(".attachment");
	}

	private static void hasSent(Person person, Locator progress, double part) {
		person.waitUntil(() -> {
			person.hurry();
			return sent(progress) >= part;
		});
		assertThat(sent(progress)).isGreaterThanOrEqualTo(part);
	}

	private static double sent(Locator progress) {
		return (progress.count() == 1) ? ((Number) progress.evaluate("(bar) => bar.value")).doubleValue() : 0;
	}

	private static void slowDown(Person person, int bytesPerSecond) {
		CDPSession session = person.browser().newCDPSession(person.page());
		session.send("Network.enable");
		session.send("Network.emulateNetworkConditions",
				JsonParser
					.parseString("{\"offline\":false,\"latency\":0,\"downloadThroughput\":-1,\"uploadThroughput\":%d}"
						.formatted(bytesPerSecond))
					.getAsJsonObject());
	}

	/**
	 * The files of a message as others get them.
	 */
	private List<JsonObject> filesOf(Visitor visitor, int message) {
		String answer = visitor.get(Visitor.addressOf(this.room) + "/events?after=0&limit=200").body();
		return JsonParser.parseString(answer)
			.getAsJsonObject()
			.getAsJsonArray("events")
			.asList()
			.stream()
			.map((event) -> event.getAsJsonObject())
			.filter((event) -> event.get("type").getAsString().equals("message"))
			.skip(message)
			.findFirst()
			.orElseThrow()
			.getAsJsonArray("files")
			.asList()
			.stream()
			.map((file) -> file.getAsJsonObject())
			.toList();
	}

}
