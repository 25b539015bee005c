package chat.foyer.browser;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be done with a message, by mouse, by keyboard and by finger. What is asked of
 * the module that sends changes is noted and not sent.
 */
@BrowserTest
@Tag("proof")
class MessageMenuBrowserTests {

	private static final String CHANGES = """
			import { limits } from "foyer/i18n";
			const note = (what) => (...values) => { window.asked.push([what, ...values].join(" ")); };
			export const react = note("react");
			export const editMessage = note("editMessage");
			export const deleteMessage = note("deleteMessage");
			export const pin = note("pin");
			export const isEditable = () => limits.edit > 0;
			export const takeOver = () => {};""";

	private static final String NOTE_ASKED = """
			window.asked = [];
			for (const what of ["reply", "edit"]) {
				addEventListener(`foyer:${what}`, ({ detail: { seq } }) => window.asked.push(`${what} ${seq}`));
			}""";

	private static final String IS_WITHIN_WINDOW = """
			(element) => {
				const { left, top, right, bottom } = element.getBoundingClientRect();
				return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
			}""";

	private static final NewContextOptions PHONE = new NewContextOptions().setViewportSize(360, 640)
		.setHasTouch(true)
		.setIsMobile(true);

	private final String room = Visitors.newRoom();

	@Test
	void linesAreOneTabStopWithArrowKeys(People people) {
		sayAsBob(people, "One", "Two https://example.org/", "Three https://example.org/three");
		Person ann = enter(people.arrive());
		Keyboard keys = ann.page().keyboard();
		assertThat(ann.page().locator("#lines > [tabindex]")).hasCount(1);
		ann.composer().press("Shift+Tab");
		assertThat(ann.line("Ann joined")).isFocused();
		keys.press("ArrowUp");
		assertThat(ann.line("Three")).isFocused();
		assertThat(ann.line("Three")).hasAccessibleName("Bob Three https://example.org/three");
		keys.press("Home");
		assertThat(ann.line("Bob joined")).isFocused();
		keys.press("ArrowUp");
		assertThat(ann.line("Bob joined")).isFocused();
		keys.press("ArrowDown");
		keys.press("ArrowDown");
		assertThat(ann.line("Two")).isFocused();
		assertThat(ann.page().locator("#lines > [tabindex]")).hasCount(1);
		keys.press("Tab");
		assertThat(ann.line("Two").locator("a")).isFocused();
		keys.press("Tab");
		assertThat(ann.composer()).isFocused();
		keys.press("Shift+Tab");
		assertThat(ann.line("Two")).isFocused();
		keys.press("End");
		assertThat(ann.line("Ann joined")).isFocused();
		ann.isAtEnd();
		keys.press("Enter");
		keys.press("Shift+F10");
		assertThat(menu(ann)).isHidden();
		keys.press("ArrowUp");
		keys.type("recent");
		assertThat(ann.composer()).isFocused();
		assertThat(ann.composer()).hasValue("recent");
	}

