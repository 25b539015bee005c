package chat.foyer.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Being told of messages while one looks elsewhere.
 */
@BrowserTest
@Tag("proof")
class AttentionBrowserTests {

	/**
	 * A browser that keeps a record of what it would show and sound.
	 */
	private static final String RECORDER = """
			window.shown = [];
			window.takenBack = [];
			window.asked = 0;
			window.sounded = 0;
			window.Notification = class extends EventTarget {
				static permission = sessionStorage.getItem("permission") ?? "default";
				static async requestPermission() {
					window.asked += 1;
					sessionStorage.setItem("permission", window.answer ?? "granted");
					Notification.permission = window.answer ?? "granted";
				}
				constructor(title, { body, tag, data }) {
					super();
					this.data = data;
					window.shown.push(`${title}: ${body}`);
					this.close = () => window.takenBack.push(tag);
				}
			};
			Object.defineProperty(AudioContext.prototype, "state", { get: () => "running" });
			AudioContext.prototype.resume = async () => {};
			const start = OscillatorNode.prototype.start;
			OscillatorNode.prototype.start = function (...when) {
				window.sounded += 1;
				start.apply(this, when);
			};""";

	private static final String HIDE = """
			(isHidden) => {
				Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
				document.dispatchEvent(new Event("visibilitychange"));
			}""";

	/**
	 * Runs the worker of the page with tabs at some addresses, and answers what it does
	 * when a notification with an address is tapped.
	 */
	private static final String TAP = """
			async ([source, tabs, address]) => {
				const done = [];
				const handlers = {};
				const clients = {
					matchAll: async () => tabs.map((url) => ({ url, focus: async () => done.push(`focus ${url}`) })),
					openWindow: async (url) => done.push(`open ${url}`),
				};
				const worker = URL.createObjectURL(new Blob([
					`export default (addEventListener, clients, location) => {${source}\n};`], { type: "text/javascript" }));
				(await import(worker)).default((type, handle) => (handlers[type] = handle), clients, new URL(address));
				const notification = { data: { address }, close: () => done.push("close") };
				let opened;
				handlers.notificationclick({ notification, waitUntil: (promise) => (opened = promise) });
				await opened;
				return done.join();
			}""";

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Test
	void nobodyIsAskedAndNothingIsShownUnasked(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		Live bob = people.visit("Bob", this.room).live();
		hide(ann);
		bob.say(this.room, "@Ann hello");
		assertThat(ann.line("hello")).hasCount(1);
		assertThat(ann.page().evaluate("asked + shown.length + sounded")).isEqualTo(0);
	}

	@Test
	void mentionsAreShownOnWishWhileThePageIsHidden(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		Live bob = people.visit("Bob", this.room).live();
		notifyOf(ann, "mentions");
		ann.page().waitForFunction("() => asked === 1 && Notification.permission === 'granted'");
		bob.say(this.room, "@Ann while you look");
		assertThat(ann.line("while you look")).isVisible();
		hide(ann);
		bob.say(this.room, "Not for Ann");
		bob.say(this.room, "For @ann");
		assertThat(ann.line("For @ann")).hasCount(1);
		assertThat(shown(ann)).containsExactly("\u2068Bob\u2069 \u2013 \u2068" + this.room + "\u2069: For @ann");
	}

	@Test
	void repliesAreMentionsAndWhatIsDeletedIsTakenBack(People people) {
		Person ann = arrive(people).enter("Ann", this.room).say("Mine");
		String mine = ann.seqOf("Mine");
		Person bob = people.enter("Bob", this.room);
		notifyOf(ann, "mentions");
		ann.page().waitForFunction("() => Notification.permission === 'granted'");
		hide(ann);
		bob.say("To nobody").replies(mine).say("To Ann");
		assertThat(ann.line("To Ann")).hasClass(Pattern.compile("\\bcalls\\b"));
		assertThat(shown(ann)).containsExactly("\u2068Bob\u2069 \u2013 \u2068" + this.room + "\u2069: To Ann");
		assertThat(ann.page()).hasTitle(Pattern.compile("^\\(2\\) "));
		bob.changes("edit", bob.seqOf("To nobody"), "text", "@Ann, edited");
		assertThat(ann.line("@Ann, edited")).hasCount(1);
		assertThat(ann.page()).hasTitle(Pattern.compile("^\\(2\\) "));
		bob.changes("delete", bob.seqOf("To Ann"));
		ann.page().waitForFunction("() => takenBack.length === 1");
		assertThat(ann.page()).hasTitle(Pattern.compile("^\\(1\\) "));
		assertThat(shown(ann)).hasSize(1);
	}

