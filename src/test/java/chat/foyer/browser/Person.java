package chat.foyer.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;

import chat.foyer.support.Visitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody in front of one tab of a browser.
 */
final class Person {

	/**
	 * How long somebody waits for something that is going to happen.
	 */
	static final int PATIENCE_MILLIS = 30_000;

	private static final String LINES = """
			() => Array.from(document.querySelectorAll("#lines > .event"), (line) => {
				const text = line.querySelector(".text").textContent;
				const said = line.matches(".message") ? `${line.querySelector(".author").textContent}: ${text}` : text;
				const delivery = line.querySelector(".delivery-state")?.textContent ?? "";
				return delivery ? `${said} [${delivery}]` : said;
			})""";

	private static final String NUMBERS = """
			() => Array.from(document.querySelectorAll("#lines > [data-seq]"), (line) => Number(line.dataset.seq))""";

	private static final String SCROLL = """
			(box, pixels) => new Promise((done) => {
				box.addEventListener("scroll", () => requestAnimationFrame(done), { once: true });
				box.scrollTop += pixels;
			})""";

	private static final String LOSE_SEAT = """
			(address) => {
				const form = document.getElementById("leave");
				return fetch(address ?? form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
			}""";

	private static final String CHANGE = """
			([what, seq, field, value]) => {
				const leave = document.getElementById("leave");
				return fetch(leave.action.replace(/leave$/, `messages/${seq}/${what}`), {
					method: "POST",
					headers: { Accept: "application/json" },
					body: new URLSearchParams({ [field]: value, _csrf: leave.elements._csrf.value }),
				});
			}""";

	private static final String BETWEEN_BOTTOM_AND_END = """
			(box) => box.scrollHeight - box.scrollTop - box.clientHeight""";

	private final BrowserContext browser;

	private final Console console;

	private final Page page;

	Person(BrowserContext browser) {
		this(browser, new Console(browser));
	}

	private Person(BrowserContext browser, Console console) {
		this.browser = browser;
		this.console = console;
		browser.setDefaultTimeout(PATIENCE_MILLIS);
		this.page = browser.newPage();
	}

	/**
	 * The same guest at a second tab, which is empty at first.
	 */
	Person openTab() {
		return new Person(this.browser, this.console);
	}

	Page page() {
		return this.page;
	}

	BrowserContext browser() {
		return this.browser;
	}

	/**
	 * Goes to an address of the server.
	 */
	Person open(String path) {
		this.page.navigate(path);
		return this;
	}

	/**
	 * Goes to a room's address.
	 */
	Person openRoom(String room) {
		return open(Visitor.addressOf(room));
	}

	/**
	 * Goes through the entrance into a room, and is there when the page is connected.
	 */
	Person enter(String name, String room) {
		return open("/?room=").comeIn(name, room).isConnected();
	}

	/**
	 * Fills in the form at the entrance and sends it.
	 */
	Person comeIn(String name, String room) {
		nameField().fill(name);
		roomField().fill(room);
		button("Come in").click();
		return this;
	}

	Locator nameField() {
		return this.page.getByLabel("Your name");
	}

	Locator roomField() {
		return this.page.getByLabel("Room", new Page.GetByLabelOptions().setExact(true));
	}

	/**
	 * Writes something and sends it.
	 */
	Person say(String text) {
		composer().fill(text);
		composer().press("Enter");
		return this;
	}

	/**
	 * Begins a reply to a message, as its menu does.
	 */
	Person replies(String seq) {
		return asks("reply", seq);
	}

	/**
	 * Begins to edit a message, as its menu does.
	 */
	Person edits(String seq) {
		return asks("edit", seq);
	}

	private Person asks(String what, String seq) {
		this.page.locator("#m" + seq)
			.evaluate("""
					(line, type) => line.dispatchEvent(
						new CustomEvent(type, { bubbles: true, detail: { seq: Number(line.dataset.seq) } }))""",
					"foyer:" + what);
		assertThat(this.page.locator("#mode")).isVisible();
		return this;
	}

