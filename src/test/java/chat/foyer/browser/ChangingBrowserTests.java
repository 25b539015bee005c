package chat.foyer.browser;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import chat.foyer.support.Visitors;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies and edits in the composer, deletions that can be undone, and changes on their
 * way to the server.
 */
@BrowserTest
@Tag("proof")
class ChangingBrowserTests {

	private final String room = Visitors.newRoom();

	private Wire wire;

	private Person ann;

	private Person bob;

	@BeforeEach
	void enter(People people) {
		this.wire = new Wire(URI.create(people.server()).getPort());
		this.ann = people.arriveAt(this.wire.address()).expectsCuts().enter("Ann", this.room);
		this.bob = people.enter("Bob", this.room);
		this.ann.say("One").say("Two");
		assertThat(this.bob.line("Two")).isVisible();
		assertThat(this.ann.pending()).hasCount(0);
	}

	@AfterEach
	void close() {
		this.wire.close();
	}

	@Test
	void arrowUpEditsTheLastOwnMessage() {
		this.bob.say("Not Ann's");
		assertThat(this.ann.line("Not Ann's")).isVisible();
		beginToEdit("Two");
		assertThat(mode()).containsText("Edit message");
		assertThat(this.ann.button("Save")).isVisible();
		this.ann.composer().fill("Two, **edited**");
		this.ann.composer().press("Enter");
		assertThat(this.bob.line("Two, edited").locator("strong")).hasText("edited");
		assertThat(this.ann.line("Two, edited").locator("strong")).hasText("edited");
		assertThat(this.bob.line("Two, edited").locator(".edited")).isVisible();
		assertThat(mode()).isHidden();
		assertThat(this.ann.composer()).hasValue("");
		beginToEdit("Two, **edited**");
		this.ann.composer().press("Enter");
		assertThat(mode()).isHidden();
		assertThat(this.ann.composer()).isFocused();
		assertThat(this.bob.lines()).endsWith("Ann: One", "Ann: Two, edited", "Bob: Not Ann's");
	}

	@Test
	void draftAndEditAreKeptApart() {
		this.ann.composer().fill("A draft");
		this.ann.edits(this.ann.seqOf("One"));
		assertThat(this.ann.composer()).hasValue("One");
		this.ann.composer().fill("Uno");
		this.ann.reload().isConnected();
		assertThat(this.ann.composer()).hasValue("Uno");
		assertThat(mode()).isVisible();
		this.ann.composer().press("Escape");
		assertThat(mode()).isHidden();
		assertThat(this.ann.composer()).hasValue("A draft");
		assertThat(this.ann.toast()).containsText("Edit discarded");
		this.ann.button("Undo").click();
		assertThat(this.ann.composer()).hasValue("Uno");
		this.ann.composer().press("Enter");
		assertThat(this.bob.line("Uno")).isVisible();
		assertThat(this.ann.composer()).hasValue("A draft");
		assertThat(this.ann.reload().isConnected().composer()).hasValue("A draft");
		this.ann.composer().press("Enter");
		assertThat(this.bob.line("A draft")).isVisible();
		assertThat(this.bob.lines()).endsWith("Ann: Uno", "Ann: Two", "Ann: A draft");
	}

	@Test
	void emptiedEditAsksToDelete() {
		beginToEdit("Two");
		this.ann.composer().fill(" ");
		this.ann.composer().press("Enter");
		Locator ask = this.ann.page().locator("#ask");
		assertThat(ask).isVisible();
		assertThat(new AxeBuilder(this.ann.page()).analyze().getViolations()).isEmpty();
		this.ann.page().keyboard().press("Escape");
		assertThat(ask).isHidden();
		assertThat(mode()).isVisible();
		assertThat(this.ann.composer()).isFocused();
		this.ann.composer().press("Enter");
		ask.getByText("Delete", new Locator.GetByTextOptions().setExact(true)).click();
		assertThat(this.ann.line("Ann deleted a message")).isVisible();
		assertThat(this.ann.composer()).hasValue("");
		assertThat(mode()).isHidden();
		assertThat(this.bob.line("Ann deleted a message")).isVisible();
		assertThat(this.bob.line("Two")).hasCount(0);
	}

