package chat.foyer.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import chat.foyer.support.Visitors;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.ibm.icu.lang.UCharacter;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The composer: what is typed, pasted, completed, counted and sent.
 */
@BrowserTest
@Tag("proof")
class WritingBrowserTests {

	private static final String COPY_RICH = """
			() => navigator.clipboard.write([new ClipboardItem({
				"text/plain": new Blob(["  one\\n\\ttwo  <b>"], { type: "text/plain" }),
				"text/html": new Blob(["<h1>one</h1> two"], { type: "text/html" }),
			})])""";

	private static final String COPY_HUGE = "() => navigator.clipboard.writeText('word\\u0000 '.repeat(200_000))";

	/**
	 * What takes longer than this hangs, even on a busy machine: where the page takes
	 * less than half a second, the browser alone takes more than 30 s for a text of 1 MB.
	 */
	private static final int HANGS_MILLIS = 3_000;

	private static final String NO_FIELD_SIZING = """
			CSS.supports = () => false;
			document.addEventListener("DOMContentLoaded", () => {
				document.getElementById("say").style.setProperty("field-sizing", "fixed");
			});""";

	/**
	 * What the composer asks of emoji with each text before the caret: a closed name, the
	 * beginning of a name, or nothing.
	 */
	private static final String ASK_EMOJI = """
			async (texts) => {
				const { emojiSources } = await import("foyer/completion");
				const sources = emojiSources({});
				const ask = ({ pattern, isExcluded }, text) => isExcluded(text) ? undefined : pattern.exec(text)?.[1];
				return texts.map((text) => sources.map((source) => ask(source, text)).find((query) => query) ?? "");
			}""";

	private static final String FIND_EMOJI = """
			async (names) => {
				const { load } = await import("foyer/emoji");
				const index = await load(document.getElementById("completions").dataset.emoji);
				return names.map((name) => name.endsWith(":") ? index.get(name.slice(1, -1)) : index.find(name)[0]?.emoji);
			}""";

	private static final String READ_COMMANDS = """
			async (lines) => {
				const { Commands } = await import("foyer/completion");
				const done = [];
				const commands = new Commands({ leave: () => done.push("leaves"), help: () => done.push("helps") });
				return lines.map((line) => {
					const { text, why } = commands.read(line);
					return text ?? done.pop() ?? (why ? "refused" : "nothing");
				});
			}""";

	private static final String CUT = """
			async (rows) => {
				const { cut } = await import("foyer/composer");
				return rows.map(([text, most]) => cut(text, Number(most)));
			}""";

	private static final String SAME_ROOM = """
			async (rows) => {
				const { isSameRoom } = await import("foyer/storage");
				return rows.map((row) => isSameRoom(...row.map(encodeURIComponent)));
			}""";

	/**
	 * The names that the page folds otherwise than the server.
	 */
	private static final String FOLDED_OTHERWISE = """
			async (keys) => {
				const { foldName } = await import("foyer/storage");
				const seen = new Map();
				return Object.entries(keys).filter(([name, key]) => {
					const folded = foldName(key);
					const isTaken = (seen.get(folded) ?? key) !== key;
					seen.set(folded, key);
					return isTaken || foldName(name) !== folded;
				}).map(([name, key]) => `${name} ${key}`);
			}""";

	private final String room = Visitors.newRoom();

