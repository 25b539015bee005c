package chat.foyer.web;

import java.nio.charset.StandardCharsets;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses and headers that the web server or the firewall refuses, as browsers and
 * other clients send them.
 */
@IntegrationTest
class RefusedAddressIntegrationTests {

	private static final String WAY_BACK = "Go to the start page</a>";

	@Autowired
	@AutoClose
	private Visitors visitors;

	private RawHttp http;

	@BeforeEach
	void connect() {
		this.http = new RawHttp(this.visitors.arrive().origin());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/[x]", "/rooms/{x}", "/rooms/a|b", "/rooms/a^b", "/rooms/`a`", "/rooms/\"a\"",
			"/rooms/<b>", "/rooms/lobby)", "/?room=[x]{y}" })
	void charactersThatBrowsersLeaveAsTheyAreNameARoom(String address) {
		assertThat(get(address, "")).startsWith("HTTP/1.1 200").contains("id=\"entry\"");
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/lobby\\, /rooms/lobby/", "/rooms\\lobby, /rooms/lobby", "//rooms//lobby, /rooms/lobby",
			"/rooms%2Flobby, /rooms/lobby", "/rooms/lobby;, /rooms/lobby",
			"/rooms/caf%E9?a=%20, /rooms/caf%C3%A9?a=%20", "/rooms/caf%25C3%25A9, /rooms/caf%C3%A9", "/chat), /chat" })
	void addressLeadsToTheOneForWhichItStands(String address, String location) {
		for (String method : new String[] { "GET", "HEAD" }) {
			assertThat(send(method, address, "")).startsWith("HTTP/1.1 303")
				.contains("\r\nLocation: " + location + "\r\n");
		}
	}

	@Test
	void bytesInTheAddressAreUnderstood() {
		String utf8 = new String("/rooms/caf\u00E9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		assertThat(get(utf8, "")).startsWith("HTTP/1.1 303").contains("\r\nLocation: /rooms/caf%c3%a9\r\n");
		assertThat(get("/rooms/caf\u00E9", "")).startsWith("HTTP/1.1 303")
			.contains("\r\nLocation: /rooms/caf%C3%A9\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/100%", "/rooms/%zz", "/rooms/%00", "/rooms/a;b", "/rooms/a%3Bb", "/../x",
			"/rooms/a/../b", "/rooms/%E2%80%AE", "/rooms/a/b", "/rooms/lobby?before=x", "/?room=%FF", "/?room=%zz" })
	void otherAddressesAreAnsweredWithAPageAndAWayBack(String address) {
		assertThat(get(address, "")).containsPattern("^HTTP/1\\.1 40[04] ")
			.contains("Page not found</h1>", WAY_BACK, "Content-Security-Policy: default-src 'none'")
			.doesNotContain("Exception", "Tomcat", "Invalid");
		assertThat(send("HEAD", address, "")).containsPattern("^HTTP/1\\.1 40[04] ").doesNotContain("<html");
	}

	@Test
	void programsGetAProblem() {
		String request = String.join("\r\n", "GET /rooms/100% HTTP/1.1", "Host: localhost", "Accept: application/json",
				"Connection: close", "", "");
		assertThat(this.http.exchange(request)).startsWith("HTTP/1.1 400")
			.contains("Content-Type: application/problem+json", "\"status\":400,\"error\":\"bad-request\"}");
	}

	@Test
	void pageOfTheWebServerIsInTheLanguageOfTheReader() {
		assertThat(get("/rooms/100%", "Accept-Language: de\r\n")).contains("lang=\"de\"", "Seite nicht gefunden</h1>");
	}

	@Test
	void cookiesOfNeighboursAreNoObstacle() {
		assertThat(get("/", "Cookie: a=" + "x".repeat(30 * 1024) + "\r\n")).startsWith("HTTP/1.1 200");
		assertThat(get("/", "Cookie: " + "a=1; ".repeat(1_000) + "b=2\r\n")).startsWith("HTTP/1.1 200");
	}

	@Test
	void cookiesOfNeighboursAreNoObstacleToALiveConnection() {
		String upgrade = String.join("\r\n", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "");
		String plain = get("/live", upgrade);
		assertThat(get("/live", upgrade + "Cookie: a=" + "x".repeat(30 * 1024) + "\r\n").substring(0, 12))
			.isEqualTo(plain.substring(0, 12))
			.isNotEqualTo("HTTP/1.1 400");
	}

	@ParameterizedTest
	@ValueSource(ints = { 33, 90, 200 })
	void tooManyCookiesAreAnsweredWithAPageThatSaysWhatToDo(int kibibytes) {
		assertThat(get("/", "Accept-Language: en\r\nCookie: a=" + "x".repeat(kibibytes * 1024) + "\r\n"))
			.startsWith("HTTP/1.1 431")
			.contains("Too many cookies</h1>", "Delete the cookies of this site", WAY_BACK);
	}

	@Test
	void addressThatIsTooLongLeadsNowhere() {
		assertThat(get("/rooms/" + "x".repeat(40_000), "")).startsWith("HTTP/1.1 414").contains("Page not found</h1>");
	}

	private String get(String address, String headers) {
		return send("GET", address, headers);
	}

	private String send(String method, String address, String headers) {
		return this.http.exchange(method + " " + address + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n"
				+ (headers.startsWith("Upgrade") ? "Connection: Upgrade\r\n" : "Connection: close\r\n") + headers
				+ "\r\n");
	}

}