	@Test
	void deletionsCanBeUndoneForFiveSeconds() {
		delete("One");
		delete("Two");
		Locator undo = this.ann.button("Undo");
		assertThat(undo).hasCount(2);
		assertThat(this.ann.line("Ann deleted a message")).hasCount(2);
		assertThat(this.ann.page().locator("#lines").getByText("One", new Locator.GetByTextOptions().setExact(true)))
			.isHidden();
		assertThat(new AxeBuilder(this.ann.page()).analyze().getViolations()).isEmpty();
		undo.first().focus();
		this.ann.page().keyboard().press("Enter");
		assertThat(undo).hasCount(1);
		assertThat(this.ann.line("One")).isVisible();
		assertThat(this.ann.composer()).isFocused();
		assertThat(this.bob.line("Ann deleted a message")).hasCount(0);
		assertThat(this.bob.line("Ann deleted a message")).isVisible();
		assertThat(undo).hasCount(0);
		this.ann.say("Three");
		assertThat(this.bob.line("Three")).isVisible();
		assertThat(this.bob.lines()).endsWith("Ann: One", "Ann: Ann deleted a message", "Ann: Three");
	}

	@Test
	void deletionIsSentWhenThePageOrTheRoomIsLeft() {
		delete("Two");
		assertThat(this.ann.button("Undo")).isVisible();
		this.ann.expects("404").open("/no/such/page");
		assertThat(this.bob.line("Ann deleted a message")).isVisible(new IsVisibleOptions().setTimeout(3_000));
		assertThat(this.bob.line("Two")).hasCount(0);
		this.ann.openRoom(this.room).isConnected();
		delete("One");
		assertThat(this.ann.button("Undo")).isVisible();
		this.ann.leave();
		assertThat(this.ann.nameField()).isVisible();
		assertThat(this.bob.line("Ann left")).isVisible();
		assertThat(this.bob.line("Ann deleted a message")).hasCount(2);
	}

	@Test
	void replyQuotesItsMessageAndSurvivesAReload() {
		this.bob.composer().fill("I agree");
		this.bob.replies(this.bob.seqOf("One"));
		Locator mode = this.bob.page().locator("#mode");
		assertThat(mode).containsText("Ann");
		assertThat(mode).containsText("One");
		assertThat(this.bob.composer()).hasAccessibleDescription(Pattern.compile("Ann.*One"));
		assertThat(this.bob.composer()).isFocused();
		this.bob.reload().isConnected();
		assertThat(mode).containsText("One");
		assertThat(this.bob.composer()).hasValue("I agree");
		assertThat(new AxeBuilder(this.bob.page()).analyze().getViolations()).isEmpty();
		this.bob.composer().press("Escape");
		assertThat(mode).isHidden();
		assertThat(this.bob.composer()).hasValue("I agree");
		this.bob.replies(this.bob.seqOf("One"));
		this.ann.changes("delete", this.ann.seqOf("One"));
		assertThat(mode).containsText("Deleted message");
		this.bob.composer().press("Enter");
		assertThat(mode).isHidden();
		this.bob.replies(this.bob.seqOf("Two")).say("You do");
		assertThat(this.ann.line("I agree").locator(".quote")).containsText("Deleted message");
		Locator line = this.ann.line("You do");
		assertThat(line.locator(".quote")).containsText("Two");
		assertThat(line).hasClass(Pattern.compile("\\bcalls\\b"));
		assertThat(this.ann.reload().isConnected().line("You do")).hasClass(Pattern.compile("\\bcalls\\b"));
		assertThat(this.bob.composer()).hasValue("");
		this.bob.say("And on");
		assertThat(this.ann.line("And on").locator(".quote")).hasCount(0);
	}

