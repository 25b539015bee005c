package chat.foyer.browser;

import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a draft when there are several tabs, and when pages are left.
 */
@BrowserTest
@Tag("proof")
class DraftBrowserTests {

	/**
	 * A page that ends without notice, as in a crash.
	 */
	private static final String CRASHES = """
			addEventListener("pagehide", (event) => event.stopImmediatePropagation(), { capture: true });""";

	/**
	 * Waits as long as the page waits for the answers of other tabs. The page's timer,
	 * set before, fires first.
	 */
	private static final String AFTER_ANSWERS = "() => new Promise((done) => setTimeout(done, 300))";

	private static final String ENTER_CACHE = """
			() => { dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })) }""";

	private static final String LEAVE_CACHE = """
			() => { dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })) }""";

	/**
	 * The next page in the tab takes the draft over, goes on with it and is left.
	 */
	private static final String WRITE_ON_NEXT_PAGE = """
			(text) => {
				const { room } = document.getElementById("talk").dataset;
				const own = Object.keys(localStorage).find((key) => key.startsWith(`foyer/${room}/Ann/draft/`));
				localStorage.removeItem(own);
				const draft = { text, at: Date.now() + 1, isClosed: true };
				localStorage.setItem(`foyer/${room}/Ann/draft/next`, JSON.stringify(draft));
				sessionStorage.setItem(`foyer/${room}/tab`, '{"tab":"next"}');
			}""";

	/**
	 * What is kept of a draft when the field shows another text from the beginning.
	 */
	private static final String OPEN_WITH_A_TEXT = """
			async () => {
				const { Draft } = await import("foyer/composer");
				const { findItems } = await import("foyer/storage");
				const texts = (room) => findItems("draft")
					.filter((item) => item.room === room)
					.map(({ key }) => JSON.parse(localStorage.getItem(key)).text)
					.sort()
					.join();
				return ["another", "same"].map((shown) => {
					const item = JSON.stringify({ text: "same", at: 1, isClosed: true });
					localStorage.setItem(`foyer/${shown}/Ann/draft/before`, item);
					sessionStorage.setItem(`foyer/${shown}/tab`, '{"tab":"before"}');
					const draft = new Draft(shown, "Ann");
					draft.open(shown, () => {});
					draft.text = "typed";
					return texts(shown);
				}).join(" ");
			}""";

	/**
	 * What a page shows in whose field the browser has restored a text before the page's
	 * scripts run, as Firefox does.
	 */
	private static final String OPEN_WITH_A_RESTORED_TEXT = """
			async () => {
				const { Draft } = await import("foyer/composer");
				localStorage.setItem("foyer/restored/Ann/draft/before", '{"text":"Newer","at":1,"isClosed":true}');
				return new Draft("restored", "Ann").open("Older", () => {});
			}""";

	private static final String REFUSE_STORAGE = """
			Object.defineProperty(window, "localStorage", { get() { throw new DOMException("", "SecurityError") } });""";

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
		copy.close();

		// One that was elsewhere when it was duplicated.
		this.ann.composer().fill("Two");
		this.ann.expects("404").open("/no/such/page");
		Page other = this.ann.page().waitForPopup(() -> this.ann.page().evaluate("() => { open('/chat') }"));
		assertThat(other.locator("#say")).hasValue("Two");
		assertThat(this.ann.openRoom(this.room).isConnected().composer()).hasValue("");
		other.reload();
		assertThat(other.locator("#say")).hasValue("Two");
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
	void draftFoundLateNeitherReplacesNorIsReplacedByWhatIsWritten() {
		Person crashing = this.ann.openTab();
		crashing.page().addInitScript(CRASHES);
		crashing.openRoom(this.room).isConnected().composer().fill("Crashed");
		// The other tabs' time to answer is not over before the text is typed.
		crashing.stopClock().reload().composer().fill("Typed");
		crashing.page().clock().runFor(1_000);
		assertThat(crashing.composer()).hasValue("Typed");
		// The tabs of a browser share one clock.
		crashing.page().clock().resume();
		assertThat(crashing.reload().composer()).hasValue("Typed");
		assertThat(openTab().composer()).hasValue("Crashed");
		assertThat(this.ann.page().evaluate(OPEN_WITH_A_TEXT)).isEqualTo("same,typed typed");
	}