	/**
	 * All pure functions in one page.
	 */
	@Test
	void rulesOfTheComposer(People people) {
		Person ann = people.enter("Ann", this.room);
		check(ann, ASK_EMOJI, emojiAsked());
		Map<String, String> found = new LinkedHashMap<>();
		found.put(":tada:", "\uD83C\uDF89");
		found.put(":party_popper:", "\uD83C\uDF89");
		found.put(":+1:", "\uD83D\uDC4D");
		found.put(":thumbs_up:", "\uD83D\uDC4D");
		found.put(":-1:", "\uD83D\uDC4E");
		found.put(":joy:", "\uD83D\uDE02");
		found.put(":Smile:", "\uD83D\uDE04");
		found.put(":heart:", "\u2764\uFE0F");
		found.put(":100:", "\uD83D\uDCAF");
		found.put(":star-struck:", "\uD83E\uDD29");
		found.put(":saluting_face:", "\uD83E\uDEE1");
		found.put("joy", "\uD83D\uDE02");
		found.put("tad", "\uD83C\uDF89");
		found.put("smil", "\uD83D\uDE04");
		found.put("heart", "\u2764\uFE0F");
		found.put("whoops", "\uD83E\uDD2D");
		check(ann, FIND_EMOJI, found);
		assertThat((List<?>) ann.page().evaluate(FIND_EMOJI, List.of(":10:", ":haha:", ":no_such_name:")))
			.containsOnlyNulls();
		check(ann, READ_COMMANDS, commands());
		checkCuts(ann);
		checkFolding(ann);
	}

	private static Map<String, String> emojiAsked() {
		Map<String, String> asked = new LinkedHashMap<>();
		for (String before : List.of("", "hi ", "\n", "(", "[", "\"", "'", "\u201C", "\u300C", "\uD83C\uDF89",
				"\u2764\uFE0F", "\uD83D\uDC4D\uD83C\uDFFD", "\uD83C\uDDE9\uD83C\uDDEA", "`a` ", "```\nx\n```\n",
				"it`s\n\n")) {
			asked.put(before + ":tada", ":tada");
			asked.put(before + ":tada:", ":tada:");
		}
		for (String before : List.of("std:", "a", "7", "a:b", ":", "http:/", "x/", "`", "a `b ", "``a ` ", "```\nx ",
				"~~~\n", "````\n```\n")) {
			asked.put(before + ":tada", "");
			asked.put(before + ":tada:", "");
		}
		for (String text : List.of(":10", "12:30", "12:30:45", "2:1", "16:9", "std::string", "Foo::bar", "List::of",
				"http://x", "a:b:c", "re: it", " :3", ":)", ":-)", ":D", ":/", ": smile", ":2pm", " ::string")) {
			asked.put(text, "");
		}
		asked.put("a:b:", "");
		asked.put(":+1", ":+1");
		asked.put(":-1", ":-1");
		asked.put(":100:", ":100:");
		return asked;
	}

	private static Map<String, String> commands() {
		Map<String, String> commands = new LinkedHashMap<>();
		String shrug = "\u00AF\\_(\u30C4)_/\u00AF";
		commands.put("/shrug", shrug);
		commands.put("/Shrug Who knows?", "Who knows? " + shrug);
		commands.put("/me waves", "/me waves");
		commands.put("/me", "refused");
		commands.put("/leave", "leaves");
		commands.put("/help", "helps");
		commands.put("/dance with me", "refused");
		commands.put("//shrug it", "/shrug it");
		commands.put("//Leave", "/Leave");
		commands.put("//me waves", " /me waves");
		for (String same : List.of("//etc", "//dance", "//helping", "// a comment", "//", "///help", "//help/x",
				"/usr/bin/env", "/ 2", " /help", "a /help")) {
			commands.put(same, same);
		}
		return commands;
	}

	private static void checkCuts(Person ann) {
		String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
		List<List<String>> rows = List.of(List.of("abc", "3", "abc"), List.of("abc", "2", "ab"),
				List.of("abc", "0", ""), List.of("\uD83D\uDE00\uD83D\uDE00", "1", "\uD83D\uDE00"),
				List.of("a" + family, "3", "a"), List.of("a" + family, "6", "a" + family),
				List.of("ae\u0301x", "2", "a"), List.of("", "5", ""),
				List.of("e" + "\u0301".repeat(200), "100", "e" + "\u0301".repeat(99)));
		assertThat(ann.page().evaluate(CUT, rows)).isEqualTo(rows.stream().map((row) -> row.get(2)).toList());
	}

