package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything by keyboard. No mouse is touched.
 */
@BrowserTest
@Tag("proof")
class KeyboardBrowserTests {

	private static final String FOCUS = """
			() => {
				const element = document.activeElement;
				const isSeen = [null, "::before"].some((part) => {
					const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
					return outlineStyle !== "none" && outlineWidth !== "0px";
				});
				return element !== document.body && isSeen;
			}""";

	/**
	 * Opens a panel, and numbers everything in it that can have the focus and is not a
	 * field.
	 */
	private static final String STOPS = """
			(panel) => {
				const part = document.querySelector(panel);
				if (part.matches("details")) {
					part.open = true;
				}
				document.querySelectorAll("[data-stop]").forEach((element) => delete element.dataset.stop);
				const stops = [...part.querySelectorAll("a[href], button, summary, [tabindex]")]
					.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
				stops.forEach((element, number) => { element.dataset.stop = number; });
				return stops.map((element) => element.outerHTML.slice(0, 80));
			}""";

	private static final String FOCUS_STOP = """
			(number) => {
				const stop = document.querySelector(`[data-stop="${number}"]`);
				stop?.focus();
				return stop !== null && stop === document.activeElement;
			}""";

	private static final List<String> WORDS = List.of("hello", "jkl", "mnop?/", "plum", "lurk", "'quick",
			"d\u00e9j\u00e0", "5.30", "cut", "no", "u2");