	@Test
	void pageFromTheCacheShowsTheNewestDraftAndNoneThatWasSent() {
		this.ann.composer().fill("Sent in another tab");
		this.ann.page().evaluate(ENTER_CACHE);
		openTab().say("Sent in another tab").page().close();
		this.ann.page().evaluate(LEAVE_CACHE);
		assertThat(this.ann.composer()).hasValue("");

		this.ann.composer().fill("Old");
		this.ann.page().evaluate(ENTER_CACHE);
		this.ann.page().evaluate(WRITE_ON_NEXT_PAGE, "Old, and newer");
		this.ann.page().evaluate(LEAVE_CACHE);
		assertThat(this.ann.composer()).hasValue("Old, and newer");

		this.ann.page().evaluate(ENTER_CACHE);
		this.ann.page().evaluate(LEAVE_CACHE);
		assertThat(this.ann.composer()).hasValue("Old, and newer");
	}

	@Test
	void returnByTheHistoryShowsTheNewestDraftAndNothingThatWasSent() {
		Page page = this.ann.page();
		this.ann.composer().fill("Old");
		this.ann.open("/?room=").openRoom(this.room).isConnected().composer().fill("Old, and newer");
		page.goBack();
		page.goBack();
		assertThat(this.ann.isConnected().composer()).hasValue("Old, and newer");
		assertThat(page.evaluate(OPEN_WITH_A_RESTORED_TEXT)).isEqualTo("Newer");
		this.ann.composer().press("Enter");
		page.goForward();
		page.goForward();
		assertThat(this.ann.isConnected().composer()).hasValue("");
	}

	@Test
	void returnByTheHistoryShowsADraftThatCouldNotBeStored() {
		Person tab = this.ann.expects("dialog").openTab();
		tab.page().addInitScript(REFUSE_STORAGE);
		tab.openRoom(this.room).isConnected().composer().fill("Not stored");
		for (int i = 0; i < 2; i++) {
			tab.open("/?room=").page().goBack();
			assertThat(tab.isConnected().composer()).hasValue("Not stored");
		}
	}

	@Test
	void draftIsKeptForAReturnToTheRoom() {
		this.ann.composer().fill("Not yet");
		this.ann.leave().comeIn("Ann 2", this.room).isConnected();
		assertThat(this.ann.composer()).hasValue("Not yet");
		this.ann.page().close();
		Person tab = openTab();
		assertThat(tab.composer()).hasValue("Not yet");
		tab.say("Now").leave().comeIn("Ann", this.room).isConnected();
		assertThat(tab.composer()).hasValue("");

		tab.composer().fill("Here");
		String other = this.room + " B";
		tab.enter("Ann", other).composer().fill("There");
		assertThat(tab.openRoom(this.room).composer()).hasValue("Here");
		assertThat(tab.openRoom(other).composer()).hasValue("There");

		tab.page().evaluate("""
				([room]) => {
					localStorage.setItem(`foyer/${room.replace("oom", "OOM")}/Ann/draft`, "Of old");
					localStorage.setItem(`foyer/${room.replace("oom", "OOM")}x/Ann/draft`, "Elsewhere");
				}""", List.of(RoomKey.of(this.room).encoded()));
		assertThat(tab.openRoom(this.room).composer()).hasValue("Here");
		tab.say("Sent").page().close();
		assertThat(this.ann.openTab().openRoom(this.room).composer()).hasValue("Of old");
		Person last = openTab();
		last.page().evaluate(AFTER_ANSWERS);
		assertThat(last.composer()).hasValue("");
	}

	private Person openTab() {
		return this.ann.openTab().openRoom(this.room).isConnected();
	}

}
