package chat.foyer.browser;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.Cookie;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of one browser at two servers of one host, the second below a context path, and
 * at other programs there. Browsers send cookies to all ports of a host.
 */
@BrowserTest
@Tag("proof")
class NeighboursBrowserTests {

	private final String room = Visitors.newRoom();

	@Test
	void serversOnOtherPortsOfTheHostLeaveEachOtherAlone(People people) {
		try (RunningServer server = RunningServer.start(0, SharedServer.newDataDir(),
				"server.servlet.context-path=/chat")) {
			String first = people.server().replace("localhost", "127.0.0.1");
			String second = "http://127.0.0.1:" + server.port() + "/chat";
			Person ann = people.arriveAt(first, new NewContextOptions());
			ann.browser()
				.addCookies(List.of("SESSION", "XSRF-TOKEN", "name", "theme", "people")
					.stream()
					.map((name) -> new Cookie(name, "dark").setUrl(first))
					.toList());
			ann.open("/?room=");
			assertThat(ann.nameField()).hasValue("");
			ann.comeIn("Ann", this.room).isConnected();
			Person anna = ann.openTab().open(second + "/?room=");
			assertThat(anna.nameField()).hasValue("");
			anna.comeIn("Anna", this.room).isConnected().openSettings();
			anna.page().locator("#settings [value=dark]").check();
			ann.page().locator("#people > summary").click();
			anna.page().reload();
			assertThat(anna.page().locator("html")).hasAttribute("data-theme", "dark");
			assertThat(anna.page().locator("#people[open]")).hasCount(1);
			anna.isConnected().say("There").sees("Anna joined", "Anna: There");
			ann.page().reload();
			ann.isConnected().say("Here").sees("Ann joined", "Ann: Here");
			assertThat(ann.page().locator("html[data-theme]")).hasCount(0);
			assertThat(ann.page().locator("#people[open]")).hasCount(0);
			assertThat(ann.browser().cookies(second + "/")).filteredOn((cookie) -> cookie.name.startsWith("foyer-"))
				.extracting((cookie) -> cookie.path)
				.contains("/chat", "/");
			assertThat(ann.browser().cookies()).filteredOn((cookie) -> cookie.name.endsWith("-theme"))
				.singleElement()
				.satisfies((cookie) -> assertThat(cookie.path).isEqualTo("/chat"));
			assertThat(ann.browser().cookies()).filteredOn((cookie) -> !cookie.name.startsWith("foyer-"))
				.hasSize(5)
				.allSatisfy((cookie) -> assertThat(cookie.value).isEqualTo("dark"));
			// The second server stops before Anna goes.
			anna.expectsCuts();
		}
	}

	/**
	 * The browser would complain of a content security policy with an IPv6 address.
	 */
	@Test
	void serverAtAnIpv6AddressWorksWithoutComplaints(People people) throws SocketException {
		assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
			.anyMatch((address) -> address instanceof Inet6Address && address.isLoopbackAddress());
		Person ann = people.arriveAt(people.server().replace("localhost", "[::1]")).enter("Ann", this.room);
		ann.say("Hello").sees("Ann joined", "Ann: Hello");
	}

}