	private static final String PRESS = """
			(init) => {
				document.activeElement.blur();
				const press = { ...JSON.parse(init), bubbles: true, cancelable: true };
				document.body.dispatchEvent(new KeyboardEvent("keydown", press));
				return document.activeElement.id;
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
		keys.press("Escape");
		assertThat(ann.composer()).hasValue("");
		Locator first = ann.page().locator("#lines > .event").first();
		while (first.textContent().contains("Line 71")) {
			keys.press("PageUp");
		}
		assertThat(ann.composer()).isFocused();
		keys.press("Control+/");
		assertThat(dialog(ann)).isVisible();
		assertThat(dialog(ann).locator("h2")).isFocused();
		assertThat(dialog(ann).locator("h2")).isInViewport();
		assertFocusIsSeen(ann);
		keys.press("Escape");
		assertThat(dialog(ann)).isHidden();
		assertThat(ann.composer()).isFocused();
		keys.press("Control+k");
		assertThat(find(ann)).isFocused();
		assertFocusIsSeen(ann);
		keys.type(this.otherRoom);
		keys.press("Enter");
		assertThat(ann.roomField()).hasValue(this.otherRoom);
		assertThat(ann.nameField()).hasValue("Ann");
		assertThat(ann.nameField()).isFocused();
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		keys.press("Alt+ArrowUp");
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected();
		keys.press("Alt+ArrowDown");
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		ann.menu().focus();
		assertFocusIsSeen(ann);
		keys.press("Enter");
		keys.press("ArrowUp");
		assertThat(ann.button("Leave room")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("ArrowUp");
		assertThat(ann.button("Keyboard shortcuts")).isFocused();
		keys.press("ArrowDown");
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(this.room);
		ann.isConnected();
		assertThat(ann.button("Undo")).isVisible();
		keys.press("Shift+Tab");
		assertThat(ann.button("Undo")).isFocused();
		assertFocusIsSeen(ann);
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
	}

	@Test
	void whatIsTypedGoesIntoTheComposerWhateverHasTheFocus(People people) {
		Live bob = people.visit("Bob", this.room).live();
		IntStream.rangeClosed(1, 3).forEach((number) -> bob.say(this.room, number + " https://example.org/"));
		List.of("Cat", "Dan").forEach((name) -> people.visit(name, this.room).live().listen(this.room));
		Person ann = people.enter("Ann", this.otherRoom);
		ann.enter("Ann", this.room).sayUnsendable("Refused ");
		assertThat(ann.button("Discard")).isVisible();
		List<String> said = new ArrayList<>();
		List.of("body", "#menu", "#rooms").forEach((panel) -> typeAtEveryStop(ann, panel, said));
		assertThat(said).hasSizeGreaterThan(20);
		assertThat(ann.page().locator("h1")).hasText(this.room);
		assertThat(ann.pending()).hasCount(1);
		assertThat(people.visit("Eve", this.room).readEvents(this.room, "?before=100000&limit=200").events())
			.filteredOn((event) -> "message".equals(event.type()) && "Ann".equals(event.author()))
			.extracting(WireEvent::text)
			.containsExactlyElementsOf(said);
	}

	@Test
	void onlyKeysThatTypeACharacterLeadToTheComposer(People people) {
		Person ann = people.enter("Ann", this.room);
		for (String key : List.of("'key': 'a'", "'key': 'A', 'shiftKey': true", "'key': '?', 'shiftKey': true",
				"'key': '/'", "'key': '5'", "'key': '\u0644\u0627'", "'key': '\u0915\u094d\u0937'", "'key': '\u00e9'",
				"'key': '\u0439', 'code': 'KeyQ'", "'key': '\u5b57'", "'key': 'Dead'",
				"'key': 'Process', 'keyCode': 229", "'key': '@', 'modifierAltGraph': true",
				"'key': '@', 'modifierAltGraph': true, 'ctrlKey': true, 'altKey': true", "'key': 'Escape'")) {
			assertThat(focusAfter(key, ann)).as(key).isEqualTo("say");
		}
		for (String key : List.of("'key': 'a', 'isComposing': true", "'key': 'a', 'ctrlKey': true",
				"'key': 'a', 'altKey': true", "'key': 'a', 'metaKey': true", "'key': 'c', 'ctrlKey': true",
				"'key': 'k', 'ctrlKey': true, 'shiftKey': true", "'key': 'ArrowLeft', 'altKey': true",
				"'key': 'ArrowDown'", "'key': 'Home'", "'key': 'PageUp'", "'key': ' '", "'key': 'Enter'",
				"'key': 'Tab'", "'key': 'Backspace'", "'key': 'Delete'", "'key': 'F5'", "'key': 'Shift'",
				"'key': 'AltGraph'", "'key': 'Unidentified'", "'keyCode': 0")) {
			assertThat(focusAfter(key, ann)).as(key).isEmpty();
		}
		for (String key : List.of("'key': 'k', 'ctrlKey': true", "'key': 'K', 'metaKey': true",
				"'key': '\u043b', 'code': 'KeyK', 'ctrlKey': true")) {
			assertThat(focusAfter(key, ann)).as(key).isEqualTo("find-room");
			ann.page().keyboard().press("Escape");
		}
		for (String key : List.of("'key': '/', 'ctrlKey': true", "'key': '/', 'ctrlKey': true, 'shiftKey': true",
				"'key': '/', 'metaKey': true")) {
			focusAfter(key, ann);
			assertThat(ann.page().locator("#keys-title")).isFocused();
			ann.page().keyboard().press("Escape");
			assertThat(dialog(ann)).isHidden();
		}
	}

	@Test
	void spaceAndEnterStillPressWhatHasTheFocus(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.menu().press("Space");
		assertThat(ann.button("Leave room")).isVisible();
		ann.menu().press("Enter");
		assertThat(ann.button("Leave room")).isHidden();
		ann.page().locator(".invite-button").press("Space");
		assertThat(ann.page().locator("#copy")).isFocused();
		ann.page().locator("#copy").press("Space");
		assertThat(ann.page().locator("#copy")).hasText("Copied");
		ann.page().keyboard().press("Escape");
		ann.page().keyboard().type("on");
		assertThat(ann.composer()).hasValue("on");
		ann.sees("Ann joined");
	}

	@Test
	void pasteOutsideOfAFieldGoesIntoTheComposer(People people) {
		Person ann = people.arrive(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))
			.enter("Ann", this.room);
		ann.page().evaluate("navigator.clipboard.writeText('  two\\n lines')");
		ann.composer().pressSequentially("ac");
		ann.composer().press("ArrowLeft");
		ann.box().focus();
		ann.page().keyboard().press("Control+v");
		assertThat(ann.composer()).hasValue("a  two\n linesc");
		assertThat(ann.composer()).isFocused();
		ann.page().keyboard().press("Control+z");
		assertThat(ann.composer()).hasValue("ac");
		ann.page().keyboard().press("Control+/");
		assertThat(dialog(ann)).isVisible();
		ann.page().keyboard().press("Control+v");
		ann.page().keyboard().type("x");
		assertThat(dialog(ann)).isVisible();
		assertThat(ann.composer()).hasValue("ac");
	}

	@Test
	void switcherFindsRoomsAsTheyAreTyped(People people) {
		String here = "\u00c9cole " + this.room;
		Person ann = people.enter("Ann", "Choir " + this.room)
			.enter("Ann", "Field trip " + this.room)
			.enter("Ann", here);
		people.visit("Bob", "Choir " + this.room).live().say("Choir " + this.room, "Hi");
		assertThat(ann.page().locator("#elsewhere")).hasText("1");
		ann.composer().fill("Half a thou");
		Keyboard keys = ann.page().keyboard();
		keys.press("Control+k");
		Locator find = find(ann);
		assertThat(find).hasAttribute("aria-expanded", "true");
		assertThat(find).hasAttribute("aria-controls", "room-list");
		assertThat(chosen(ann)).hasAccessibleName("Choir " + this.room + ", 1 unread");
		keys.press("ArrowDown");
		assertThat(chosen(ann)).hasAccessibleName(Pattern.compile("^" + here));
		assertThat(find).hasAttribute("aria-activedescendant", (String) chosen(ann).evaluate("(option) => option.id"));
		keys.press("ArrowUp");
		keys.press("ArrowUp");
		assertThat(chosen(ann)).hasText("Enter a room");
		keys.type("ECOLE");
		assertThat(ann.page().locator("[role=option]:visible"))
			.hasText(new String[] { here, "Enter \u201cECOLE\u201d" });
		assertThat(chosen(ann)).hasText(here);
		keys.press("Enter");
		assertThat(find).isHidden();
		assertThat(ann.composer()).isFocused();
		keys.press("Control+k");
		assertThat(find).hasValue("");
		keys.type("trip");
		assertThat(chosen(ann)).containsText("Field trip " + this.room);
		for (String key : List.of("Enter", "Escape")) {
			find.dispatchEvent("keydown", Map.of("key", key, "keyCode", 229, "bubbles", true, "cancelable", true));
		}
		assertThat(find).hasValue("trip");
		keys.press("Escape");
		assertThat(find).isHidden();
		assertThat(ann.composer()).isFocused();
		keys.press("Control+k");
		keys.type("choi");
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText("Choir " + this.room);
		ann.isConnected();
		assertThat(ann.composer()).hasValue("");
		keys.press("Control+k");
		keys.type("\u00e9cole");
		keys.press("Enter");
		assertThat(ann.page().locator("h1")).hasText(here);
		assertThat(ann.composer()).hasValue("Half a thou");
	}

	@Test
	void enterPressedWhileTheNextRoomOpensSendsNothing(People people) {
		Person ann = people.enter("Ann", this.otherRoom).enter("Ann", this.room);
		AtomicReference<Route> opening = new AtomicReference<>();
		ann.page().route("**" + Visitor.addressOf(this.otherRoom), opening::set);
		ann.composer().fill("Half a thou");
		Keyboard keys = ann.page().keyboard();
		newestLine(ann).focus();
		keys.press("Alt+ArrowDown");
		ann.waitUntil(() -> opening.get() != null);
		keys.press("Enter");
		opening.get().resume();
		assertThat(ann.page().locator("h1")).hasText(this.otherRoom);
		ann.isConnected();
		assertThat(ann.composer()).hasValue("");
		keys.press("Alt+ArrowUp");
		assertThat(ann.page().locator("h1")).hasText(this.room);
		assertThat(ann.composer()).hasValue("Half a thou");
		ann.isConnected().sees("Ann joined");
	}

	@Test
	void escapeClosesWhatIsOpenAndThenReturnsToTheComposer(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(390, 760)).enter("Ann", this.room);
		Keyboard keys = ann.page().keyboard();
		for (Locator summary : List.of(ann.menu(), ann.switcher(), ann.peopleButton())) {
			summary.press("Enter");
			assertThat(ann.page().locator("details[open]")).hasCount(1);
			keys.press("Escape");
			assertThat(ann.page().locator("details[open]")).hasCount(0);
			assertThat(summary).isFocused();
			assertFocusIsSeen(ann);
			keys.press("Escape");
			assertThat(ann.composer()).isFocused();
		}
		ann.composer().fill("Still here");
		keys.press("Escape");
		assertThat(ann.composer()).isFocused();
		assertThat(ann.composer()).hasValue("Still here");
	}

	@Test
	void exactTimesAreShownFromLineToLine(People people) {
		Live bob = people.visit("Bob", this.room).live();
		bob.say(this.room, "One");
		bob.say(this.room, "Two");
		bob.replies().next();
		bob.replies().next();
		Person ann = people.enter("Ann", this.room);
		assertThat(ann.line("Ann joined")).isVisible();
		Locator exact = ann.page().locator("#exact");
		Keyboard keys = ann.page().keyboard();
		newestLine(ann).focus();
		assertThat(ann.line("Ann joined")).isFocused();
		keys.press("ArrowUp");
		assertFocusIsSeen(ann);
		keys.press("ArrowUp");
		assertThat(ann.line("One")).isFocused();
		assertThat(exact).hasText(Pattern.compile("\\d{4}.*:\\d\\d:\\d\\d"));
		assertThat(ann.line("One")).hasAccessibleDescription(exact.textContent());
		keys.press("ArrowDown");
		bob.say(this.room, "Three");
		assertThat(ann.line("Three")).isVisible();
		assertThat(ann.line("Two")).isFocused();
		keys.press("Escape");
		assertThat(exact).isHidden();
		assertThat(ann.line("Two")).isFocused();
		keys.press("Shift+Tab");
		keys.press("Tab");
		assertThat(ann.line("Two")).isFocused();
		assertThat(exact).isVisible();
		keys.press("Escape");
		keys.press("Escape");
		assertThat(ann.composer()).isFocused();
	}

	@Test
	void lineThatIsGoneToIsNotLostWhenItIsFolded(People people) {
		Person ann = people.enter("Ann", this.room).say("Hello");
		Visitor bob = people.visit("Bob", this.room);
		bob.live().listen(this.room);
		assertThat(ann.line("Bob joined")).isVisible();
		newestLine(ann).focus();
		assertThat(ann.line("Bob joined")).isFocused();
		bob.leave(this.room);
		assertThat(ann.line("Bob joined")).isHidden();
		assertThat(ann.line("Hello")).isFocused();
	}

	@Test
	void helpIsThereForCommandAndMenuToo(People people) {
		Person ann = people.enter("Ann", this.room).say("/help");
		assertThat(dialog(ann)).isVisible();
		ann.page().keyboard().press("Escape");
		assertThat(dialog(ann)).isHidden();
		assertThat(ann.composer()).isFocused();
		assertThat(ann.composer()).hasValue("");
		ann.menu().press("Enter");
		ann.button("Keyboard shortcuts").press("Enter");
		assertThat(dialog(ann)).isVisible();
		assertThat(ann.button("Leave room")).isHidden();
		ann.button("Close").press("Enter");
		assertThat(ann.composer()).isFocused();
		ann.sees("Ann joined");
	}

	@Test
	void focusIsNotLostWithWhatIsPressed(People people) {
		Person ann = people.enter("Ann", this.room).sayUnsendable("This cannot be sent ");
		ann.button("Discard").press("Enter");
		assertThat(ann.pending()).hasCount(0);
		assertThat(ann.composer()).isFocused();
	}

	/**
	 * Types a word at each stop, and sends it.
	 */
	private static void typeAtEveryStop(Person person, String panel, List<String> said) {
		Keyboard keys = person.page().keyboard();
		int stops = ((List<?>) person.page().evaluate(STOPS, panel)).size();
		for (int stop = 0; stop < stops; stop++) {
			person.page().evaluate(STOPS, panel);
			if (!Boolean.TRUE.equals(person.page().evaluate(FOCUS_STOP, stop))) {
				continue;
			}
			String word = WORDS.get(said.size() % WORDS.size()) + said.size();
			keys.type(word);
			if (panel.equals("#rooms") && find(person).isVisible()) {
				// Here typing has a sense of its own.
				assertThat(find(person)).hasValue(word);
				keys.press("Escape");
				assertThat(find(person)).hasValue("");
				continue;
			}
			assertThat(person.composer()).isFocused();
			assertThat(person.composer()).hasValue(word);
			keys.press("Enter");
			assertThat(person.composer()).hasValue("");
			said.add(word);
		}
		assertThat(person.pending()).hasCount(1);
	}

	private static String focusAfter(String key, Person person) {
		return (String) person.page().evaluate(PRESS, "{" + key.replace('\'', '"') + "}");
	}

	private static Locator find(Person person) {
		return person.page().getByLabel("Find a room");
	}

	private static Locator chosen(Person person) {
		return person.page().locator("#room-list [aria-selected=true]");
	}

	private static Locator newestLine(Person person) {
		return person.page().locator("#lines > .event[tabindex='0']");
	}

	private static void assertFocusIsSeen(Person person) {
		assertThat(person.page().evaluate(FOCUS)).as("the focus is seen").isEqualTo(true);
	}

	private static Locator dialog(Person person) {
		return person.page().locator("#keys");
	}

}