	/**
	 * Changes a message without the page knowing of it, as in another tab.
	 */
	Person changes(String what, String seq) {
		return changes(what, seq, "nothing", "");
	}

	/**
	 * Changes a message without the page knowing of it, as in another tab.
	 */
	Person changes(String what, String seq, String field, String value) {
		this.page.evaluate(CHANGE, List.of(what, seq, field, value));
		return this;
	}

	/**
	 * The number of the message with a text.
	 */
	String seqOf(String text) {
		return line(text).and(this.page.locator("[data-seq]")).getAttribute("data-seq");
	}

	/**
	 * Writes something that ends with a lone surrogate, which the server refuses, and
	 * sends it.
	 */
	Person sayUnsendable(String text) {
		composer().evaluate("(field, text) => { field.value = text + '\\ud800'; }", text);
		composer().press("Enter");
		return this;
	}

	/**
	 * Stops the clock of all tabs of the browser. From then on time passes only by
	 * {@code clock().runFor}.
	 */
	Person stopClock() {
		this.page.clock().install();
		// A little ahead, since the clock runs until it stops.
		this.page.clock().pauseAt(System.currentTimeMillis() + 5_000);
		return this;
	}

	/**
	 * Where messages are written.
	 */
	Locator composer() {
		return this.page.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Message"));
	}

	/**
	 * Leaves the room by its menu.
	 */
	Person leave() {
		menu().click();
		button("Leave room").click();
		return this;
	}

	/**
	 * What opens the menu of the room.
	 */
	Locator menu() {
		return this.page.locator("#menu > summary");
	}

	/**
	 * What opens the list of the guest's rooms.
	 */
	Locator switcher() {
		return this.page.locator("#rooms > summary");
	}

	/**
	 * What opens and closes the list of the people.
	 */
	Locator peopleButton() {
		return this.page.locator("#people > summary");
	}

	/**
	 * Opens the sheet with the room's address.
	 */
	Person openInvitation() {
		this.page.locator(".invite-button").click();
		return this;
	}

	/**
	 * Opens the settings by the room's menu.
	 */
	Person openSettings() {
		menu().click();
		this.page.locator("#menu [commandfor=settings]").click();
		return this;
	}

	/**
	 * Says what was done, and offers to undo it.
	 */
	Locator toast() {
		return this.page.locator("#toast");
	}

	/**
	 * Loses the seat without a word of the page, as somebody does who is away for too
	 * long.
	 */
	Person losesSeat() {
		this.page.evaluate(LOSE_SEAT);
		return this;
	}

	/**
	 * Loses the seat in another room than that of the page.
	 */
	Person losesSeat(String room) {
		this.page.evaluate(LOSE_SEAT, Visitor.addressOf(room) + "/leave");
		return this;
	}

	/**
	 * Asks for a link to continue in another browser, from a room's page.
	 * @return the path of the link
	 */
	String move() {
		menu().click();
		this.page.locator("#menu form[action$='/move'] button").click();
		return URI.create(this.page.locator("#move").getAttribute("href")).getRawPath();
	}

