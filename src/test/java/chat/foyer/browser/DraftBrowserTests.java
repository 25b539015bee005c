package chat.foyer.browser;

import chat.foyer.support.Visitors;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * What becomes of a draft when there are several tabs, and when they are closed.
 */
@BrowserTest
class DraftBrowserTests {

	/**
	 * A page that ends without a word, as in a crash.
	 */
	private static final String CRASHES = """
			addEventListener("pagehide", (event) => event.stopImmediatePropagation(), { capture: true });""";

	/**
	 * Waits as long as the page waits for the answers of other tabs. The page's timer,
	 * set before, fires first.
	 */
	private static final String AFTER_ANSWERS = "() => new Promise((done) => setTimeout(done, 300))";

	private final String room = Visitors.newRoom();

	private Person ann;

	@BeforeEach
	void enter(People people) {
		this.ann = people.enter("Ann", this.room);
	}

	@Test
	void sendingInOneTabKeepsTheDraftOfTheOther() {
		this.ann.composer().fill("One");
		Person tab = openTab();
		tab.page().evaluate(AFTER_ANSWERS);
		assertThat(tab.composer()).hasValue("");
		tab.composer().fill("Two");
		this.ann.say("Sent");
		assertThat(tab.reload().composer()).hasValue("Two");
		tab.say("Sent too");
		this.ann.composer().fill("One again");
		assertThat(tab.reload().composer()).hasValue("");
		assertThat(this.ann.reload().composer()).hasValue("One again");
	}

	@Test
	void closedTabsLeaveTheirDraftsToNewOnesTheLastWrittenFirst() {
		Person tab = openTab();
		this.ann.composer().fill("One");
		tab.composer().fill("Two");
		tab.page().close();
		this.ann.page().close();
		Person next = openTab();
		assertThat(next.composer()).hasValue("Two");
		next.say("Two");
		assertThat(next.reload().composer()).hasValue("");
		assertThat(openTab().composer()).hasValue("One");
		Person last = openTab();
		last.page().evaluate(AFTER_ANSWERS);
		assertThat(last.composer()).hasValue("");
	}

	@Test
	void duplicatedTabStartsWithADraftOfItsOwn() {
		this.ann.composer().fill("One");
		// Like a duplicate, it begins with a copy of the session storage.
		Page copy = this.ann.page().waitForPopup(() -> this.ann.page().evaluate("() => { open(location.href) }"));
		Locator field = copy.locator("#say");
		assertThat(copy.locator("#state")).hasAttribute("data-state", "connected");
		copy.evaluate(AFTER_ANSWERS);
		assertThat(field).hasValue("");
		field.fill("Of the copy");
		field.press("Enter");
		field.fill("And on");
		assertThat(this.ann.reload().composer()).hasValue("One");
		this.ann.say("Sent");
		copy.reload();
		assertThat(field).hasValue("And on");
		assertThat(this.ann.reload().composer()).hasValue("");
	}

	@Test
	void duplicateOfATabThatWasElsewhereLosesNothing() {
		this.ann.composer().fill("One");
		this.ann.expects("404").open("/no/such/page");
		Page copy = this.ann.page().waitForPopup(() -> this.ann.page().evaluate("() => { open('/chat') }"));
		assertThat(copy.locator("#say")).hasValue("One");
		assertThat(this.ann.openRoom(this.room).isConnected().composer()).hasValue("");
		copy.reload();
		assertThat(copy.locator("#say")).hasValue("One");
	}

	@Test
	void draftOfACrashedTabComesBackInANewOne() {
		this.ann.composer().fill("Still open");
		Person crashing = this.ann.openTab();
		crashing.page().addInitScript(CRASHES);
		crashing.openRoom(this.room).isConnected().composer().fill("Crashed");
		assertThat(crashing.reload().composer()).hasValue("Crashed");
		this.ann.composer().fill("Still open, and newer");
		crashing.page().close();
		assertThat(openTab().composer()).hasValue("Crashed");
		assertThat(this.ann.composer()).hasValue("Still open, and newer");
		assertThat(this.ann.reload().composer()).hasValue("Still open, and newer");
	}

	@Test
	void draftFoundLateDoesNotReplaceWhatIsWritten() {
		Person crashing = this.ann.openTab();
		crashing.page().addInitScript(CRASHES);
		crashing.openRoom(this.room).isConnected().composer().fill("Crashed");
		crashing.page().close();
		Person next = this.ann.openTab();
		// The other tabs' time to answer is not over before the text is typed.
		next.stopClock().openRoom(this.room).composer().fill("Typed");
		next.page().clock().runFor(1_000);
		assertThat(next.composer()).hasValue("Typed");
		// The tabs of a browser share one clock.
		next.page().clock().resume();
		assertThat(openTab().composer()).hasValue("Crashed");
	}

	@Test
	void leavingKeepsTheDraftForAReturnUnderAnyName() {
		this.ann.composer().fill("Not yet");
		this.ann.leave().comeIn("Ann 2", this.room).isConnected();
		assertThat(this.ann.composer()).hasValue("Not yet");
		this.ann.page().close();
		Person tab = openTab();
		assertThat(tab.composer()).hasValue("Not yet");
		tab.say("Now").leave().comeIn("Ann", this.room).isConnected();
		assertThat(tab.composer()).hasValue("");
	}

	@Test
	void eachRoomHasItsDraftInATab() {
		this.ann.composer().fill("Here");
		String other = this.room + " B";
		this.ann.enter("Ann", other).composer().fill("There");
		assertThat(this.ann.openRoom(this.room).composer()).hasValue("Here");
		assertThat(this.ann.openRoom(other).composer()).hasValue("There");
	}

	@Test
	void draftOfAnOlderPageIsFoundUnderAnotherSpellingOfTheRoom() {
		this.ann.page().evaluate("""
				() => {
					const { room } = document.getElementById("talk").dataset;
					localStorage.setItem(`foyer/${room.replace("oom", "OOM")}/Ann/draft`, "Of old");
					localStorage.setItem(`foyer/${room.replace("oom", "OOM")}x/Ann/draft`, "Elsewhere");
				}""");
		assertThat(openTab().composer()).hasValue("Of old");
		assertThat(openTab().composer()).hasValue("");
	}

	private Person openTab() {
		return this.ann.openTab().openRoom(this.room).isConnected();
	}

}
