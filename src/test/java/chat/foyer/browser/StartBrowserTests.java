package chat.foyer.browser;

import java.util.List;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page starts whatever the browser forbids, lacks or says of its language.
 */
@BrowserTest
class StartBrowserTests {

	/**
	 * Takes the page's languages from the browser, once for each list of languages.
	 */
	private static final String TRY_LANGUAGES = """
			async () => {
				const { imports } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
				const lists = [
					[["de", "en-GB"], "en-GB"], [["en_US@posix"], "en-US"], [["en_GB.UTF-8", "en"], "en-GB"], [["EN"], "EN"],
					[["C"], "en"], [["POSIX"], "en"], [[""], "en"], [[], "en"], [undefined, "en"], [null, "en"],
					[[undefined, null, 5, {}], "en"], [["x-klingon"], "en"], [["i-klingon", "fr"], "en"],
					[["en-x-klingon"], "en-x-klingon"], [["en-"], "en"], [["en--US"], "en"], [["en-US-"], "en"],
					[["en-\\u00e4"], "en"], [["en_US_abcdefgh_abcde"], "en-US-abcdefgh-abcde"], [["en US"], "en"],
					[["en-a"], "en"], [["en-u-ca-iso8601"], "en-u-ca-iso8601"], [["*"], "en"], [["root", "und"], "en"],
					[["en-abcdefghijk", "en-AU"], "en-AU"],
				];
				const wrong = [];
				const page = document.documentElement;
				const languageOf = async (list, n) => {
					Object.defineProperty(navigator, "languages", { configurable: true, get: () => list });
					const { language } = await import(`${imports["foyer/i18n"]}?${n}`);
					new Intl.DateTimeFormat(language);
					new Intl.Collator(language);
					"".toLocaleLowerCase(language);
					return language;
				};
				for (const [n, [list, expected]] of lists.entries()) {
					const language = await languageOf(list, n);
					if (language !== expected) {
						wrong.push(`${list} gives ${language}`);
					}
				}
				for (const [n, lang] of ["", "x-klingon", "auto translated"].entries()) {
					page.lang = lang;
					await languageOf(["en_US@posix", "C"], `page-${n}`);
				}
				return wrong;
			}""";

	private static final String LACK = """
			const lack = (owner, name) => {
				delete owner[name];
				Object.defineProperty(owner, name, { configurable: true, value: undefined });
			};
			const refuse = (owner, name) => {
				const refusing = function () { throw new DOMException("denied", "SecurityError"); };
				Object.defineProperty(owner, name, { configurable: true, writable: true, value: refusing });
			};
			const bar = (owner, name) => Object.defineProperty(owner, name, {
				configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });
			""";

	private static final List<String> FAULTS = List.of("lack(window, 'Worker')", "refuse(window, 'Worker')",
			"refuse(Worker.prototype, 'postMessage')", "lack(window, 'BroadcastChannel')",
			"refuse(BroadcastChannel.prototype, 'postMessage')", "bar(window, 'localStorage')",
			"bar(window, 'sessionStorage')", "lack(window, 'Notification')", "refuse(window, 'Notification')",
			"refuse(Notification, 'requestPermission')", "bar(Notification, 'permission')",
			"lack(Navigator.prototype, 'clipboard')", "bar(Navigator.prototype, 'clipboard')", "lack(window, 'crypto')",
			"refuse(Crypto.prototype, 'getRandomValues')", "lack(Navigator.prototype, 'serviceWorker')",
			"bar(Navigator.prototype, 'serviceWorker')", "lack(AbortSignal, 'timeout')",
			"refuse(Intl, 'DateTimeFormat')", "lack(Intl, 'Segmenter')", "lack(Intl, 'Collator')",
			"delete HTMLButtonElement.prototype.command", "delete HTMLDialogElement.prototype.closedBy",
			"lack(Element.prototype, 'checkVisibility')", "lack(window, 'visualViewport')",
			"lack(window, 'ResizeObserver')", "lack(window, 'IntersectionObserver')",
			"refuse(History.prototype, 'replaceState')");

