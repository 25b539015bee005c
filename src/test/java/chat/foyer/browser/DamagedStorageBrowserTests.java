package chat.foyer.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import chat.foyer.support.Visitors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page starts whatever the browser has kept, and a damaged item costs at most itself.
 */
@BrowserTest
@Tag("proof")
class DamagedStorageBrowserTests {

	private static final int READABLE = 8;

	/**
	 * Writes every value at every place where there may be several.
	 */
	private static final String DAMAGE_ALL = """
			(values) => {
				const { room, me, seat } = document.getElementById("talk").dataset;
				const good = { id: "good", text: "A good line", order: 1, after: 0, seat };
				localStorage.setItem(`foyer/${room}/${me}/line/good`, JSON.stringify(good));
				values.forEach((value, i) => {
					localStorage.setItem(`foyer/${room}/${me}/line/damaged-${i}`, value);
					localStorage.setItem(`foyer/${room}/Other ${i}/draft/tab-${i}`, value);
					localStorage.setItem(`foyer/${room}x/${me}/line/elsewhere-${i}`, value);
				});
				["foyer", "foyer/", "foyer//", "foyer///line/", "foyer/%E0%A4%A/Ann/line/x", "foyer/%/%/draft", "foyer.wishes/%"]
					.forEach((key) => localStorage.setItem(key, "{"));
				["", "a/b", "sp ace", "x".repeat(65), "\u00e4"].forEach((id, i) => localStorage.setItem(
					`foyer/${room}/${me}/line/${id}`, JSON.stringify({ ...good, id, text: `Without an id ${i}.` })));
			}""";

	/**
	 * Reads every value at every place of which there is one.
	 */
	private static final String READ_EACH = """
			async (values) => {
				const { Draft } = await import("foyer/composer");
				const { Storage, wishesFor } = await import("foyer/storage");
				const { Outbox } = await import("foyer/outbox");
				const wrong = [];
				const expect = (condition, what, value) => condition || wrong.push(`${what}: ${value.slice(0, 80)}`);
				for (const value of values) {
					localStorage.clear();
					localStorage.setItem("foyer.wishes/tried", value);
					localStorage.setItem("foyer/tried/Ann/draft", value);
					localStorage.setItem("foyer/tried/Ann/line/a", value);
					sessionStorage.setItem("foyer/tried/tab", value);
					const { notify, sound } = wishesFor("tried");
					expect(["none", "mentions", "all"].includes(notify) && typeof sound === "boolean", "wishes", value);
					const draft = new Draft("tried", "Ann");
					expect(draft.open("", () => {}) === value && draft.re === undefined, "plain text", value);
					draft.release();
					const lines = new Outbox(new Storage("tried", "Ann", "seat"), 0).linesAt(0);
					expect(lines.every(({ text }) => value.includes(text.slice(0, 10))), "line", value);
					expect(lines.every(({ state }) => state === "failed"), "not sent unasked", value);
				}
				localStorage.clear();
				return wrong;
			}""";

	/**
	 * What a draft keeps where the browser has no space for it, or space for one only,
	 * and what it shows where the browser denies its storage.
	 */
	private static final String KEEP_WITHOUT_SPACE = """
			async () => {
				const { Draft } = await import("foyer/composer");
				const { Storage, findItems } = await import("foyer/storage");
				const kept = () => findItems("draft").map(({ key }) => JSON.parse(localStorage.getItem(key)).text);
				const { setItem } = globalThis.Storage.prototype;
				const answers = {};
				const draft = new Draft("full", "Ann");
				const shown = [];
				draft.open("", (text) => shown.push(text));
				draft.text = "older";
				globalThis.Storage.prototype.setItem = function (key, value) {
					if (kept().length > 0) {
						throw new DOMException("full", "QuotaExceededError");
					}
					setItem.call(this, key, value);
				};
				draft.text = "newer";
				answers.newer = kept();
				dispatchEvent(new PageTransitionEvent("pagehide"));
				answers.taken = new Draft("full", "Ann 2").open("", () => {});
				answers.moved = kept();
				globalThis.Storage.prototype.setItem = () => {
					throw new DOMException("full", "QuotaExceededError");
				};
				draft.text = "newest";
				answers.none = localStorage.getItem(findItems("draft").find(({ key }) => key.includes("/Ann/"))?.key);
				answers.isLineStored = new Storage("full", "Ann", "seat").put({ id: "a", text: "x", order: 1 });
				shown.length = 0;
				dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
				answers.shown = shown;
				answers.text = draft.text;
				globalThis.Storage.prototype.setItem = setItem;
				answers.isStored = new Storage("full", "Ann", "seat").put({ id: "a", text: "x", order: 1 });
				return JSON.stringify(answers);
			}""";

