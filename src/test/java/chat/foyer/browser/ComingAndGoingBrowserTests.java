package chat.foyer.browser;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.BrowserContext.GrantPermissionsOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@BrowserTest
class ComingAndGoingBrowserTests {

	private final String room = Visitors.newRoom();

	@Test
	void whoIsHereIsListedAndCounted(People people) {
		Person cat = people.enter("Cat", this.room).seesPeople("Cat");
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "Cat");
		Person bob = people.enter("bob", this.room).seesPeople("Ann", "bob", "Cat");
		cat.seesPeople("Ann", "bob", "Cat");
		assertThat(ann.page().locator(".names li")).hasText(new String[] { "Ann (you)", "bob", "Cat" });
		bob.leave();
		cat.seesPeople("Ann", "Cat");
		ann.reload().seesPeople("Ann", "Cat");
	}

	@Test
	void leavingByTheLinkIsSeenAndFreesTheName(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.leave();
		bob.sees("Ann joined", "Bob joined", "Ann left").seesPeople("Bob");
		assertThat(ann.page()).hasURL(Pattern.compile("/$"));
		assertThat(ann.nameField()).isVisible();
		Person other = people.enter("Ann", this.room).say("Another Ann");
		bob.sees("Ann joined", "Bob joined", "Ann left", "Ann joined", "Ann: Another Ann");
		other.seesPeople("Ann", "Bob");
	}

	@Test
	void whatAnEarlierBearerOfTheNameSaidIsNotOwn(People people) {
		people.enter("Ann", this.room).say("Hers").sees("Ann joined", "Ann: Hers").leave();
		Person ann = people.enter("Ann", this.room).say("Mine");
		Pattern own = Pattern.compile("\\bown\\b");
		for (int look = 0; look < 2; look++) {
			assertThat(ann.line("Mine")).hasClass(own);
			assertThat(ann.line("Hers")).not().hasClass(own);
			ann.reload().isConnected();
		}
	}

	@Test
	void aReloadIsSilent(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		ann.reload().isConnected().reload().isConnected().say("Here again");
		List.of(ann, bob)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Here again").seesPeople("Ann", "Bob"));
	}

	@Test
	void aSecondTabIsSilent(People people) {
		Person ann = people.enter("Ann", this.room);
		Person bob = people.enter("Bob", this.room);
		Person tab = ann.openTab().openRoom(this.room).isConnected().say("Twice here");
		List.of(ann, bob, tab)
			.forEach((one) -> one.sees("Ann joined", "Bob joined", "Ann: Twice here").seesPeople("Ann", "Bob"));
	}

	@Test
	void whoClosesTheLastTabLeavesAfterTheGrace(People people) {
		try (RunningServer server = RunningServer.start(0, SharedServer.newDataDir(),
				"foyer.presence.leave-grace=1s")) {
			Person bob = people.arriveAt(server.address()).enter("Bob", this.room);
			Person ann = people.arriveAt(server.address()).enter("Ann", this.room);
			Person cat = people.arriveAt(server.address()).enter("Cat", this.room);
			ann.openTab().openRoom(this.room).isConnected().page().close();
			// Cat goes after one of Ann's tabs did, and so her leave comes later.
			cat.page().close();
			bob.sees("Bob joined", "Ann joined", "Cat joined", "Cat left").seesPeople("Ann", "Bob");
			ann.page().close();
			bob.sees("Bob joined", "Ann joined", "Cat joined", "Cat left", "Ann left").seesPeople("Bob");
			bob.expectsCuts().page().close();
		}
	}

	@Test
	void leavingInOneTabEndsTheOther(People people) {
		Person ann = people.enter("Ann", this.room).expects("403");
		Person tab = ann.openTab().openRoom(this.room).isConnected();
		tab.composer().fill("Half a thou");
		ann.leave();
		assertThat(tab.page().locator("#ended")).containsText("You\u2019re no longer in this room");
		tab.isInState("Not connected");
		assertThat(tab.composer()).hasValue("Half a thou");
		assertThat(tab.composer()).not().isEditable();
		tab.link("Enter again").click();
		assertThat(tab.roomField()).hasValue(this.room);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ann", "ann", "  Ann ", "\u0410nn" })
	void aTakenNameIsRefusedAndAnotherSuggested(String name, People people) {
		people.enter("Ann", this.room);
		Person other = people.arrive().expects("409").open("/").comeIn(name, this.room);
		assertThat(other.page().locator("#username-error")).containsText("is taken");
	}

	@Test
	void theSuggestedNameIsOnePressAway(People people) {
		Person ann = people.enter("Ann", this.room);
		Person other = people.arrive().expects("409").open("/").comeIn("Ann", this.room);
		assertThat(other.page().getByRole(AriaRole.ALERT))
			.containsText("\u201cAnn\u201d is taken in this room. \u201cAnn 2\u201d is free.");
		assertThat(other.nameField()).hasValue("Ann");
		assertThat(other.roomField()).hasValue(this.room);
		other.button("Come in as \u201cAnn 2\u201d").click();
		other.isConnected().say("Then so");
		ann.sees("Ann joined", "Ann 2 joined", "Ann 2: Then so");
	}

	@Test
	void theInvitationLeadsIntoTheRoom(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.browser()
			.grantPermissions(List.of("clipboard-read", "clipboard-write"),
					new GrantPermissionsOptions().setOrigin(people.server()));
		ann.button("Copy link").click();
		assertThat(ann.button("Copied")).isVisible();
		String invitation = (String) ann.page().evaluate("navigator.clipboard.readText()");
		assertThat(invitation).isEqualTo(people.server() + Visitor.addressOf(this.room));
		assertThat(ann.link(invitation)).isVisible();
		Person bob = people.arrive().open(invitation);
		assertThat(bob.page().getByText("You\u2019re invited to")).isVisible();
		assertThat(bob.page().getByRole(AriaRole.HEADING)).hasText(this.room);
		assertThat(bob.page().getByText("1 person is here")).isVisible();
		assertThat(bob.nameField()).isFocused();
		bob.nameField().fill("Bob");
		bob.nameField().press("Enter");
		bob.isConnected().seesPeople("Ann", "Bob");
	}

	@Test
	void theEntranceLeadsBackToTheNewestRoom(People people) {
		Person ann = people.enter("Ann", this.room).enter("Ann", this.room + " B");
		ann.open("/");
		assertThat(ann.page()).hasURL(Pattern.compile(Visitor.addressOf(this.room + " B") + "$"));
		ann.isConnected().open("/chat");
		assertThat(ann.page()).hasURL(Pattern.compile(Visitor.addressOf(this.room + " B") + "$"));
		ann.isConnected().leave().open("/");
		assertThat(ann.page()).hasURL(Pattern.compile(Visitor.addressOf(this.room) + "$"));
		ann.isConnected();
	}

}
