package chat.foyer.browser;

import java.util.Map;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page keeps what is written until it is delivered.
 */
@BrowserTest
class OutboxBrowserTests {

	private static final String WRITTEN_BEFORE = " [Not delivered. Written before you rejoined.]";

	/**
	 * Keeps a line as a page does that gets no answer, and then loses its seat.
	 */
	private static final String KEEP = """
			({ id, text, after, otherSeat, otherRoom }) => {
				const { room, me, seat } = document.getElementById("talk").dataset;
				const line = { id, text, order: Date.now(), after, seat: otherSeat || seat };
				const key = otherRoom ? room.replace("oom", otherRoom) : room;
				localStorage.setItem(`foyer/${key}/${encodeURIComponent(me)}/line/${id}`, JSON.stringify(line));
			}""";

	private final String room = Visitors.newRoom();

	private Person ann;

	@BeforeEach
	void enter(People people) {
		this.ann = people.enter("Ann", this.room);
	}

	@Test
	void deliversOnceAndInOrder() {
		RandomPlay.play(this.ann, "outbox.js", 500);
	}

	@Test
	void linesOfAnotherSeatAreNotDeliveredUntilTheGuestTriesAgain(People people) {
		Person bob = people.enter("Bob", this.room);
		keep("first", "One", 1);
		keep("second", "Two", 1);
		this.ann.leave().comeIn("Ann 2", this.room).isConnected();
		assertThat(this.ann.pending()).hasCount(2);
		assertThat(this.ann.lines()).contains("Ann 2: One" + WRITTEN_BEFORE, "Ann 2: Two" + WRITTEN_BEFORE);
		Person tab = this.ann.openTab().openRoom(this.room).isConnected();
		assertThat(tab.pending()).hasCount(2);
		this.ann.line("One").getByText("Try again").click();
		assertThat(bob.line("One")).hasCount(1);
		assertThat(tab.pending()).containsText(new String[] { "Two" });
		tab.line("Two").getByText("Discard").click();
		assertThat(this.ann.pending()).hasCount(0);
		assertThat(this.ann.reload().isConnected().pending()).hasCount(0);
		bob.sees("Ann joined", "Bob joined", "Ann left", "Ann 2 joined", "Ann 2: One");
	}

	@Test
	void linesThatTheLogHasAreDroppedHoweverFarBack(People people) {
		this.ann.say("Delivered");
		String id = this.ann.line("Delivered").getAttribute("data-id");
		Live bob = people.visit("Bob", this.room).live();
		for (int line = 1; line <= 450; line++) {
			bob.say(this.room, "Line " + line);
		}
		assertThat(this.ann.line("Line 450")).hasCount(1);
		String laterId = this.ann.say("Delivered later").line("Delivered later").getAttribute("data-id");
		keep(id, "Delivered", 1);
		keep(laterId, "Delivered later", 1);
		keep("of-an-older-page", "Never delivered", -1);
		keep("beyond-the-log", "Beyond the log", 1_000_000);
		for (int line = 451; line <= 520; line++) {
			bob.say(this.room, "Line " + line);
		}
		assertThat(this.ann.line("Line 520")).hasCount(1);
		keep("in-flight", "Late", 1);
		this.ann.leave().comeIn("Ann 2", this.room).isConnected();
		assertThat(this.ann.pending()).hasCount(3);
		assertThat(this.ann.line("Delivered later")).hasCount(0);
		assertThat(this.ann.line("Never delivered")).hasCount(1);
		assertThat(this.ann.line("Beyond the log")).hasCount(1);
		// As if it were what the earlier seat had sent just before it was gone.
		bob.say(this.room, "in-flight", "Late");
		assertThat(this.ann.pending()).hasCount(2);
		assertThat(this.ann.line("Late")).hasCount(1);
	}

	@Test
	void linesKeptUnderAnotherSpellingOfTheRoomAreTakenOver() {
		keep("of-this-seat", "Of this seat", 1, "", "OOM");
		keep("of-an-earlier-seat", "Of an earlier seat", 1, "another", "OOM");
		keep("of-another-room", "Of another room", 1, "another", "x");
		keep("moved-with-the-seat", "Moved with the seat", 1, "", "y");
		this.ann.reload().isConnected();
		assertThat(this.ann.line("Of an earlier seat").locator(".delivery-state"))
			.hasText("Not delivered. Written before you rejoined.");
		assertThat(this.ann.pending()).hasCount(1);
		assertThat(this.ann.line("Of this seat")).hasCount(1);
		assertThat(this.ann.line("Moved with the seat")).hasCount(1);
		assertThat(this.ann.reload().isConnected().pending()).hasCount(1);
		assertThat(this.ann.line("Of this seat")).hasCount(1);
	}

	private void keep(String id, String text, int after) {
		keep(id, text, after, "", "");
	}

	private void keep(String id, String text, int after, String seat, String otherRoom) {
		this.ann.page()
			.evaluate(KEEP, Map.of("id", id, "text", text, "after", after, "otherSeat", seat, "otherRoom", otherRoom));
	}

}