	@Test
	void menuOpensByKeyboardAndGivesTheFocusBack(People people) {
		sayAsBob(people, "One", "Two");
		Person ann = enter(
				people.arrive(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write"))));
		Keyboard keys = ann.page().keyboard();
		Locator line = ann.line("Two");
		ann.composer().press("Shift+Tab");
		keys.press("ArrowUp");
		for (String key : List.of("Enter", "ContextMenu", "Shift+F10")) {
			keys.press(key);
			assertThat(item(ann, "Reply")).isFocused();
			assertThat(items(ann).locator("span")).hasText(new String[] { "Reply", "Copy text", "Copy link", "Pin" });
			keys.press("Escape");
			assertThat(menu(ann)).isHidden();
			assertThat(line).isFocused();
		}
		keys.press("Enter");
		keys.press("ArrowDown");
		assertThat(item(ann, "Copy text")).isFocused();
		keys.press("End");
		assertThat(item(ann, "Pin")).isFocused();
		keys.press("ArrowDown");
		assertThat(ann.page().locator(".line-menu [data-emoji=\u2764\uFE0F]")).not().isFocused();
		keys.press("ArrowRight");
		assertThat(ann.page().locator(".line-menu [data-emoji=\u2764\uFE0F]")).isFocused();
		keys.press("Enter");
		assertThat(menu(ann)).isHidden();
		assertThat(line).isFocused();
		assertThat(ann.page().locator(".talk > [role=status].unseen")).hasText("Reacted with \u2764\uFE0F");
		keys.press("Enter");
		keys.type("exp");
		assertThat(ann.composer()).hasValue("");
		keys.press("c");
		assertThat(ann.toast()).hasText("Copied");
		assertThat(ann.page().evaluate("navigator.clipboard.readText()")).isEqualTo("Two");
		assertThat(line).isFocused();
		keys.press("Enter");
		keys.press("+");
		Locator search = ann.page().locator("#picker input");
		assertThat(search).isFocused();
		keys.type("tada");
		assertThat(ann.page().locator("#picker [aria-selected=true]")).hasAttribute("title", ":tada:");
		keys.press("Enter");
		assertThat(line).isFocused();
		keys.press("Enter");
		keys.press("+");
		assertThat(ann.page().locator("#picker li").first()).hasAttribute("title", ":tada:");
		keys.press("Escape");
		assertThat(line).isFocused();
		keys.press("Enter");
		keys.press("r");
		assertAsked(ann, "react 3 \u2764\uFE0F true", "react 3 \uD83C\uDF89 true", "reply 3");
		assertThat(menu(ann)).isHidden();
	}

	@Test
	void ownMessagesCanBeEditedForAWhileAndAlwaysDeleted(People people) {
		Person ann = enter(people.arrive()).say("Mine");
		assertThat(ann.line("Mine").locator(".delivery")).hasCount(0);
		Keyboard keys = ann.page().keyboard();
		ann.composer().press("Shift+Tab");
		assertThat(ann.line("Mine")).isFocused();
		keys.press("Enter");
		assertThat(items(ann).locator("span"))
			.hasText(new String[] { "Reply", "Copy text", "Copy link", "Pin", "Edit", "Delete" });
		keys.press("e");
		assertAsked(ann, "edit 2");
		ann.page().evaluate("import('foyer/i18n').then(({ limits }) => { limits.edit = 0; })");
		ann.line("Mine").focus();
		keys.press("Enter");
		assertThat(items(ann).locator("span"))
			.hasText(new String[] { "Reply", "Copy text", "Copy link", "Pin", "Delete" });
		keys.press("e");
		assertThat(menu(ann)).isVisible();
		keys.press("End");
		keys.press("Enter");
		assertAsked(ann, "edit 2", "deleteMessage 2");
	}

	@Test
	void toolsAppearUnderTheMouse(People people) {
		Live bob = sayAsBob(people, "One", "Two");
		Person ann = enter(
				people.arrive(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write"))));
		assertThat(tools(ann)).hasCount(0);
		ann.line("Two").hover();
		assertThat(ann.line("Two").locator(".line-tools")).isVisible();
		assertThat(tools(ann)).hasAttribute("aria-hidden", "true");
		assertThat(ann.page().locator(".line-tools button:not([tabindex='-1'])")).hasCount(0);
		tools(ann).locator("[data-emoji=\uD83D\uDC4D]").click();
		assertAsked(ann, "react 3 \uD83D\uDC4D true");
		assertThat(ann.composer()).isFocused();
		ann.line("One").hover();
		assertThat(ann.line("Two").locator(".line-tools")).hasCount(0);
		tools(ann).locator("[data-act=menu]").click();
		assertThat(item(ann, "Reply")).isVisible();
		assertThat((boolean) menu(ann).evaluate(IS_WITHIN_WINDOW)).isTrue();
		bob.say(this.room, "Three");
		assertThat(ann.line("Three")).isVisible();
		assertThat(menu(ann)).isVisible();
		item(ann, "Copy link").click();
		assertThat(ann.toast()).hasText("Copied");
		assertThat(ann.page().evaluate("navigator.clipboard.readText()"))
			.isEqualTo(people.server() + Visitor.addressOf(this.room) + "/at/2#m2");
		assertThat(ann.composer()).isFocused();
		ann.line("One").hover();
		tools(ann).locator("[data-act=menu]").click();
		item(ann, "Pin").click();
		assertAsked(ann, "react 3 \uD83D\uDC4D true", "pin 2 true");
		ann.line("One").hover();
		tools(ann).locator("[data-act=menu]").click();
		assertThat(menu(ann)).isVisible();
		ann.page().locator("#typing").click(new Locator.ClickOptions().setForce(true));
		assertThat(menu(ann)).isHidden();
		ann.line("Two").hover();
		tools(ann).locator("[data-act=react]").click();
		assertThat(ann.page().locator("#picker")).isVisible();
		assertThat((boolean) ann.page().locator("#picker").evaluate(IS_WITHIN_WINDOW)).isTrue();
		ann.page().locator("#picker").getByTitle(":tada:").click();
		assertAsked(ann, "react 3 \uD83D\uDC4D true", "pin 2 true", "react 3 \uD83C\uDF89 true");
	}

	@ParameterizedTest
	@CsvSource({ "en, 1", "ar, -1" })
	void fingersOpenASheetAndSwipeToReply(String language, int way, People people) {
		sayAsBob(people, "One", "Two");
		Person ann = enterSpeaking(people.arriveSpeaking(language, PHONE));
		Finger finger = new Finger(ann);
		finger.down(ann.line("Two"));
		Locator sheet = ann.page().locator(".line-sheet");
		assertThat(sheet).isVisible();
		finger.up();
		assertThat(sheet).isVisible();
		assertThat(sheet.locator("[role=menuitemcheckbox]")).hasCount(6);
		for (Locator button : sheet.locator("button:visible").all()) {
			BoundingBox box = button.boundingBox();
			assertThat(Math.min(box.width, box.height)).as(button.textContent()).isGreaterThanOrEqualTo(36);
		}
		assertThat((boolean) ann.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isTrue();
		sheet.locator("[data-emoji=\uD83D\uDE02]").tap();
		assertThat(sheet).isHidden();
		assertAsked(ann, "react 3 \uD83D\uDE02 true");
		finger.down(ann.line("One"));
		assertThat(sheet).isVisible();
		finger.up();
		sheet.locator("[data-act=react]").tap();
		Locator picker = sheet.locator("#picker");
		assertThat(picker).isVisible();
		picker.getByTitle(":joy:").first().tap();
		assertThat(sheet).isHidden();
		assertAsked(ann, "react 3 \uD83D\uDE02 true", "react 2 \uD83D\uDE02 true");
		finger.down(ann.line("Two"));
		finger.move(40 * way);
		finger.up();
		finger.down(ann.line("Two"));
		finger.move(-90 * way);
		finger.up();
		assertAsked(ann, "react 3 \uD83D\uDE02 true", "react 2 \uD83D\uDE02 true");
		finger.down(ann.line("Two"));
		finger.move(90 * way);
		finger.up();
		assertAsked(ann, "react 3 \uD83D\uDE02 true", "react 2 \uD83D\uDE02 true", "reply 3");
		assertThat(sheet).isHidden();
		assertThat(ann.line("Two")).not().hasClass(Pattern.compile("swiped"));
		finger.down(ann.line("Two"));
		assertThat(sheet).isVisible();
		finger.up();
		ann.page().touchscreen().tap(180, 40);
		assertThat(sheet).isHidden();
	}

	@Test
	void menuSheetAndPickerAreAccessible(People people) {
		sayAsBob(people, "One", "Two", "Three");
		Person ann = enter(people.arrive(new NewContextOptions().setViewportSize(320, 568)));
		ann.line("Two").hover();
		assertThat(tools(ann)).isVisible();
		tools(ann).locator("[data-act=menu]").click();
		assertThat(menu(ann)).isVisible();
		assertThat((boolean) menu(ann).evaluate(IS_WITHIN_WINDOW)).isTrue();
		assertIsAccessible(ann);
		ann.page().keyboard().press("+");
		Locator picker = ann.page().locator("#picker");
		assertThat(picker.locator("ul")).hasCount(9);
		picker.locator("input").fill("heart");
		assertIsAccessible(ann);
		ann.page().keyboard().press("Escape");
		Person phone = enter(people.arrive(PHONE), "Cat");
		Finger finger = new Finger(phone);
		finger.down(phone.line("Two"));
		assertThat(phone.page().locator(".line-sheet")).isVisible();
		finger.up();
		assertIsAccessible(phone);
	}

	@ParameterizedTest
	@CsvSource({ "de, Konfetti", "es, confeti", "fr, fete", "pt, comemoração", "zh, 派对", "ja, クラッカー", "ar, احتفال",
			"hi, उत्सव", "en, celebrat" })
	void pickerIsSearchedInTheLanguageOfTheReader(String language, String word, People people) {
		Person ann = enterSpeaking(people.arriveSpeaking(language, new NewContextOptions()));
		ann.page().locator("#emoji").click();
		Locator picker = ann.page().locator("#picker");
		assertThat(picker.locator("ul")).hasCount(9);
		picker.locator("input").fill(word);
		assertThat(picker.locator("ul")).hasCount(1);
		assertThat(picker.getByTitle(":tada:")).isVisible();
		picker.locator("input").fill("tada");
		assertThat(picker.locator("li").first()).hasAttribute("title", ":tada:");
	}

	@Test
	void arrowKeysLeadThroughTheGroupsOfThePicker(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.page().locator("#emoji").click();
		Locator picker = ann.page().locator("#picker");
		Locator chosen = picker.locator("[aria-selected=true]");
		Locator groups = picker.locator("ul");
		Keyboard keys = ann.page().keyboard();
		assertThat(groups).hasCount(9);
		keys.press("PageDown");
		assertThat(chosen).hasText(groups.nth(1).locator("li").first().textContent());
		keys.press("ArrowUp");
		assertThat(chosen).hasId((String) groups.first().locator("li").last().evaluate("""
				(last) => {
					const { children } = last.parentElement;
					const columns = getComputedStyle(last.parentElement).gridTemplateColumns.split(" ").length;
					return children[Math.floor((children.length - 1) / columns) * columns].id;
				}"""));
		keys.press("ArrowDown");
		assertThat(chosen).hasText(groups.nth(1).locator("li").first().textContent());
		picker.locator("[data-group=flags]").last().click();
		assertThat(chosen).hasText("\uD83C\uDFC1");
		assertThat(chosen).isInViewport();
		keys.press("Enter");
		assertThat(ann.composer()).hasValue("\uD83C\uDFC1");
		ann.page().locator("#emoji").click();
		assertThat(groups).hasCount(10);
		assertThat(groups.first()).hasAccessibleName("Recently used");
	}

	@Test
	void nothingOfTheMenuIsLoadedBeforeItIsWanted(People people) {
		sayAsBob(people, "One");
		Person ann = people.arrive();
		noteChanges(ann);
		List<String> loaded = new CopyOnWriteArrayList<>();
		ann.page().onRequest((request) -> loaded.add(request.url()));
		ann.enter("Ann", this.room);
		assertThat(loaded).noneMatch((address) -> address.contains("menu") || address.contains("emoji"));
		ann.line("One").hover();
		assertThat(tools(ann)).isVisible();
		assertThat(loaded).anyMatch((address) -> address.contains("message-menu"))
			.noneMatch((address) -> address.contains("emoji"));
	}

	private Live sayAsBob(People people, String... texts) {
		Live bob = people.visit("Bob", this.room).live();
		for (String text : texts) {
			bob.say(this.room, text);
			bob.replies().next();
		}
		return bob;
	}

	private Person enter(Person person) {
		return enter(person, "Ann");
	}

	private Person enter(Person person, String name) {
		noteChanges(person);
		person.enter(name, this.room);
		assertThat(person.line(name + " joined")).isVisible();
		return person;
	}

	/**
	 * Enters whatever the language of the page.
	 */
	private Person enterSpeaking(Person person) {
		noteChanges(person);
		person.open("/?room=");
		person.page().locator("#username").fill("Ann");
		person.page().locator("#room").fill(this.room);
		person.page().locator("#entry .primary").click();
		assertThat(person.page().locator("#state")).hasAttribute("data-state", "connected");
		return person;
	}

	private static void noteChanges(Person person) {
		person.page().addInitScript(NOTE_ASKED);
		person.page()
			.route(Pattern.compile("/js/changes[^/]*\\.js"),
					(route) -> route.fulfill(new FulfillOptions().setContentType("text/javascript").setBody(CHANGES)));
	}

	private static void assertAsked(Person person, String... asked) {
		person.waitUntil(() -> person.page().evaluate("asked").equals(List.of(asked)));
		assertThat(person.page().evaluate("asked")).isEqualTo(List.of(asked));
	}

	private static Locator menu(Person person) {
		return person.page().locator(".line-menu");
	}

	private static Locator item(Person person, String name) {
		return items(person).filter(new Locator.FilterOptions().setHasText(name));
	}

	/**
	 * The items below the reactions.
	 */
	private static Locator items(Person person) {
		return person.page().locator(".line-menu > button:visible");
	}

	private static Locator tools(Person person) {
		return person.page().locator(".line-tools");
	}

	private static void assertIsAccessible(Person person) {
		for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
			person.page().emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
			assertThat(person.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
			assertThat(new AxeBuilder(person.page()).analyze()
				.getViolations()
				.stream()
				.filter((rule) -> rule.getTags().stream().anyMatch((tag) -> tag.startsWith("wcag")))
				.flatMap((rule) -> rule.getNodes().stream().map((node) -> rule.getHelp() + ": " + node.getHtml())))
				.isEmpty();
		}
	}

	/**
	 * A finger on the screen.
	 */
	private static final class Finger {

		private final CDPSession session;

		private double x;

		private double y;

		Finger(Person person) {
			this.session = person.browser().newCDPSession(person.page());
		}

		void down(Locator line) {
			BoundingBox box = line.locator(".text").boundingBox();
			this.x = 180;
			this.y = box.y + box.height / 2;
			dispatch("touchStart", true);
		}

		/**
		 * Moves along the line, in small steps.
		 */
		void move(int pixels) {
			for (int step = 0; step < 10; step++) {
				this.x += pixels / 10.0;
				dispatch("touchMove", true);
			}
		}

		void up() {
			dispatch("touchEnd", false);
		}

		private void dispatch(String type, boolean isDown) {
			JsonArray points = new JsonArray();
			if (isDown) {
				JsonObject point = new JsonObject();
				point.addProperty("x", this.x);
				point.addProperty("y", this.y);
				points.add(point);
			}
			JsonObject touch = new JsonObject();
			touch.addProperty("type", type);
			touch.add("touchPoints", points);
			this.session.send("Input.dispatchTouchEvent", touch);
		}

	}

}
