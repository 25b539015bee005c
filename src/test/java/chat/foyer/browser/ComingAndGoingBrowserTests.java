package chat.foyer.browser;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.BrowserContext.GrantPermissionsOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@BrowserTest
class ComingAndGoingBrowserTests {

	/**
	 * Counts how often the page writes the number of people, which ends each update of
	 * the list.
	 */
	private static final String COUNT_UPDATES = """
			() => {
				globalThis.updates = 0;
				new MutationObserver(() => globalThis.updates++)
					.observe(document.querySelector("#people [data-count]"), { childList: true });
			}""";

	private final String room = Visitors.newRoom();

	@Test
	void whoIsHereIsListedAndCounted(People people) {
		Visitor cat = people.visit("Cat", this.room);
		Live live = cat.live().listen(this.room);
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "Cat");
		people.visit("bob", this.room).live().listen(this.room);
		ann.seesPeople("Ann", "bob", "Cat");
		assertThat(ann.page().locator(".names li")).hasText(new String[] { "Ann you", "bob", "Cat" });
		ann.composer().fill("Hello ");
		ann.page().locator(".person").first().press("ArrowDown");
		ann.page().keyboard().press("Enter");
		assertThat(ann.composer()).hasValue("Hello @Cat ");
		assertThat(ann.composer()).isFocused();
		ann.page().evaluate(COUNT_UPDATES);
		live.say(this.room, "Hello");
		assertThat(ann.page().locator(".event.message")).hasCount(1);
		assertThat((int) ann.page().evaluate("() => globalThis.updates")).as("updates by a message").isZero();
		cat.leave(this.room);
		ann.seesPeople("Ann", "bob");
		assertThat((int) ann.page().evaluate("() => globalThis.updates")).as("updates by a leave").isPositive();
		ann.reload().seesPeople("Ann", "bob");
	}

	@Test
	void listOfPeopleStaysClosedAndCanBeFilteredFromTwentyOn(People people) {
		Person ann = people.enter("Ann", this.room);
		Locator panel = ann.page().locator("#people .panel");
		assertThat(panel).isVisible();
		ann.peopleButton().click();
		assertThat(panel).isHidden();
		IntStream.rangeClosed(1, 19)
			.forEach((number) -> people.visit("Person " + number, this.room).live().listen(this.room));
		ann.reload().isConnected();
		assertThat(panel).isHidden();
		ann.peopleButton().click();
		ann.page().locator("#find-person").fill("19");
		assertThat(ann.page().locator(".names li:visible")).hasText(new String[] { "Person 19" });
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
	void aReloadAndASecondTabAreSilent(People people) {
		Person ann = people.enter("Ann", this.room);
		people.visit("Bob", this.room).live().listen(this.room);
		ann.reload().isConnected();
		Person tab = ann.openTab().openRoom(this.room).isConnected().say("Twice here");
		List.of(ann, tab)
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
		assertThat(tab.page().locator("h1")).hasText(this.room);
	}

	@Test
	void aTakenNameIsRefusedAndAnotherSuggested(People people) {
		people.visit("Ann", this.room).live().listen(this.room);
		Person other = people.arrive().expects("409").open("/");
		for (String name : List.of("ann", "  Ann ", "\u0410nn")) {
			other.comeIn(name, this.room);
			assertThat(other.nameField()).hasValue(name);
			assertThat(other.page().locator("#username-error")).containsText("is taken");
		}
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
		ann.openInvitation();
		assertThat(ann.page().locator("#invite .door")).isVisible();
		ann.page().locator("#copy").click();
		assertThat(ann.page().locator("#copy")).hasText("Copied");
		String invitation = (String) ann.page().evaluate("navigator.clipboard.readText()");
		assertThat(invitation).endsWith(Visitor.addressOf(this.room));
		assertThat(ann.page().locator("#address").evaluate("(link) => link.href")).isEqualTo(invitation);
		assertThat(ann.page().locator("#address")).containsText("/rooms/" + this.room.toLowerCase(Locale.ROOT));
		invitation = people.server() + URI.create(invitation).getRawPath();
		Person bob = people.arrive().open(invitation);
		assertThat(bob.page().getByText("You\u2019re invited to")).isVisible();
		assertThat(bob.page().locator("h1")).hasText(this.room);
		assertThat(bob.page().locator("#here")).hasText("1 person is here");
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