	/**
	 * Tells the page every value as another tab may.
	 */
	private static final String TELL_ALL = """
			(values) => {
				const { room, me } = document.getElementById("talk").dataset;
				const tab = new BroadcastChannel("foyer");
				const parse = (value) => { try { return JSON.parse(value); } catch { return value; } };
				for (const value of values.map((one) => one.slice(0, 1_000))) {
					tab.postMessage(parse(value));
					tab.postMessage({ read: parse(value), draftsOf: room, tab: parse(value), from: parse(value), to: 1 });
					const key = `foyer/${room}/${me}/line/${value.slice(0, 10)}`;
					dispatchEvent(new StorageEvent("storage", { key, newValue: value }));
				}
				dispatchEvent(new StorageEvent("storage", { key: null }));
			}""";

	private final String room = Visitors.newRoom();

	private Person ann;

	private Object values;

	@BeforeEach
	void enter(People people) throws IOException {
		this.ann = people.enter("Ann", this.room);
		this.values = this.ann.page()
			.evaluate(new ClassPathResource("damaged.js", getClass()).getContentAsString(StandardCharsets.UTF_8));
		assertThat((List<?>) this.values).hasSizeGreaterThan(20);
	}

	@Test
	void damagedItemsCostAtMostThemselves() {
		this.ann.page().evaluate(DAMAGE_ALL, this.values);
		this.ann.reload().isConnected();
		assertThat(this.ann.line("A good line").locator(".delivery-state")).hasCount(0);
		for (int look = 0; look < 2; look++) {
			for (int line = 1; line <= READABLE; line++) {
				assertThat(this.ann.line("Readable " + line)).containsText("Not delivered.");
			}
			for (int line = 0; line < 5; line++) {
				assertThat(this.ann.line("Without an id " + line + ".")).containsText("Not delivered.");
			}
			assertThat(this.ann.pending()).hasCount(READABLE + 5);
			this.ann.reload().isConnected();
		}
		this.ann.say("As ever");
		assertThat(this.ann.line("As ever").locator(".delivery-state")).hasCount(0);
		assertThat(this.ann.openTab().openRoom(this.room).isConnected().composer()).not().hasValue("");
	}

	@Test
	void damagedItemIsReadWithoutHarmWhereverItStands() {
		this.ann.page().evaluate(TELL_ALL, this.values);
		this.ann.say("As ever");
		assertThat(this.ann.line("As ever").locator(".delivery-state")).hasCount(0);
		assertThat((List<?>) this.ann.page().evaluate(READ_EACH, this.values)).isEmpty();
		assertThat(this.ann.page().evaluate(KEEP_WITHOUT_SPACE)).isEqualTo("""
				{"newer":["newer"],"taken":"newer","moved":["newer"],"none":null,"isLineStored":false,\
				"shown":[],"text":"newest","isStored":true}""");
		this.ann.page().evaluate("""
				() => {
					const { room } = document.getElementById("talk").dataset;
					localStorage.setItem(`foyer.wishes/${room}`, '{"notify":"constructor"}');
					localStorage.setItem("foyer.keys", "[]");
					sessionStorage.setItem(`foyer/${room}/tab`, '{"tab":{}}');
				}""");
		this.ann.reload().isConnected().say("And on");
		assertThat(this.ann.line("And on").locator(".delivery-state")).hasCount(0);
	}

}
