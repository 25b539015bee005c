package chat.foyer.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

@BrowserTest
class MoveBrowserTests {

	private final String room = Visitors.newRoom();

	@Test
	void guestContinuesOnThePhone(People people) {
		Person bob = people.enter("Bob", this.room);
		Person desk = people.enter("Ann", this.room).say("At the desk");
		bob.sees("Bob joined", "Ann joined", "Ann: At the desk");
		Person otherTab = desk.openTab().openRoom(this.room).isConnected().expects("403");
		otherTab.composer().fill("Half a thou");
		String link = desk.move();
		assertThat(desk.page().getByText("The link works once and expires in 2 minutes.")).isVisible();
		assertThat(desk.page().locator(".qr svg")).isVisible();

		Person phone = people.arrive(new NewContextOptions().setViewportSize(390, 844)).open(link);
		assertThat(phone.page().locator("h1")).hasText("Continue as Ann?");
		phone.button("Continue as Ann").click();
		phone.isConnected().say("On the phone").seesPeople("Ann", "Bob");
		bob.sees("Bob joined", "Ann joined", "Ann: At the desk", "Ann: On the phone").seesPeople("Ann", "Bob");

		assertThat(otherTab.page().locator("#ended")).containsText("moved to another device");
		assertThat(otherTab.composer()).hasValue("Half a thou");
		assertThat(desk.page().locator("h1")).hasText("You continued on your phone");
	}

	@Test
	void olderRoomThatIsMovedIsTheOneThatOpens(People people) {
		Person desk = people.enter("Ann", this.room).enter("Ann", this.room + " newer");
		String link = desk.openRoom(this.room).isConnected().move();
		assertThat(desk.page().locator(".door .primary")).hasAttribute("href", Visitor.addressOf(this.room));
		Person phone = people.arrive().open(link);
		phone.page().locator(".door .primary").click();
		phone.isConnected();
		assertThat(phone.page().locator("h1")).hasText(this.room);
	}

	@Test
	void guestContinuesWithoutScripts(People people) {
		NewContextOptions scriptless = new NewContextOptions().setJavaScriptEnabled(false);
		Person desk = people.enter("Ann", this.room);
		String link = desk.move();
		Person phone = people.arrive(scriptless).expects(ScriptlessBrowserTests.SCRIPTS_ARE_NOT_LOADED);
		phone.open("/").comeIn("Bob", this.room + " next door");
		assertThat(phone.page().locator("h1")).hasText(this.room + " next door");
		phone.open(link);
		assertThat(phone.page().locator("#leaving")).hasText("Bob in " + this.room + " next door");
		phone.button("Continue as Ann").click();
		assertThat(phone.page().locator("h1")).hasText(this.room);
		assertThat(desk.page().locator("h1")).hasText("You continued on your phone");
		desk.expects("410").open(link);
		assertThat(desk.page().locator("h1")).hasText("This link no longer works");
	}

}
