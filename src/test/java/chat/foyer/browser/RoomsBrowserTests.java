package chat.foyer.browser;

import java.util.regex.Pattern;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guest who sits in several rooms.
 */
@BrowserTest
class RoomsBrowserTests {

	private static final int MANY = 7;

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Test
	void anotherRoomIsEnteredFromInside(People people) {
		Person ann = people.enter("Ann", this.room);
		enterAnother(ann);
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected().sees("Ann joined");
		ann.switcher().click();
		assertThat(ann.page().locator("#rooms nav .name")).hasText(new String[] { this.room, this.otherRoom });
		assertThat(ann.page().locator("#rooms [aria-current]")).hasText(this.otherRoom);
		link(ann, this.room).click();
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected().sees("Ann joined");
	}

	@Test
	void unreadIsCountedInOtherRooms(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 568)).enter("Ann", this.otherRoom);
		ann.open("/?room=").comeIn("Anna", this.room).isConnected();
		assertThat(count(ann)).isHidden();
		Live bob = people.visit("Bob", this.otherRoom).live();
		bob.say(this.otherRoom, "One");
		bob.say(this.otherRoom, "Two");
		assertThat(count(ann)).hasText("2");
		ann.sees("Anna joined");
		ann.switcher().click();
		assertThat(link(ann, this.otherRoom)).hasAccessibleName(this.otherRoom + ", 2 unread");
		assertThat(link(ann, this.otherRoom).locator(".count")).hasText("2");
		assertThat(ann.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
		Person tab = ann.openTab().openRoom(this.otherRoom).isConnected();
		assertThat(tab.line("Two")).isVisible();
		assertThat(count(ann)).isHidden();
	}

	@Test
	void anyNumberOfRoomsIsLive(People people) {
		Person ann = people.enter("Ann", this.otherRoom);
		for (int number = 1; number <= MANY; number++) {
			ann.open("/?room=").comeIn("Ann", Visitors.newRoom());
		}
		ann.open("/?room=").comeIn("Ann", this.room).isConnected();
		Live bob = people.visit("Bob", this.otherRoom).live();
		bob.say(this.otherRoom, "One");
		bob.say(this.otherRoom, "@Ann two");
		assertThat(count(ann)).hasText("2");
		assertThat(count(ann)).hasClass(Pattern.compile("mentioned"));
		ann.losesSeat(this.otherRoom);
		assertThat(ann.page().locator("#rooms nav .name")).hasCount(MANY + 1);
		assertThat(count(ann)).isHidden();
		ann.say("Still here");
		assertThat(ann.line("Still here").locator(".delivery")).hasCount(0);
	}

	@Test
	void guestIsHereInAllRoomsOfTheTab(People people) {
		Person bob = people.enter("Bob", this.room);
		Person ann = people.enter("Ann", this.room);
		enterAnother(ann);
		ann.isConnected();
		bob.say("Still here?").seesPeople("Ann", "Bob");
		assertThat(count(ann)).hasText("1");
		bob.sees("Bob joined", "Ann joined", "Bob: Still here?");
	}

	@Test
	void roomThatIsLeftElsewhereIsForgottenAndThisOneGoesOn(People people) {
		Person ann = people.enter("Ann", this.otherRoom);
		ann.open("/?room=").comeIn("Ann", this.room).isConnected();
		Person tab = ann.openTab().openRoom(this.otherRoom).isConnected();
		ann.expects("403");
		tab.leave();
		assertThat(ann.page().locator("#rooms nav .name")).hasCount(1);
		ann.hurry().isConnected().say("Hello");
		assertThat(ann.line("Hello").locator(".delivery")).hasCount(0);
		tab.openRoom(this.room).isConnected();
		tab.leave();
		assertThat(ann.link("Enter again")).isVisible();
	}

	private void enterAnother(Person person) {
		person.switcher().click();
		person.page().locator("#rooms .another").click();
		person.roomField().fill(this.otherRoom);
		person.button("Come in").click();
	}

	private static Locator count(Person person) {
		return person.page().locator("#elsewhere");
	}

	private static Locator link(Person person, String room) {
		return person.page().locator("#rooms nav a").filter(new Locator.FilterOptions().setHasText(room));
	}

}