	/**
	 * As if the guest looked at another tab and came back.
	 */
	private static final String HIDE_AND_SHOW = """
			() => {
				for (const hidden of [true, false]) {
					Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
					document.dispatchEvent(new Event("visibilitychange"));
				}
			}""";

	private static final String EARLIER = "Line 1.";

	private final String room = Visitors.newRoom();

	@ParameterizedTest
	@ValueSource(strings = {
			// Forbidden storage, and missing features
			"""
					for (const name of ["localStorage", "sessionStorage"]) {
						Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
					}
					window.BroadcastChannel = class { constructor() { throw new DOMException("denied", "SecurityError"); } };
					for (const name of ["Notification", "AudioContext", "IntersectionObserver", "ResizeObserver"]) {
						delete window[name];
					}
					delete Intl.Segmenter;
					Object.defineProperty(window, "crypto", { value: undefined });""",
			// No storage, no languages, and incomplete data on languages and time zones
			"""
					for (const name of ["localStorage", "sessionStorage"]) {
						Object.defineProperty(window, name, { value: null });
					}
					Object.defineProperty(navigator, "languages", { value: undefined });
					delete window.BroadcastChannel;
					for (const name of ["DateTimeFormat", "NumberFormat", "Collator", "PluralRules", "Segmenter", "RelativeTimeFormat"]) {
						Intl[name] = class { constructor() { throw new RangeError("no such language"); } };
					}""",
			// Storage that fails
			"""
					for (const name of ["getItem", "setItem", "removeItem", "key", "clear"]) {
						Storage.prototype[name] = () => { throw new DOMException("broken", "UnknownError"); };
					}""",
			// Storage that is full, and a language that is none
			"""
					Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
					Object.defineProperty(navigator, "languages", { value: ["C", "en_US@posix", "x-klingon", ""] });""" })
	void roomIsUsableWithoutWhatTheBrowserDenies(String denied, People people) {
		Live bob = people.visit("Bob", this.room).live();
		for (int line = 1; line <= 60; line++) {
			bob.say(this.room, "Line " + line + ".");
		}
		// The browser asks before a draft is lost that it cannot keep.
		Person ann = people.arrive().expects("dialog");
		ann.page().addInitScript(denied);
		ann.enter("Ann", this.room).say("Hello");
		assertThat(ann.line("Hello").locator(".delivery-state")).hasCount(0);
		ann.composer().fill("Draft");
		ann.page().locator("#attention [name=sound]").evaluate("(choice) => choice.click()");
		ann.waitUntil(() -> {
			ann.box().evaluate("(box) => { box.scrollTop = 0; }");
			return ann.line(EARLIER).count() > 0;
		});
		assertThat(ann.line(EARLIER)).hasCount(1);
		assertThat(ann.composer()).hasValue("Draft");
		ann.reload().isConnected();
	}

	@Test
	@Tag("proof")
	void functionThatTheBrowserLacksOrRefusesCostsThatFunctionAlone(People people) {
		Person ann = people.enter("Ann", this.room).expects("denied|dialog|already (open|closed) Dialog");
		Live bob = people.visit("Bob", this.room).live();
		for (String fault : FAULTS) {
			Person tab = ann.openTab();
			tab.page().addInitScript(LACK + fault);
			tab.openRoom(this.room).isConnected();
			tab.page().evaluate(HIDE_AND_SHOW);
			tab.page().locator("#attention [name=notify][value=all]").evaluate("(choice) => choice.click()");
			tab.openInvitation().button("Copy link").click();
			tab.page().locator("#invite [command=close]").click();
			tab.hurry().say("Without " + fault);
			assertThat(tab.pending()).hasCount(0);
			bob.say(this.room, "Heard: " + fault);
			assertThat(tab.line("Heard: " + fault)).hasCount(1);
			tab.page().close();
		}
	}

	@Test
	void languagesThatAreNoneAreNotUsed(People people) {
		assertThat((List<?>) people.enter("Ann", this.room).page().evaluate(TRY_LANGUAGES)).isEmpty();
	}

}
