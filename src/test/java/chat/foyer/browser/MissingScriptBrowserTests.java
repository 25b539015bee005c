package chat.foyer.browser;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.WaitUntilState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * One can talk where scripts of the page do not arrive, or do not run.
 */
@BrowserTest
@Tag("proof")
class MissingScriptBrowserTests {

	/**
	 * By the script: what comes instead, nothing if that is empty.
	 */
	private static final Map<String, String> FAULTS = Map.of("**/js/toast*.js", "", "**/js/line*.js", "export const =",
			"**/js/storage*.js", "export const local = null;", "**/stomp.umd*.js", "// blocked", "**/js/room*.js",
			"throw new Error('broken');");

	private static final String BROKEN_CHANGES = """
			const nothing = () => {};
			export { nothing as change, nothing as dress, nothing as quote, nothing as requote };
			export function hideDeleted() {
				throw new Error("broken");
			}""";

	private final String room = Visitors.newRoom();

	private Person ann;

	private Live bob;

	@BeforeEach
	void enter(People people) {
		this.ann = people.enter("Ann", this.room).expects("");
		this.bob = people.visit("Bob", this.room).live();
	}

	@Test
	void scriptThatIsMissingOrBrokenIsLoadedAgain() {
		FAULTS.forEach((script, instead) -> {
			Person tab = this.ann.openTab();
			Set<String> failed = ConcurrentHashMap.newKeySet();
			tab.page().route(script, (route) -> {
				if (failed.add(route.request().url())) {
					fail(route, instead);
				}
				else {
					route.resume();
				}
			});
			tab.openRoom(this.room).isConnected().say("With " + script);
			assertThat(tab.pending()).hasCount(0);
			assertThat(tab.page().locator("#reduced")).isHidden();
			tab.page().close();
		});
	}

	@Test
	void pageWorksWithoutScriptsThatNeverArrive() {
		Person tab = this.ann.openTab();
		tab.page().route("**/js/timeline*.js", Route::abort);
		tab.openRoom(this.room).composer().fill("Typed early");
		assertThat(tab.page().locator("#reduced")).isVisible();
		assertThat(tab.page().locator("#reduced"))
			.hasText("Part of this page didn\u2019t load. You can still write. " + "Use Refresh to see new messages.");
		assertThat(tab.state()).isHidden();
		assertThat(tab.composer()).hasValue("Typed early");
		tab.composer().press("Enter");
		assertThat(this.ann.line("Typed early")).isVisible();
		assertThat(tab.page().locator("#reduced")).isVisible();
		assertThat(tab.composer()).hasValue("");
		tab.say("And on");
		assertThat(this.ann.line("And on")).isVisible();
		this.bob.say(this.room, "Hi Ann");
		assertThat(this.ann.line("Hi Ann")).isVisible();
		tab.link("Refresh").click();
		assertThat(tab.line("Hi Ann")).isVisible();
		tab.page().unroute("**/js/timeline*.js");
		tab.reload().isConnected();
		assertThat(tab.page().locator("#reduced")).isHidden();
	}

	@Test
	void scriptThatComesLateTakesOver() {
		Person tab = this.ann.openTab();
		List<Route> held = new CopyOnWriteArrayList<>();
		tab.page().route("**/js/timeline*.js", held::add);
		tab.page().clock().install();
		tab.page().navigate(Visitor.addressOf(this.room), new NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
		tab.page().waitForFunction("() => document.readyState === 'interactive'");
		tab.page().clock().runFor(20_000);
		assertThat(tab.page().locator("#reduced")).isVisible();
		tab.composer().fill("Typed early");
		held.forEach(Route::resume);
		tab.isConnected();
		assertThat(tab.page().locator("#reduced")).isHidden();
		assertThat(tab.composer()).hasValue("Typed early");
	}

	/**
	 * The script is empty as that of an answer which was cut within its headers.
	 */
	@Test
	void emptyScriptForChangesIsLoadedAgainAndNothingIsLost(People people) {
		Visitor cat = people.visit("Cat", this.room);
		String seq = bobSays("Said before");
		AtomicInteger tries = new AtomicInteger();
		this.ann.page().route("**/js/line-state*.js*", (route) -> {
			if (tries.incrementAndGet() == 1) {
				fail(route, " ");
			}
			else {
				route.resume();
			}
		});
		react(cat, seq, "👍");
		this.ann.waitUntil(() -> tries.get() > 0);
		this.ann.browser().setOffline(true);
		this.bob.say(this.room, "Said meanwhile");
		react(cat, seq, "🎉");
		this.ann.browser().setOffline(false);
		this.ann.isConnected();
		assertThat(this.ann.line("Said before").locator(".chip")).hasText(new String[] { "👍 1", "🎉 1" });
		assertThat(this.ann.line("Said meanwhile")).isVisible();
	}

	@Test
	void brokenScriptForChangesDoesNotEndTheTalk(People people) {
		Visitor cat = people.visit("Cat", this.room);
		String seq = bobSays("Said before");
		AtomicInteger tries = new AtomicInteger();
		this.ann.page().route("**/js/line-state*.js*", (route) -> {
			tries.incrementAndGet();
			fail(route, BROKEN_CHANGES);
		});
		react(cat, seq, "👍");
		// The page has the script, and tries another.
		this.ann.waitUntil(() -> tries.get() > 1);
		this.ann.browser().setOffline(true);
		this.bob.say(this.room, "Said meanwhile");
		this.ann.browser().setOffline(false);
		this.ann.isConnected();
		assertThat(this.ann.line("Said meanwhile")).isVisible();
	}

	@Test
	void wordsThatAPageWithoutScriptsCannotPostAreTakenBack() {
		Person tab = this.ann.openTab();
		tab.page().route("**/js/timeline*.js", Route::abort);
		tab.openRoom(this.room);
		assertThat(tab.page().locator("#reduced")).isVisible();
		tab.page().route("**/messages", (route) -> route.fulfill(new FulfillOptions().setStatus(502)));
		tab.say("Not posted");
		tab.page().unroute("**/messages");
		tab.openRoom(this.room);
		assertThat(tab.composer()).hasValue("Not posted");
		tab.composer().press("Enter");
		assertThat(this.ann.line("Not posted")).isVisible();
		assertThat(tab.composer()).hasValue("");
	}

	/**
	 * Ann writes nothing in such a test: her page would load the script for that.
	 * @return the number of the message
	 */
	private String bobSays(String text) {
		this.bob.say(this.room, text);
		return this.ann.seqOf(text);
	}

	private void react(Visitor visitor, String seq, String emoji) {
		visitor.changeByScript(this.room, Long.parseLong(seq), "react", Map.of("emoji", emoji, "on", "true"));
	}

	private static void fail(Route route, String instead) {
		if (instead.isEmpty()) {
			route.abort();
		}
		else {
			route.fulfill(new FulfillOptions().setContentType("text/javascript").setBody(instead));
		}
	}

}