	@Test
	void notificationOfARoomThatIsReadOrLeftElsewhereIsTakenBack(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		Live bob = people.visit("Bob", this.room).live();
		notifyOf(ann, "all");
		hide(ann);
		bob.say(this.room, "First");
		assertThat(shown(ann)).hasSize(1);
		assertThat(ann.page().evaluate("takenBack.length")).isEqualTo(0);
		Person other = ann.openTab().openRoom(this.room).isConnected();
		ann.page().waitForFunction("() => takenBack.length === 1");
		other.page().close();
		bob.say(this.room, "Second");
		ann.page().waitForFunction("() => shown.length === 2");
		ann.losesSeat();
		ann.page()
			.waitForFunction("() => takenBack.length === 2 && takenBack.every((tag) => tag.startsWith('foyer/'))");
	}

	@Test
	void tappedNotificationLeadsToTheTabOfItsRoom(People people) throws IOException {
		String source = new ClassPathResource("static/worker.js").getContentAsString(StandardCharsets.UTF_8);
		String room = "https://a.example/rooms/attic";
		Page page = people.arrive().page();
		assertThat(page.evaluate(TAP, List.of(source, List.of("https://a.example/", room + "#m5"), room)))
			.isEqualTo("close,focus " + room + "#m5");
		assertThat(page.evaluate(TAP, List.of(source, List.of(room + "2"), room))).isEqualTo("close,open " + room);
		assertThat(page.evaluate(TAP, List.of(source, List.of(), room))).isEqualTo("close,open " + room);
	}

	@Test
	void wishesAreRememberedForEachRoom(People people) {
		Person ann = arrive(people).enter("Ann", this.otherRoom);
		notifyOf(ann, "all");
		ann.open("/?room=").comeIn("Ann", this.room).isConnected();
		assertThat(wish(ann, "none")).isChecked();
		Live bob = people.visit("Bob", this.otherRoom).live();
		hide(ann);
		people.visit("Cat", this.room).live().say(this.room, "Here");
		bob.say(this.otherRoom, "There");
		assertThat(ann.page().locator("#elsewhere")).hasText("1");
		assertThat(ann.line("Here")).hasCount(1);
		ann.waitUntil(() -> !shown(ann).isEmpty());
		assertThat(shown(ann)).containsExactly("\u2068Bob\u2069 \u2013 \u2068" + this.otherRoom + "\u2069: There");
		ann.openRoom(this.otherRoom);
		assertThat(wish(ann, "all")).isChecked();
	}

	@Test
	void wishesKeptUnderAnotherSpellingOfTheRoomAreTakenOver(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		ann.page().evaluate("""
				() => {
					const { room } = document.getElementById("talk").dataset;
					localStorage.setItem(`foyer.wishes/${room.replace("oom", "OOM")}`, '{"notify":"all","sound":true}');
				}""");
		ann.reload().isConnected();
		assertThat(wish(ann, "all")).isChecked();
		notifyOf(ann, "none");
		assertThat(sound(ann.reload().isConnected())).isChecked();
		assertThat(wish(ann, "none")).isChecked();
	}

	@Test
	void whoeverDoesNotLetThePageNotifyIsToldWhyNothingComes(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		ann.page().evaluate("window.answer = 'denied'");
		notifyOf(ann, "all");
		assertThat(ann.page().locator("#attention-hint")).hasText("Notifications are blocked in your browser.");
		notifyOf(ann, "none");
		assertThat(ann.page().locator("#attention-hint")).isEmpty();
	}

	@Test
	void softSoundIsMadeOnWish(People people) {
		Person ann = arrive(people).enter("Ann", this.room);
		Locator sound = sound(ann);
		press(sound);
		ann.page().waitForFunction("() => sounded === 2");
		ann.reload().isConnected();
		assertThat(sound).isChecked();
		ann.composer().press("x");
		hide(ann);
		people.visit("Bob", this.room).live().say(this.room, "Hello");
		ann.page().waitForFunction("() => sounded === 2");
	}

	private static Person arrive(People people) {
		Person person = people.arrive();
		person.page().addInitScript(RECORDER);
		return person;
	}

	private static Locator wish(Person person, String what) {
		return person.page().locator("#attention [name=notify][value=" + what + "]");
	}

	private static Locator sound(Person person) {
		return person.page().locator("#attention [name=sound]");
	}

	/**
	 * As if the settings were open.
	 */
	private static void press(Locator choice) {
		choice.evaluate("(choice) => choice.click()");
	}

	private static void notifyOf(Person person, String what) {
		press(wish(person, what));
		person.page()
			.waitForFunction("(what) => Object.values(localStorage).some((value) => value.includes(what))", what);
	}

	private static void hide(Person person) {
		person.page().evaluate(HIDE, true);
	}

	@SuppressWarnings("unchecked")
	private static List<String> shown(Person person) {
		person.page().waitForFunction("() => shown.length > 0");
		return (List<String>) person.page().evaluate("shown");
	}

}