	private static void checkFolding(Person ann) {
		List<List<String>> pairs = List.of(List.of("k\u0131z", "kiz"), List.of("K\u0131z", "k\u0131z"),
				List.of("s\u0131n\u0131f", "sinif"), List.of("\u0130stanbul", "istanbul"), List.of("KIZ", "kiz"),
				List.of("KIZ", "k\u0131z"), List.of("Stra\u1E9Ee", "strasse"), List.of("Stra\u00DFe", "STRASSE"),
				List.of("\u017Fo", "SO"), List.of("\u03BF\u03B4\u03BF\u03C2", "\u039F\u0394\u039F\u03A3"),
				List.of("\u03BF\u03B4\u03BF\u03C3", "\u03BF\u03B4\u03BF\u03C2"), List.of("Class 7b", "class 7B"),
				List.of("Zoe", "Zo\u00EB"), List.of("\uFF21nn", "ann"));
		assertThat(ann.page().evaluate(SAME_ROOM, pairs))
			.isEqualTo(pairs.stream().map((pair) -> RoomKey.of(pair.get(0)).equals(RoomKey.of(pair.get(1)))).toList());
		Map<String, String> keys = new LinkedHashMap<>();
		for (int character = '!'; character < 0x3000; character++) {
			if (!Character.isIdeographic(character) && UCharacter.getAge(character).getMajor() <= 14) {
				try {
					String name = "a" + Character.toString(character) + "b";
					keys.put(name, RoomKey.of(name).value());
				}
				catch (InvalidNameException ex) {
					// Not a name of a room.
				}
			}
		}
		assertThat(keys).hasSizeGreaterThan(7_000);
		assertThat((List<?>) ann.page().evaluate(FOLDED_OTHERWISE, keys)).isEmpty();
	}

	@Test
	void composerGrowsCountsAndKeepsTheDraft(People people) {
		Person ann = people.enter("Ann", this.room);
		Locator left = ann.page().locator("#left");
		ann.composer().fill("\uD83D\uDE00".repeat(3_799));
		assertThat(left).isEmpty();
		ann.composer().fill("\uD83D\uDE00".repeat(3_990));
		assertThat(left).containsText("10");
		assertThat(ann.composer()).not().hasAttribute("aria-invalid", "true");
		ann.composer().fill("x".repeat(4_000));
		ann.composer().press("End");
		ann.composer().pressSequentially("yyy");
		assertThat(left).containsText("3");
		assertThat(ann.composer()).hasAttribute("aria-invalid", "true");
		ann.composer().press("Enter");
		assertThat(ann.page().locator("#note")).containsText("4,000");
		assertThat(ann.composer()).hasValue("x".repeat(4_000) + "yyy");
		ann.composer().fill("");
		assertThat(left).isEmpty();
		assertThat(ann.page().locator("#note")).isEmpty();

		checkThatComposerGrows(ann);
		ann.page().addInitScript(NO_FIELD_SIZING);
		ann.composer().fill("Not yet");
		assertThat(ann.reload().isConnected().composer()).hasValue("Not yet");
		ann.composer().fill("");
		checkThatComposerGrows(ann);
	}

	private static void checkThatComposerGrows(Person ann) {
		double height = height(ann.composer());
		ann.composer().fill("one\ntwo\nthree\nfour");
		ann.waitUntil(() -> height(ann.composer()) > height + 50);
		assertThat(height(ann.composer())).isGreaterThan(height + 50);
		ann.composer().fill("x\n".repeat(100));
		assertThat(height(ann.composer())).isLessThan(ann.page().viewportSize().height / 2.0);
		ann.composer().fill("");
		ann.waitUntil(() -> height(ann.composer()) == height);
		assertThat(height(ann.composer())).isEqualTo(height);
	}

