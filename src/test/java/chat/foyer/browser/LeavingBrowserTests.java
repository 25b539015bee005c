package chat.foyer.browser;

import java.util.regex.Pattern;

import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Leaving a room asks nothing and can be undone.
 */
@BrowserTest
class LeavingBrowserTests {

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Test
	void leavingTheOnlyRoomOffersToUndoItOnTheEntryForm(People people) {
		Person bob = people.enter("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		ann.composer().fill("Half a thou");
		ann.leave();
		assertThat(ann.page()).hasURL(Pattern.compile("/$"));
		assertThat(ann.toast()).containsText("You left " + this.room);
		bob.sees("Bob joined", "Ann joined", "Ann left");
		ann.button("Undo").click();
		ann.isConnected();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		assertThat(ann.composer()).hasValue("Half a thou");
		assertThat(ann.toast()).isHidden();
		bob.sees("Bob joined", "Ann joined", "Ann left", "Ann joined").seesPeople("Ann", "Bob");
	}

	@Test
	void leavingOneOfSeveralRoomsOffersToUndoItInTheNewestOther(People people) {
		Person ann = people.enter("Ann", this.otherRoom).enter("Anna", this.room);
		ann.leave();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		assertThat(ann.toast()).containsText("You left " + this.room);
		Person tab = ann.openTab().openRoom(this.otherRoom).isConnected();
		assertThat(tab.toast()).isHidden();
		tab.page().close();
		ann.isConnected().button("Undo").click();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected().seesPeople("Anna");
	}

	@Test
	void offerGoesAfterTenSecondsUnlessItIsLookedAt(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.stopClock().leave();
		Locator toast = ann.toast();
		assertThat(ann.nameField()).isVisible();
		// The script empties what the page was served with.
		assertThat(toast).isEmpty();
		ann.page().clock().runFor(500);
		assertThat(toast).isVisible();
		ann.page().clock().runFor(9_000);
		assertThat(toast).isVisible();
		ann.button("Undo").focus();
		ann.page().clock().runFor(30_000);
		assertThat(toast).isVisible();
		ann.nameField().focus();
		toast.hover();
		ann.page().clock().runFor(30_000);
		assertThat(toast).isVisible();
		ann.page().mouse().move(1, 1);
		ann.page().clock().runFor(9_000);
		assertThat(toast).isVisible();
		ann.page().clock().runFor(1_500);
		assertThat(toast).isHidden();
	}

	@Test
	void offerIsReadOutPolitely(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.stopClock().leave();
		assertThat(ann.nameField()).isVisible();
		assertThat(ann.toast()).hasAttribute("role", "status");
		assertThat(ann.toast()).isEmpty();
		ann.page().clock().runFor(1_000);
		assertThat(ann.toast()).containsText("You left");
		assertThat(ann.roomField()).isFocused();
		ann.page().keyboard().press("Shift+Tab");
		ann.page().keyboard().press("Shift+Tab");
		assertThat(ann.button("Undo")).isFocused();
	}

	@Test
	void nameThatIsTakenMeanwhileIsExplained(People people) {
		Person ann = people.enter("Ann", this.room).leave();
		people.enter("Ann", this.room);
		ann.expects("409").button("Undo").click();
		assertThat(ann.page().locator("#username-error")).isVisible();
		assertThat(ann.roomField()).hasValue(this.room);
	}

	@Test
	void leavesAndReturnsWithoutScripts(People people) {
		Person ann = people.arrive(new NewContextOptions().setJavaScriptEnabled(false))
			.expects("failed: GET .*\\.js csp");
		ann.open("/").comeIn("Ann", this.otherRoom).open("/?room=").comeIn("Ann", this.room).leave();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		assertThat(ann.toast()).containsText("You left " + this.room);
		assertThat(ann.button("Send")).isInViewport();
		ann.button("Undo").click();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.switcher().click();
		ann.page().locator("#room-list").getByText(this.otherRoom).click();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
	}

	@Test
	void leavesByTouchFromASheet(People people) {
		Person ann = people
			.arrive(new NewContextOptions().setViewportSize(390, 760).setHasTouch(true).setIsMobile(true))
			.enter("Ann", this.otherRoom)
			.enter("Ann", this.room);
		ann.menu().tap();
		assertThat(ann.page().locator("#menu button")).hasText(new String[] { "Jump to a date", "Settings",
				"Continue on my phone", "Keyboard shortcuts", "Leave room" });
		assertThat(ann.page().locator("#menu form").first()).hasAttribute("action", Pattern.compile("/move$"));
		ann.page().touchscreen().tap(200, 100);
		assertThat(ann.button("Leave room")).isHidden();
		ann.menu().tap();
		ann.button("Leave room").tap();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected().button("Undo").tap();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected().switcher().tap();
		ann.page().locator("#room-list").getByText(this.otherRoom).tap();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
	}

	@Test
	void doubleClickLeavesOnlyOneRoom(People people) {
		Person ann = people.enter("Ann", this.otherRoom).enter("Ann", this.room);
		ann.menu().dblclick();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.menu().click();
		ann.button("Leave room").dblclick();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		assertThat(ann.button("Undo")).isVisible();
	}

}