	Person reload() {
		this.page.reload();
		return this;
	}

	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
	}

	Locator link(String name) {
		return this.page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name));
	}

	/**
	 * The lines with a text. Their authors and times do not count.
	 */
	Locator line(String text) {
		Locator withText = this.page.locator(".text", new Page.LocatorOptions().setHasText(text));
		return this.page.locator("#lines > .event").filter(new Locator.FilterOptions().setHas(withText));
	}

	/**
	 * The lines that are not delivered yet.
	 */
	Locator pending() {
		return this.page.locator("#lines > .pending");
	}

	/**
	 * All lines in the message box, in a few words each: {@code Ann: hello} for a
	 * message, with what is told of its delivery behind it in brackets.
	 */
	@SuppressWarnings("unchecked")
	List<String> lines() {
		return (List<String>) this.page.evaluate(LINES);
	}

	/**
	 * The numbers of the events in the message box, from top to bottom.
	 */
	@SuppressWarnings("unchecked")
	List<Integer> numbers() {
		return (List<Integer>) this.page.evaluate(NUMBERS);
	}

	/**
	 * Waits until exactly these lines are in the message box.
	 */
	Person sees(String... lines) {
		return sees(List.of(lines));
	}

	/**
	 * Waits until exactly these lines are in the message box.
	 */
	Person sees(List<String> lines) {
		waitUntil(() -> lines().equals(lines));
		assertThat(lines()).containsExactlyElementsOf(lines);
		return this;
	}

	/**
	 * Waits until exactly these people are listed, in this order, and counted.
	 */
	Person seesPeople(String... names) {
		assertThat(this.page.locator(".names .name")).hasText(names);
		assertThat(this.page.locator("#people h2 [data-count]")).hasText(String.valueOf(names.length));
		return this;
	}

	/**
	 * What is told of the live connection.
	 */
	Locator state() {
		return this.page.locator("#state .state-words");
	}

	/**
	 * Waits until what is said comes at once.
	 */
	Person isConnected() {
		return isInState("Connected");
	}

	/**
	 * Waits until this is told of the live connection.
	 */
	Person isInState(String words) {
		assertThat(state()).hasText(words);
		return this;
	}

	/**
	 * Does what a browser does when its network is back, so that no test has to wait as
	 * long as people may have to.
	 */
	Person hurry() {
		this.page.evaluate("dispatchEvent(new Event('online'))");
		return this;
	}

	/**
	 * The message box.
	 */
	Locator box() {
		return this.page.locator("#box");
	}

	/**
	 * Scrolls the message box, and is done when the page has taken note of it.
	 * @param pixels how far, upwards if negative
	 */
	Person scroll(int pixels) {
		box().evaluate(SCROLL, pixels);
		return this;
	}

	double scrollTop() {
		return ((Number) box().evaluate("(box) => box.scrollTop")).doubleValue();
	}

	/**
	 * Waits until the end of the message box is in sight.
	 */
	Person isAtEnd() {
		waitUntil(() -> pixelsToEnd() <= 1);
		assertThat(pixelsToEnd()).as("pixels to the end of the message box").isLessThanOrEqualTo(1);
		return this;
	}

	/**
	 * How much of the message box there is below what is in sight.
	 */
	double pixelsToEnd() {
		return ((Number) box().evaluate(BETWEEN_BOTTOM_AND_END)).doubleValue();
	}

	/**
	 * Waits for something, and in vain if it does not happen: whoever calls looks
	 * afterwards, and can tell better what is wrong.
	 */
	void waitUntil(BooleanSupplier condition) {
		try {
			this.page.waitForCondition(condition);
		}
		catch (TimeoutError ex) {
			// See above.
		}
	}

	/**
	 * Takes a kind of complaint of the browser for part of the test.
	 */
	Person expects(String regex) {
		this.console.expect(regex);
		return this;
	}

	/**
	 * Takes it for part of the test that the server cannot be reached.
	 */
	Person expectsCuts() {
		// A script whose response is cut within its headers has no type, or part of it.
		return expects("WebSocket connection to .* failed").expects("net::ERR_")
			.expects("MIME type of \"(t|te|tex|text|text/|text/j\\w*)?\"");
	}

	List<String> unexpectedTroubles() {
		// The browser's answer comes after all that it had to tell before.
		this.browser.cookies();
		return this.console.unexpectedTroubles();
	}

	void leaveEvidence(Path folder, String name) throws IOException {
		Files.write(folder.resolve(name + ".log"), this.console.lines());
		int tab = 1;
		for (Page open : this.browser.pages()) {
			Path picture = folder.resolve(name + "-tab-" + tab + ".png");
			try {
				open.screenshot(new Page.ScreenshotOptions().setPath(picture));
			}
			catch (PlaywrightException ex) {
				Files.writeString(folder.resolve(name + "-tab-" + tab + ".txt"), String.valueOf(ex));
			}
			tab++;
		}
	}

	void goAway() {
		this.browser.close();
	}

}