	@Test
	void hugeTextIsCutWithoutAFreeze(People people) {
		Person ann = people.arrive(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))
			.enter("Ann", this.room);
		ann.page().evaluate(COPY_RICH);
		ann.composer().press("Control+v");
		assertThat(ann.composer()).hasValue("  one\n\ttwo  <b>");

		Locator note = ann.page().locator("#note");
		String cut = "word ".repeat(800);
		ann.page().evaluate(COPY_HUGE);
		ann.composer().fill("Before");
		ann.composer().press("Home");
		assertThat(millis(() -> ann.composer().press("Control+v"))).isLessThan(HANGS_MILLIS);
		assertThat(ann.composer()).hasValue(cut.substring(0, 3_994) + "Before");
		assertThat(note).hasText("Cut to 4,000 characters");
		ann.composer().press("Control+z");
		assertThat(ann.composer()).hasValue("Before");
		ann.composer().press("Control+a");
		ann.composer().press("Control+v");
		assertThat(ann.composer()).hasValue(cut);

		ann.composer().fill("<>");
		assertThat(note).isEmpty();
		assertThat(millis(() -> drop(ann, "word ".repeat(200_000)))).isLessThan(3 * HANGS_MILLIS);
		assertThat(note).hasText("Cut to 4,000 characters");
		assertThat(ann.composer().inputValue()).hasSize(4_000).contains("<", ">", "word word");

