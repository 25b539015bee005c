package chat.foyer.browser;

import java.net.URI;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of the pages where there is no connection.
 */
@BrowserTest
@Tag("proof")
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
					return addresses.map((path) => path.replace(/-[0-9a-f]{8}/, "")).sort().join(" ");
				}""");
		assertThat(kept).isEqualTo("/css/base.css /css/entry.css /css/tokens.css /js/offline.js /offline");
		ann.browser().setOffline(true);
		ann.reload();
		assertThat(title(ann)).hasText("You\u2019re offline");
		assertThat(ann.page()).hasURL(Pattern.compile(".*/rooms/.*"));
		assertThat(ann.page().evaluate(FRAME)).as("its style was kept too").isEqualTo("10px");
		ann.browser().setOffline(false);
		ann.isConnected();
	}

	@Test
	void entryFormComesBackWithWhatWasTypedWhenTheServerAnswersAgain(People people) {
		try (Wire wire = new Wire(URI.create(people.server()).getPort())) {
			Person ann = people
				.arriveAt(wire.address(), new NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.ALLOW))
				.expectsCuts()
				.enter("Ann", this.room);
			ann.page().evaluate("navigator.serviceWorker.ready.then(() => {})");
			ann.open("/?room=").nameField().fill("Annette");
			ann.roomField().fill(this.room + " b");
			wire.refuseEverything();
			ann.button("Come in").click();
			assertThat(title(ann)).hasText("Can\u2019t reach the server");
			ann.reload();
			assertThat(title(ann)).hasText("Can\u2019t reach the server");
			wire.letThrough();
			assertThat(ann.nameField()).hasValue("Annette");
			assertThat(ann.roomField()).hasValue(this.room + " b");
			ann.button("Come in").click();
			ann.isConnected().open("/?room=");
			assertThat(ann.roomField()).hasValue("");
			wire.refuseEverything();
			ann.openRoom(this.room);
			assertThat(title(ann)).hasText("Can\u2019t reach the server");
			wire.letThrough();
			ann.isConnected();
		}
	}

	private static Locator title(Person person) {
		return person.page().locator("header:not([hidden]) h1");
	}

}
