package chat.foyer.browser;

import java.util.regex.Pattern;
import java.util.stream.IntStream;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything by keyboard. No mouse is touched.
 */
@BrowserTest
class KeyboardBrowserTests {

	private static final String FOCUS = """
			() => {
				const element = document.activeElement;
				const { outlineStyle, outlineWidth } = getComputedStyle(element);
				return element !== document.body && outlineStyle !== "none" && outlineWidth !== "0px";
			}""";

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Test
	void walkThroughEverything(People people) {
		Live bob = people.visit("Bob", this.room).live();
		IntStream.rangeClosed(1, 120).forEach((number) -> bob.say(this.room, "Line " + number));
		bob.replies().next((reply) -> reply.seq() != null && reply.seq() == 121);
		Person ann = people.arrive().expects("403").open("/?room=");
		Keyboard keys = ann.page().keyboard();
		assertThat(ann.nameField()).isFocused();
		keys.type("Ann");
		keys.press("Tab");
		assertThat(ann.roomField()).isFocused();
		keys.type(this.room);
		keys.press("Enter");
		ann.isConnected();
		assertThat(ann.composer()).isFocused();
		keys.type("By keyboard");
		keys.press("Enter");
		assertThat(ann.line("By keyboard").locator(".delivery")).hasCount(0);
		keys.press("ArrowUp");
		assertThat(ann.composer()).hasValue("By keyboard");
		keys.press("Control+a");
		keys.press("Delete");
		keys.press("Escape");
		assertThat(ann.box()).isFocused();
		assertFocusIsSeen(ann);
		Locator first = ann.page().locator("#lines > .event").first();
		keys.press("o");
		assertThat(first).not().containsText("Line 71");
		keys.press("u");
		assertThat(ann.box()).isFocused();
		ann.isAtEnd();
		keys.press("?");
		assertThat(dialog(ann)).isVisible();
		assertThat(dialog(ann).locator("h2")).isFocused();
		assertThat(dialog(ann).locator("h2")).isInViewport();
		assertFocusIsSeen(ann);
		keys.press("Escape");
		assertThat(dialog(ann)).isHidden();
		assertThat(ann.box()).isFocused();
		keys.press("p");
		assertThat(ann.page().locator(".sheet")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("r");
		assertThat(ann.page().locator("#rooms nav a")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("Tab");
		keys.type(this.otherRoom);
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		keys.press("Escape");
		keys.press("k");
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected();
		keys.press("Escape");
		keys.press("j");
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		keys.press("Escape");
		keys.press("c");
		assertThat(ann.composer()).isFocused();
		assertThat(ann.composer()).hasValue("");
		keys.press("Escape");
		keys.press("l");
		assertThat(ann.button("Leave room")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(this.room);
	}

	@Test
	void exactTimesAreShownFromLineToLine(People people) {
		Live bob = people.visit("Bob", this.room).live();
		bob.say(this.room, "One");
		bob.say(this.room, "Two");
		Person ann = people.enter("Ann", this.room);
		ann.isConnected();
		assertThat(ann.line("Ann joined the room")).isVisible();
		Locator exact = ann.page().locator("#exact");
		Keyboard keys = ann.page().keyboard();
		ann.box().focus();
		keys.press("t");
		assertThat(time(ann, "Ann joined the room")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("ArrowUp");
		keys.press("ArrowUp");
		assertThat(time(ann, "One")).isFocused();
		assertThat(exact).hasText(Pattern.compile("\\d{4}.*:\\d\\d:\\d\\d"));
		assertThat(time(ann, "One")).hasAccessibleDescription(exact.textContent());
		keys.press("ArrowDown");
		bob.say(this.room, "Three");
		assertThat(ann.line("Three")).isVisible();
		assertThat(time(ann, "Two")).isFocused();
		keys.press("Escape");
		assertThat(exact).isHidden();
		assertThat(time(ann, "Two")).isFocused();
		keys.press("Shift+Tab");
		keys.press("Tab");
		assertThat(time(ann, "Two")).isFocused();
		assertThat(exact).isVisible();
	}

	@Test
	void timeThatIsGoneToIsNotLostWhenItsNoticeIsFolded(People people) {
		Person ann = people.enter("Ann", this.room).say("Hello");
		Visitor bob = people.visit("Bob", this.room);
		bob.live().listen(this.room);
		assertThat(ann.line("Bob joined the room")).isVisible();
		ann.box().focus();
		ann.page().keyboard().press("t");
		assertThat(time(ann, "Bob joined the room")).isFocused();
		bob.leave(this.room);
		assertThat(ann.line("Bob joined the room")).isHidden();
		assertThat(time(ann, "Hello")).isFocused();
	}

	@Test
	void timeOfAMessageThatIsOnItsWayIsNotLostWhenItIsSent(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.isConnected();
		ann.browser().setOffline(true);
		ann.isInState("You are offline").say("Later");
		ann.box().focus();
		ann.page().keyboard().press("t");
		assertThat(ann.pending().locator("time")).isFocused();
		ann.browser().setOffline(false);
		assertThat(ann.pending()).hasCount(0);
		assertThat(time(ann, "Later")).isFocused();
	}

	@Test
	void sheetOfASmallScreenOpensAndCloses(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 568)).enter("Ann", this.room);
		Keyboard keys = ann.page().keyboard();
		ann.box().focus();
		keys.press("p");
		assertThat(ann.page().locator(".sheet")).isFocused();
		keys.press("Escape");
		assertThat(ann.page().locator(".sheet")).isHidden();
		assertThat(ann.page().locator("#people > details > summary")).isFocused();
		keys.press("r");
		assertThat(ann.page().getByLabel("Enter another room")).isVisible();
		keys.press("Escape");
		assertThat(ann.page().getByLabel("Enter another room")).isHidden();
		assertThat(ann.page().locator("#rooms summary")).isFocused();
	}

	@Test
	void helpIsThereForCommandAndButtonToo(People people) {
		Person ann = people.enter("Ann", this.room).say("/help");
		assertThat(dialog(ann)).isVisible();
		ann.page().keyboard().press("Escape");
		assertThat(dialog(ann)).isHidden();
		assertThat(ann.composer()).isFocused();
		assertThat(ann.composer()).hasValue("");
		ann.button("Keys and commands").press("Enter");
		assertThat(dialog(ann)).isVisible();
		ann.sees("Ann joined the room");
	}

	@Test
	void lettersAreLettersInFieldsAndMayBeSwitchedOff(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.composer().pressSequentially("pluck?");
		assertThat(ann.composer()).hasValue("pluck?");
		assertThat(dialog(ann)).isHidden();
		ann.button("Keys and commands").press("Enter");
		ann.page().getByLabel("Use these keys").press("Space");
		ann.button("Close").press("Enter");
		ann.box().focus();
		ann.page().keyboard().press("c");
		assertThat(ann.box()).isFocused();
		ann.reload().isConnected().box().focus();
		ann.page().keyboard().press("c");
		assertThat(ann.box()).isFocused();
	}

	@Test
	void focusIsNotLostWithWhatIsPressed(People people) {
		Person ann = people.enter("Ann", this.room).sayUnsendable("This cannot be sent ");
		ann.button("Discard").press("Enter");
		assertThat(ann.pending()).hasCount(0);
		assertThat(ann.composer()).isFocused();
	}

	private static Locator time(Person person, String line) {
		return person.line(line).locator("time");
	}

	private static void assertFocusIsSeen(Person person) {
		assertThat(person.page().evaluate(FOCUS)).as("the focus is seen").isEqualTo(true);
	}

	private static Locator dialog(Person person) {
		return person.page().locator("#keys");
	}

}
