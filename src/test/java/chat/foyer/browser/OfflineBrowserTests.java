package chat.foyer.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of the pages where there is no connection.
 */
@BrowserTest
class OfflineBrowserTests {

	private static final String FRAME = "getComputedStyle(document.querySelector('.door')).borderTopWidth";

	private final String room = Visitors.newRoom();

	@Test
	void keepsAnOfflinePageAndNothingElse(People people) {
		Person ann = people.arrive(new NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.ALLOW));
		ann.expectsCuts().enter("Ann", this.room).page().evaluate("navigator.serviceWorker.ready.then(() => {})");
		ann.reload().isConnected();
		Object kept = ann.page().evaluate("""
				async () => {
					const addresses = [];
					for (const name of await caches.keys()) {
						const cache = await caches.open(name);
						addresses.push(...(await cache.keys()).map((request) => new URL(request.url).pathname));
					}
					return addresses.map((path) => path.replace(/-[0-9a-f]{32}/, "")).sort().join(" ");
				}""");
		assertThat(kept).isEqualTo("/css/base.css /css/entry.css /css/tokens.css /offline");
		ann.browser().setOffline(true);
		ann.reload();
		assertThat(ann.page().locator("h1")).hasText("You\u2019re offline");
		assertThat(ann.page()).hasURL(Pattern.compile(".*/rooms/.*"));
		assertThat(ann.page().evaluate(FRAME)).as("its style was kept too").isEqualTo("10px");
		ann.browser().setOffline(false);
		ann.link("Try again").click();
		ann.isConnected();
	}

}