	@Test
	void changesArriveAfterReconnecting() {
		beginToEdit("Two");
		this.ann.browser().setOffline(true);
		assertThat(this.ann.page().locator("#state")).hasAttribute("data-state", "offline");
		this.ann.composer().fill("Two, from the train");
		this.ann.composer().press("Enter");
		assertThat(this.ann.line("Two, from the train")).isVisible();
		this.ann.replies(this.ann.seqOf("One")).say("Myself, too");
		assertThat(this.ann.pending().locator(".quote")).containsText("One");
		react("One", true);
		assertThat(chip(this.ann, "One")).hasText("\uD83D\uDC4D 1");
		react("One", false);
		assertThat(chip(this.ann, "One")).hasCount(0);
		react("One", true);
		this.ann.browser().setOffline(false);
		assertThat(this.bob.line("Two, from the train")).isVisible();
		assertThat(this.bob.line("Myself, too").locator(".quote")).containsText("One");
		assertThat(chip(this.bob, "One")).hasText("\uD83D\uDC4D 1");
		assertThat(chip(this.ann, "One")).hasText("\uD83D\uDC4D 1");
		assertThat(chip(this.ann, "One")).hasAttribute("aria-pressed", "true");
		assertThat(this.ann.line("Two, from the train")).not().hasClass(Pattern.compile("\\bchanging\\b"));
	}

	@Test
	void changesThatAPageCouldNotSendAreSentByTheNext() {
		beginToEdit("Two");
		this.wire.refuse("/");
		this.wire.cut();
		assertThat(this.ann.page().locator("#state")).hasAttribute("data-state", "waiting");
		this.ann.composer().fill("Two, late");
		this.ann.composer().press("Enter");
		assertThat(this.ann.line("Two, late")).isVisible();
		this.ann.page().close();
		assertThat(this.bob.line("Two, late")).hasCount(0);
		this.wire.letThrough();
		this.ann = this.ann.openTab().openRoom(this.room).isConnected();
		assertThat(this.bob.line("Two, late")).isVisible();
		assertThat(this.ann.line("Two, late")).isVisible();
		assertThat((boolean) this.ann.page()
			.evaluate("() => Object.keys(localStorage).some((key) => key.includes('/change/'))")).isFalse();
	}

	@Test
	void refusedEditStaysInTheField() {
		this.ann.composer().fill("A draft");
		this.ann.edits(this.ann.seqOf("Two"));
		this.ann.changes("delete", this.ann.seqOf("Two"));
		Locator note = this.ann.page().locator("#note");
		assertThat(note).hasText("This message no longer exists.");
		this.ann.composer().fill("Too late");
		this.ann.composer().press("Enter");
		assertThat(note).hasText("Not saved. This message no longer exists.");
		assertThat(this.ann.composer()).hasValue("Too late");
		assertThat(mode()).isVisible();
		this.ann.composer().press("Escape");
		assertThat(this.ann.composer()).hasValue("A draft");
		assertThat(this.bob.lines()).endsWith("Ann: One", "Ann: Ann deleted a message");
	}

	@Test
	void refusedReactionIsTakenBack() {
		react("One", true, "no emoji");
		assertThat(this.ann.toast()).hasText(Pattern.compile("Reaction not sent\\. .+"));
		assertThat(chip(this.ann, "One")).hasCount(0);
	}

	private void beginToEdit(String text) {
		this.ann.composer().press("ArrowUp");
		assertThat(mode()).isVisible();
		assertThat(this.ann.composer()).hasValue(text);
	}

	private Locator mode() {
		return this.ann.page().locator("#mode");
	}

	private void delete(String text) {
		this.ann.page()
			.evaluate("async (seq) => (await import('foyer/changes')).deleteMessage(Number(seq))",
					this.ann.seqOf(text));
	}

	private void react(String text, boolean on) {
		react(text, on, "\uD83D\uDC4D");
	}

	private void react(String text, boolean on, String emoji) {
		this.ann.page()
			.evaluate("async ([seq, emoji, on]) => (await import('foyer/changes')).react(Number(seq), emoji, on)",
					List.of(this.ann.seqOf(text), emoji, on));
	}

	private static Locator chip(Person person, String text) {
		return person.line(text).locator(".chip");
	}

}