		// As an older page may have left it.
		ann.composer().fill("");
		ann.page().evaluate("""
				() => {
					const { room } = document.getElementById("talk").dataset;
					const draft = { text: "word ".repeat(200_000), at: Date.now(), isClosed: true };
					localStorage.setItem(`foyer/${room}/Ann/draft/old`, JSON.stringify(draft));
				}""");
		Person tab = ann.openTab().openRoom(this.room).isConnected();
		assertThat(tab.composer()).hasValue(cut);
		assertThat(tab.page().locator("#note")).hasText("Cut to 4,000 characters");
	}

	@Test
	void enterBreaksTheLineOnTouchKeyboards(People people) {
		Person ann = people
			.arrive(new NewContextOptions().setViewportSize(390, 700).setHasTouch(true).setIsMobile(true))
			.enter("Ann", this.room);
		assertThat(ann.composer()).hasAttribute("enterkeyhint", "enter");
		ann.composer().fill("One");
		ann.composer().press("End");
		ann.composer().press("Enter");
		ann.composer().pressSequentially("two");
		assertThat(ann.composer()).hasValue("One\ntwo");
		ann.button("Send").tap();
		assertThat(ann.line("One\ntwo")).isVisible();
		ann.composer().fill("By keys");
		ann.composer().press("Control+Enter");
		assertThat(ann.line("By keys")).isVisible();

		ann.page().locator("#emoji").tap();
		Locator picker = ann.page().locator("#picker");
		assertThat(picker).isFocused();
		picker.getByTitle(":tada:").tap();
		assertThat(ann.composer()).hasValue("\uD83C\uDF89");

		Person bob = people.enter("Bob", this.room);
		assertThat(bob.composer()).hasAttribute("enterkeyhint", "send");
		bob.composer().pressSequentially("A");
		bob.composer().press("Shift+Enter");
		bob.composer().pressSequentially("b");
		bob.composer().press("Control+Enter");
		assertThat(ann.line("A\nb")).isVisible();
	}

	@Test
	void atSignCompletesTheNamesOfThoseWhoAreHere(People people) {
		people.visit("Bob Builder", this.room).live().listen(this.room);
		people.visit("Bea", this.room).live().listen(this.room);
		Person ann = people.enter("Ann", this.room).seesPeople("Ann", "Bea", "Bob Builder");
		ann.composer().pressSequentially("Hi @b");
		assertThat(options(ann)).hasText(new String[] { "Bea", "Bob Builder" });
		assertThat(chosen(ann)).hasText("Bea");
		assertThat(ann.composer()).hasAttribute("aria-activedescendant", "completion-0");
		ann.composer().press("ArrowDown");
		assertThat(chosen(ann)).hasText("Bob Builder");
		assertThat(ann.composer()).hasAttribute("aria-activedescendant", "completion-1");
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("Hi @Bob Builder ");
		assertThat(options(ann)).hasCount(0);
		ann.composer().pressSequentially("@build");
		options(ann).click();
		assertThat(ann.composer()).hasValue("Hi @Bob Builder @Bob Builder ");
		assertThat(ann.composer()).isFocused();
		ann.composer().press("Enter");
		assertThat(ann.line("Hi @Bob Builder @Bob Builder")).isVisible();

		ann.composer().pressSequentially("@b");
		assertThat(options(ann)).hasCount(2);
		ann.composer().press("Escape");
		assertThat(options(ann)).hasCount(0);
		assertThat(ann.composer()).isFocused();
		ann.composer().press("Enter");
		assertThat(ann.line("@b").last()).isVisible();
		ann.composer().pressSequentially("me@bea");
		assertThat(options(ann)).hasCount(0);
		ann.composer().fill("");
		ann.composer().pressSequentially("@bea");
		assertThat(options(ann)).hasCount(0);
	}

	@Test
	void colonCompletesEmoji(People people) {
		Person ann = people.arrive(new NewContextOptions().setViewportSize(320, 568));
		List<String> loaded = new CopyOnWriteArrayList<>();
		ann.page().onRequest((request) -> loaded.add(request.url()));
		ann.enter("Ann", this.room).say("Hello");
		assertThat(loaded).noneMatch((address) -> address.contains("emoji"));
		ann.composer().pressSequentially("At 10:30 :tad");
		assertThat(options(ann)).containsText(new String[] { "\uD83C\uDF89 :tada:" });
		assertThat(loaded).filteredOn((address) -> address.contains("emoji")).hasSize(2);
		assertThat(ann.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
		ann.composer().press("Tab");
		assertThat(ann.composer()).hasValue("At 10:30 \uD83C\uDF89");
		ann.composer().pressSequentially(":+1: and :nobody: :10:");
		assertThat(ann.composer()).hasValue("At 10:30 \uD83C\uDF89\uD83D\uDC4D and :nobody: :10:");
		ann.composer().fill("");
		ann.composer().pressSequentially(":joy:");
		assertThat(ann.composer()).hasValue("\uD83D\uDE02");
		ann.composer().press("Control+z");
		assertThat(ann.composer()).hasValue(":joy:");
		ann.composer().fill("");
		ann.composer().pressSequentially("std::string");
		ann.composer().press("Enter");
		assertThat(ann.line("std::string")).isVisible();
	}

	@Test
	void emojiAreFoundInThePicker(People people) {
		Person ann = people.enter("Ann", this.room);
		Locator button = ann.page().locator("#emoji");
		Locator picker = ann.page().locator("#picker");
		Locator search = picker.locator("input");
		Locator chosen = picker.locator("[aria-selected=true]");
		ann.composer().fill("ab");
		ann.composer().press("ArrowLeft");
		button.click();
		assertThat(search).isFocused();
		assertThat(button).hasAttribute("aria-expanded", "true");
		assertThat((boolean) ann.page().evaluate("""
				() => document.getElementById("picker").getBoundingClientRect().bottom
					<= document.getElementById("say").getBoundingClientRect().top + 1""")).isTrue();
		search.pressSequentially("heart");
		assertThat(chosen).hasAttribute("title", ":heart:");
		// The picker is full of emoji until then, which axe would look at for a minute.
		assertThat(new AxeBuilder(ann.page()).include("#picker").analyze().getViolations()).isEmpty();
		search.press("ArrowRight");
		assertThat(chosen).not().hasAttribute("title", ":heart:");
		search.press("ArrowLeft");
		search.press("ArrowDown");
		assertThat(chosen).not().hasAttribute("title", ":heart:");
		search.press("ArrowUp");
		assertThat(search).hasAttribute("aria-activedescendant", chosen.getAttribute("id"));
		search.press("Enter");
		assertThat(ann.composer()).hasValue("a\u2764\uFE0Fb");
		assertThat(ann.composer()).isFocused();
		assertThat(picker).isHidden();

		button.click();
		assertThat(chosen).hasAttribute("title", ":heart:");
		picker.getByTitle(":tada:").click();
		assertThat(ann.composer()).hasValue("a\u2764\uFE0F\uD83C\uDF89b");
		button.click();
		assertThat(picker.locator("li").nth(0)).hasAttribute("title", ":tada:");
		assertThat(picker.locator("li").nth(1)).hasAttribute("title", ":heart:");
		search.fill("no such emoji");
		assertThat(picker.getByText("No emoji found")).isVisible();
		search.press("Escape");
		assertThat(picker).isHidden();
		assertThat(ann.composer()).isFocused();
		button.click();
		ann.box().click();
		assertThat(picker).isHidden();
		ann.page().evaluate("localStorage.setItem('foyer.emoji', '{')");
		button.click();
		assertThat(picker.getByTitle(":tada:")).isVisible();
	}

	@Test
	void commandsAreCarriedOut(People people) {
		Person ann = people.enter("Ann", this.room);
		ann.composer().pressSequentially("/");
		assertThat(options(ann)).hasCount(4);
		ann.composer().pressSequentially("s");
		assertThat(options(ann)).containsText(new String[] { "/shrug Send a shrug" });
		ann.composer().press("Enter");
		assertThat(ann.composer()).hasValue("/shrug ");
		ann.composer().press("Enter");
		ann.say("//etc")
			.say("//shrug")
			.sees("Ann joined", "Ann: \u00AF\\_(\u30C4)_/\u00AF", "Ann: //etc", "Ann: /shrug");
		ann.say("/dance with me");
		assertThat(ann.composer()).hasValue("/dance with me");
		assertThat(ann.page().locator("#note")).containsText("/dance");
		ann.say("/me").composer().fill("");
		assertThat(ann.page().locator("#note")).isEmpty();
		ann.say("/me waves");
		assertThat(ann.line("waves")).isVisible();
		ann.say("/leave");
		assertThat(ann.nameField()).isVisible();
	}

	private static void check(Person person, String function, Map<String, String> table) {
		List<?> answers = (List<?>) person.page().evaluate(function, new ArrayList<>(table.keySet()));
		Map<String, Object> found = new LinkedHashMap<>();
		for (String question : table.keySet()) {
			found.put(question, answers.get(found.size()));
		}
		assertThat(found).isEqualTo(table);
	}

	/**
	 * Drops a text from elsewhere on the field.
	 */
	private static void drop(Person person, String text) {
		BoundingBox field = person.composer().boundingBox();
		JsonObject item = new JsonObject();
		item.addProperty("mimeType", "text/plain");
		item.addProperty("data", text);
		CDPSession session = person.browser().newCDPSession(person.page());
		for (String type : List.of("dragEnter", "dragOver", "drop")) {
			JsonObject event = JsonParser
				.parseString("{\"data\":{\"items\":[],\"dragOperationsMask\":1},\"x\":%d,\"y\":%d,\"type\":\"%s\"}"
					.formatted((int) field.x + 20, (int) (field.y + field.height / 2), type))
				.getAsJsonObject();
			event.getAsJsonObject("data").getAsJsonArray("items").add(item);
			session.send("Input.dispatchDragEvent", event);
		}
		session.detach();
	}

	private static long millis(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return (System.nanoTime() - start) / 1_000_000;
	}

	private static double height(Locator element) {
		return element.boundingBox().height;
	}

	private static Locator options(Person person) {
		return person.page().locator("#completions:visible [role=option]");
	}

	private static Locator chosen(Person person) {
		return person.page().locator("#completions [aria-selected=true]");
	}

}
