package chat.foyer.browser;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network or a proxy that lets HTTP pass, but no live connections.
 */
@BrowserTest
@Tag("proof")
class BarredBrowserTests {

	private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;

	private final String room = Visitors.newRoom();

	private Wire wire;

	private Person ann;

	private Person bob;

	@BeforeEach
	void enter(People people) {
		this.wire = new Wire(URI.create(people.server()).getPort());
		this.ann = people.arriveAt(this.wire.address()).expectsCuts().expects("HTTP response code|status of 40[03]");
		this.ann.page().clock().install();
		this.ann.enter("Ann", this.room);
		this.bob = people.enter("Bob", this.room);
	}

	@AfterEach
	void close() {
		this.wire.close();
	}

	@Test
	void talkGoesOnOverHttpHoweverHandshakesFail() {
		List<String> said = new ArrayList<>(List.of("Ann joined", "Bob joined"));
		for (Wire.Bar way : Wire.Bar.values()) {
			this.wire.bar(way);
			talksOverHttp(way);
			assertThat(this.ann.state()).hasText("This network blocks live connections. Messages may lag.");
			String name = way.name().toLowerCase(Locale.ROOT);
			this.ann.say(name);
			assertThat(this.bob.line(name)).isVisible();
			this.bob.say("Not " + name);
			said.addAll(List.of("Ann: " + name, "Bob: Not " + name));
			this.ann.sees(said);
			this.wire.letThrough();
			// As after a minute.
			this.ann.hurry().isConnected();
		}
		this.ann.say("Live again");
		said.add("Ann: Live again");
		this.ann.sees(said).seesPeople("Ann", "Bob");
		this.bob.sees(said).seesPeople("Ann", "Bob");
	}

	@Test
	void connectionIsTriedEveryMinuteAndTheNextPageBeginsWithoutOne() {
		this.wire.bar(Wire.Bar.FORBIDDEN);
		talksOverHttp(Wire.Bar.FORBIDDEN);
		int handshakes = this.wire.handshakes();
		this.ann.stopClock().reload();
		assertIsInState("polling");
		this.ann.waitUntil(() -> {
			this.ann.page().clock().runFor(1);
			return this.wire.handshakes() > handshakes;
		});
		assertThat(this.wire.handshakes()).isEqualTo(handshakes + 1);
		this.wire.letThrough();
		this.ann.page().clock().runFor(50_000);
		assertIsInState("polling");
		assertThat(this.wire.handshakes()).isEqualTo(handshakes + 1);
		this.ann.page().clock().runFor(10_000);
		this.ann.page().clock().resume();
		this.ann.isConnected();
	}

	@Test
	void editsReadPositionAndOtherRoomsAreKeptOverHttp(People people) {
		String otherRoom = Visitors.newRoom();
		Person tab = this.ann.openTab().open("/?room=").comeIn("Ann", otherRoom).isConnected();
		tab.page().close();
		this.ann.reload().isConnected();
		this.wire.bar(Wire.Bar.FORBIDDEN);
		talksOverHttp(Wire.Bar.FORBIDDEN);
		this.ann.say("Over HTTP");
		assertThat(this.bob.line("Over HTTP")).isVisible();
		this.ann.edits(this.ann.seqOf("Over HTTP")).say("Edited over HTTP");
		assertThat(this.bob.line("Edited over HTTP")).isVisible();
		assertThat(this.ann.composer()).hasValue("");
		Live cat = people.visit("Cat", otherRoom).live();
		cat.say(otherRoom, "@Ann over here");
		this.bob.say("Read this");
		assertThat(this.ann.line("Read this")).isVisible();
		Locator count = this.ann.page().locator("#elsewhere");
		this.ann.waitUntil(() -> {
			// A long poll ends by a message, and then other rooms are asked for.
			this.ann.page().clock().runFor(16_000);
			this.bob.say("And this");
			return count.isVisible();
		});
		assertThat(count).hasText("1");
		Person again = this.ann.openTab().openRoom(this.room);
		assertThat(again.page().locator("#new")).isHidden();
	}

	@Test
	void refusedAddressIsToldAndTalkGoesOnOverHttp() {
		this.wire.mapPort();
		talksOverHttp(Wire.Bar.FORBIDDEN);
		assertThat(this.ann.state()).containsText("this address");
		this.ann.say("Through the mapped port");
		assertThat(this.bob.line("Through the mapped port")).isVisible();
		this.wire.letThrough();
		this.ann.hurry().isConnected();
	}

	@Test
	void stoppingServerAndOneFailedHandshakeAreNoBarredNetwork() {
		AtomicInteger sockets = new AtomicInteger();
		this.ann.page().routeWebSocket("**/live", (socket) -> {
			switch (sockets.incrementAndGet()) {
				case 1 -> {
					WebSocketRoute server = socket.connectToServer();
					server.onMessage((frame) -> {
						socket.send(frame.binary());
						if (new String(frame.binary(), StandardCharsets.UTF_8).startsWith("RECEIPT")) {
							socket.close(new WebSocketRoute.CloseOptions().setCode(1001));
						}
					});
				}
				case 2 -> socket.close();
				default -> socket.connectToServer();
			}
		});
		this.ann.reload();
		this.ann.waitUntil(() -> sockets.get() == 3);
		this.ann.isConnected();
	}

	/**
	 * Waits until everything goes by HTTP. Handshakes that hang are made to last not as
	 * long as they would.
	 */
	private void talksOverHttp(Wire.Bar way) {
		AtomicInteger handshakes = new AtomicInteger(this.wire.handshakes());
		this.ann.waitUntil(() -> {
			if (way.isSilent() && this.wire.handshakes() > handshakes.get()) {
				handshakes.set(this.wire.handshakes());
				this.ann.page().clock().runFor(HANDSHAKE_TIMEOUT_MILLIS);
			}
			return isInState("polling");
		});
		assertIsInState("polling");
	}

	private void assertIsInState(String state) {
		this.ann.waitUntil(() -> isInState(state));
		assertThat(isInState(state)).as(state).isTrue();
	}

	private boolean isInState(String state) {
		return this.ann.page().locator("#state[data-state=" + state + "]").count() == 1;
	}

}
