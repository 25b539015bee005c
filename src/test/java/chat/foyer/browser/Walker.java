package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import chat.foyer.room.RoomKey;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GoBackOptions;
import com.microsoft.playwright.Page.GoForwardOptions;
import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.Page.ReloadOptions;
import com.microsoft.playwright.Page.WaitForLoadStateOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import tools.jackson.databind.json.JsonMapper;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Uses the whole interface at random, in two tabs: types, presses keys, clicks at what it
 * sees, resizes the window, reloads, goes back and forth. What it types into the composer
 * has marks in it, each of them once, by which it can be told afterwards what became of
 * it.
 */
final class Walker {

	private static final List<String> WORDS = List.of("hello", "jkl", "mnop?/", "plum", "lurk", "'quick", "5:30", "l",
			"cut", "r u ok?", "/", "@", ":", ":sm", "//x", "**b", "\u00e9t\u00e9", "kick", "o");

	private static final List<String> KEYS = List.of("Enter", "Enter", "Enter", "Enter", "Escape", "Escape", "Tab",
			"Tab", "Tab", "Shift+Tab", "Shift+Tab", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowLeft",
			"ArrowRight", "Home", "End", "PageUp", "PageDown", "Space", "Space", "Backspace", "Delete", "Shift+Enter",
			"Control+a", "Control+c", "Control+x", "Control+v", "Control+z", "Control+Enter", "Control+k", "Control+k",
			"Control+/", "Meta+k", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowDown", "Alt+a", "Control+Shift+k", "F2");

	/**
	 * The last two are those of the first, zoomed to 200 % and 400 %.
	 */
	private static final List<int[]> SIZES = List.of(new int[] { 1280, 800 }, new int[] { 390, 760 },
			new int[] { 320, 568 }, new int[] { 900, 600 }, new int[] { 640, 400 }, new int[] { 320, 200 });

	/**
	 * Something in sight that can be pressed, unless it leads away from the server.
	 */
	private static final String TARGET = """
			(random) => {
				const isOurs = (element) => {
					const link = element.closest("a[href]");
					return !link || (link.origin === location.origin && !link.pathname.startsWith("/move/"));
				};
				const seen = [...document.querySelectorAll(
					"a[href], button, summary, input, select, textarea, label, time, h1, #lines > li, #box")]
					.map((element) => ({ element, box: element.getBoundingClientRect() }))
					.filter(({ element, box }) => element.checkVisibility({ visibilityProperty: true }) && box.width > 0
						&& box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth)
					.filter(({ element }) => isOurs(element));
				const one = seen[Math.floor(random * seen.length)];
				if (!one) {
					return null;
				}
				const x = Math.min(Math.max(one.box.left + one.box.width / 2, 1), innerWidth - 2);
				const y = Math.min(Math.max(one.box.top + one.box.height / 2, 1), innerHeight - 2);
				const hit = document.elementFromPoint(x, y);
				return hit && isOurs(hit) ? [x, y, hit.outerHTML.slice(0, 60)] : null;
			}""";

	private static final String BOOK = "() => localStorage.getItem('walk')";

	/**
	 * What the page of a room shows, in the composer and as lines, and what it keeps of a
	 * draft while a message is edited, and of edits that are on their way.
	 */
	private static final String SHOWN = """
			() => {
				const isEdit = Object.keys(sessionStorage).some((key) => key.endsWith("/edit"));
				const kept = Object.entries(localStorage)
					.filter(([key]) => key.includes("/change/") || (isEdit && key.includes("/draft/")))
					.map(([, value]) => value);
				return [document.getElementById("say").value, document.getElementById("lines").textContent, ...kept].join("\\n");
			}""";

	/**
	 * The numbers and texts of the messages that the page of a room shows.
	 */
	private static final String MESSAGES = """
			() => Array.from(document.querySelectorAll("#lines > .message[data-seq]"),
				(line) => [Number(line.dataset.seq), line.querySelector(".text").textContent])""";

	/**
	 * The page says that messages come and go.
	 */
	private static final String LIVE = "#state:is([data-state=connected], [data-state=polling])";

	/**
	 * How long a page may take until it is live again, once nothing is in its way.
	 */
	private static final double BACK_WITHIN_MILLIS = 60_000;

	/**
	 * How long a guest waits for a page in the middle of the walk.
	 */
	private static final double IMPATIENCE_MILLIS = 5_000;

	/**
	 * Where nothing can be done, as on a page of the browser itself, time has to pass.
	 */
	private static final double PAUSE_MILLIS = 200;

	private static final int TABS = 2;

	private static final int SHOWN_ACTIONS = 60;

	private final List<Tab> tabs = new ArrayList<>();

	private final String name;

	private final List<String> rooms;

	private final Random random;

	private final List<String> actions = new ArrayList<>();

	private Person person;

	private CDPSession devTools;

	private final int firstMark;

	private int nextMark;

	/**
	 * @param firstMark the first character of the CJK extension A that is this walker's
	 * own
	 */
	Walker(Person person, String name, List<String> rooms, Random random, int firstMark) {
		this.name = name;
		this.rooms = rooms;
		this.random = random;
		this.firstMark = firstMark;
		this.nextMark = firstMark;
		person.browser().addInitScript(RandomPlay.read("walk-clock.js"));
		person.browser().addInitScript(RandomPlay.read("walk.js"));
		rooms.forEach((room) -> person.enter(name, room));
		for (int i = 0; i < TABS; i++) {
			Person tab = (i == 0) ? person : person.openTab().openRoom(rooms.get(i));
			this.tabs.add(new Tab(tab, person.browser().newCDPSession(tab.page())));
		}
		this.person = this.tabs.get(0).person();
		this.devTools = this.tabs.get(0).devTools();
	}

	Person person() {
		return this.person;
	}

	void step() {
		try {
			if (isIn()) {
				act();
			}
			else {
				comeBack();
			}
		}
		catch (PlaywrightException ex) {
			// What was to be pressed is gone with its page, or there is no page.
			did("  gone: " + ex.getMessage().lines().findFirst().orElse(""));
			this.person.page().waitForTimeout(PAUSE_MILLIS);
		}
	}

	/**
	 * The last actions, for people to read.
	 */
	String lately() {
		int from = Math.max(0, this.actions.size() - SHOWN_ACTIONS);
		return this.name + ":\n  " + String.join("\n  ", this.actions.subList(from, this.actions.size()));
	}

	/**
	 * Says something whatever the walk left open on the page, and waits until it is
	 * delivered.
	 * @return what was said
	 */
	String saySomething() {
		Page page = this.person.page();
		page.setViewportSize(1280, 800);
		if (!isIn()) {
			goTo(oneOf(this.rooms));
		}
		for (int i = 0; i < 4; i++) {
			page.keyboard().press("Escape");
		}
		page.keyboard().press("Control+a");
		page.keyboard().press("Delete");
		String said = "The end " + this.random.nextInt(1_000_000);
		page.keyboard().type(said);
		page.keyboard().press("Enter");
		assertThat(this.person.line(said)).isVisible();
		assertThat(this.person.line(said).locator(".delivery")).hasCount(0);
		return said;
	}

	/**
	 * Goes to a room, or enters it again, and waits until everything written there is
	 * delivered.
	 */
	void goTo(String room) {
		this.person.openRoom(room);
		if (!isIn()) {
			this.person.enter(this.name, room);
		}
		assertThat(this.person.page().locator(LIVE)).hasCount(1);
		assertThat(this.person.page().locator("#lines > .pending:not(.failed)")).hasCount(0);
	}

	/**
	 * What is wrong with the rooms that are open in the tabs, as they are: nobody reloads
	 * them. Each has to become live, to show what is said now, and to show each message
	 * once, in order and as the log has it.
	 * @param mayEnd whether the server may not know the guest's seats any more
	 */
	List<String> faultsOfOpenPages(WalkLogs logs, boolean mayEnd) {
		List<String> faults = new ArrayList<>();
		for (Tab tab : this.tabs) {
			Person person = tab.person();
			if (person.page().locator("#talk").count() == 0) {
				continue;
			}
			String key = person.page().locator("#talk").getAttribute("data-room");
			String room = this.rooms.stream()
				.filter((one) -> RoomKey.of(one).encoded().equals(key))
				.findAny()
				.orElseThrow();
			String fault = isLive(person, room, logs) ? faultOfMessages(person.page(), logs.read(room)) : "is not live";
			boolean isOver = !isIn(person.page());
			if (isOver && !mayEnd && !book().leaves().contains(key)) {
				faults.add(room + " has ended, but was not left");
			}
			else if (!isOver && !fault.isEmpty()) {
				faults.add("The page of " + room + " " + fault);
			}
		}
		return faults;
	}

	/**
	 * What went wrong, empty if nothing did. Opens each room in each tab: what was
	 * written and not said has to be there to be seen.
	 * @param logs what the server has
	 * @param lost what a restored server has lost
	 * @param mayEnd whether the server may not know the guest's seats any more
	 */
	List<String> faults(WalkLogs logs, List<String> lost, boolean mayEnd) {
		List<String> faults = new ArrayList<>();
		for (String room : this.rooms) {
			String key = RoomKey.of(room).encoded();
			Object status = this.person.page()
				.evaluate(
						"(key) => fetch(new URL(`/rooms/${key}/events?after=0&limit=1`, location)).then((r) => r.status)",
						key);
			if (!mayEnd && !book().left().getOrDefault(key, false) && !Integer.valueOf(200).equals(status)) {
				faults.add("The seat in " + room + " is lost: " + status);
			}
		}
		Set<String> shown = new TreeSet<>();
		for (Tab tab : this.tabs) {
			turnTo(tab);
			for (String room : this.rooms) {
				goTo(room);
				shown.addAll(marksIn((String) this.person.page().evaluate(SHOWN)));
			}
		}
		lost.forEach((text) -> shown.addAll(marksIn(text)));
		Map<String, Integer> said = new TreeMap<>();
		for (String room : this.rooms) {
			// The browsers share a clipboard, so the others may say what this guest
			// typed.
			logs.readFrom(this.name, room)
				.forEach((text) -> marksIn(text).forEach((mark) -> said.merge(mark, 1, Integer::sum)));
		}
		Book book = book();
		for (String mark : book.typed().stream().filter(this::isOwn).toList()) {
			int copies = said.getOrDefault(mark, 0);
			if (copies == 0 && !shown.contains(mark) && !book.deleted().contains(mark)) {
				faults.add("Lost: " + mark);
			}
			if (copies > 1 + book.again().getOrDefault(mark, 0)) {
				faults.add("Said " + copies + " times: " + mark);
			}
		}
		return faults;
	}

	/**
	 * Has the browser itself do something with all tabs.
	 * @param method one of the Chrome DevTools protocol
	 */
	void tellBrowser(String method, JsonObject parameters) {
		this.tabs.forEach((tab) -> tab.devTools().send(method, parameters));
	}

	/**
	 * Writes down what happens to the guest.
	 */
	void did(String action) {
		this.actions.add(action);
	}

	int marks() {
		return book().typed().size();
	}

	private boolean isOwn(String mark) {
		int character = mark.codePointAt(0);
		return character >= this.firstMark && character < this.nextMark;
	}

	private Book book() {
		return JsonMapper.shared().readValue((String) this.person.page().evaluate(BOOK), Book.class);
	}

	private void turnTo(Tab tab) {
		this.person = tab.person();
		this.devTools = tab.devTools();
		this.person.page().bringToFront();
	}

	private void act() {
		int choice = this.random.nextInt(102);
		if (choice >= 100) {
			did("other tab");
			turnTo(oneOf(this.tabs));
		}
		else if (choice < 34) {
			type();
		}
		else if (choice < 68) {
			press(oneOf(KEYS));
		}
		else if (choice < 92) {
			click();
		}
		else if (choice < 95) {
			int[] size = oneOf(SIZES);
			did("resize " + size[0]);
			this.person.page().setViewportSize(size[0], size[1]);
		}
		else if (choice < 96) {
			did("reload");
			this.person.page().reload(new ReloadOptions().setTimeout(IMPATIENCE_MILLIS));
		}
		else if (choice < 98) {
			did("back");
			this.person.page().goBack(new GoBackOptions().setTimeout(IMPATIENCE_MILLIS));
		}
		else {
			did("forward");
			this.person.page().goForward(new GoForwardOptions().setTimeout(IMPATIENCE_MILLIS));
		}
	}

	private void type() {
		String word = oneOf(WORDS);
		String mark = Character.toString(this.nextMark++);
		did("type " + word + mark);
		this.person.page().keyboard().type(word);
		// As a key of a keyboard that has it: a mark that is put in would not be pressed.
		JsonObject key = new JsonObject();
		key.addProperty("type", "keyDown");
		key.addProperty("key", mark);
		key.addProperty("text", mark);
		this.devTools.send("Input.dispatchKeyEvent", key);
		JsonObject release = new JsonObject();
		release.addProperty("type", "keyUp");
		release.addProperty("key", mark);
		this.devTools.send("Input.dispatchKeyEvent", release);
	}

	private void press(String key) {
		did("press " + key);
		this.person.page().keyboard().press(key);
	}

	private void click() {
		Object found = this.person.page().evaluate(TARGET, this.random.nextDouble());
		if (found instanceof List<?> target) {
			did("click " + target.get(2));
			this.person.page()
				.mouse()
				.click(((Number) target.get(0)).doubleValue(), ((Number) target.get(1)).doubleValue());
		}
	}

	private boolean isIn() {
		return isIn(this.person.page());
	}

	/**
	 * From the entry form, or a page that leads nowhere, back into a room. Nothing is
	 * typed at random there: under another name it would be another guest.
	 */
	private void comeBack() {
		Page page = this.person.page();
		if (page.locator("#toast button").count() == 1 && this.random.nextBoolean()) {
			did("undo");
			page.locator("#toast button").click();
		}
		else {
			did("come back");
			page.navigate("/?room=", new NavigateOptions().setTimeout(IMPATIENCE_MILLIS));
			page.locator("#username").fill(this.name);
			page.locator("#room").fill(oneOf(this.rooms));
			page.locator("#entry .primary").click();
		}
		page.waitForLoadState(LoadState.LOAD, new WaitForLoadStateOptions().setTimeout(IMPATIENCE_MILLIS));
	}

	private <T> T oneOf(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	private static boolean isIn(Page page) {
		return page.locator("#talk:not(.over)").count() == 1;
	}

	/**
	 * Whether a page becomes live and then shows what is said, unless it does not show
	 * the end of the talk.
	 */
	private static boolean isLive(Person person, String room, WalkLogs logs) {
		try {
			person.page().locator(LIVE).waitFor(isThere(BACK_WITHIN_MILLIS));
			if (person.page().locator("#later").isHidden()) {
				person.line(logs.say(room)).waitFor(isThere(Person.PATIENCE_MILLIS));
			}
			return true;
		}
		catch (TimeoutError ex) {
			return false;
		}
	}

	private static WaitForOptions isThere(double millis) {
		return new WaitForOptions().setState(WaitForSelectorState.ATTACHED).setTimeout(millis);
	}

	/**
	 * What is wrong with the messages that a page shows, empty if nothing is.
	 */
	@SuppressWarnings("unchecked")
	private static String faultOfMessages(Page page, Map<Long, String> log) {
		long last = 0;
		for (List<Object> message : (List<List<Object>>) page.evaluate(MESSAGES)) {
			long seq = ((Number) message.get(0)).longValue();
			String text = (String) message.get(1);
			if (seq <= last) {
				return "shows " + seq + " after " + last;
			}
			if (!marksIn(text).equals(marksIn(log.getOrDefault(seq, "")))) {
				return "shows " + seq + " as " + text + " instead of " + log.get(seq);
			}
			last = seq;
		}
		return "";
	}

	private static Set<String> marksIn(String text) {
		Set<String> marks = new TreeSet<>();
		text.codePoints()
			.filter((point) -> point >= 0x3400 && point <= 0x4dbf)
			.forEach((point) -> marks.add(Character.toString(point)));
		return marks;
	}

	/**
	 * What was typed by all tabs.
	 *
	 * @param left whether a room was left last, by its key
	 * @param leaves the keys of the rooms that were ever left
	 */
	record Book(List<String> typed, List<String> deleted, Map<String, Integer> again, Map<String, Boolean> left,
			List<String> leaves) {
	}

	private record Tab(Person person, CDPSession devTools) {
	}

}
