package chat.foyer.web;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
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
 * Tests of the refusals that JSON clients get, of the methods of the addresses and of
 * HEAD, against the whole server.
 */
@IntegrationTest
class ProblemsIntegrationTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final Pattern NOT_COMPARED = Pattern
		.compile("(?i)(Content-Length|Transfer-Encoding|Date|Set-Cookie|Content-Security-Policy|ETag):.*");

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	private RawHttp http;

	private Visitor ann;

	private String cookies;

	private String guest;

	@BeforeEach
	void enter() {
		this.ann = this.visitors.enter("Ann", this.room);
		this.http = new RawHttp(this.ann.origin());
		this.cookies = "Cookie: " + this.ann.cookieHeader() + "\r\n";
		this.guest = this.cookies + "X-CSRF-TOKEN: " + this.ann.token("/?room=") + "\r\n";
	}

	@ParameterizedTest
	@CsvSource({ "GET, /nowhere, 404, not-found", "GET, /rooms/%23, 404, not-found",
			"GET, /css/nowhere.css, 404, not-found", "GET, /a%3Bb, 400, bad-request",
			"GET, /rooms/100%, 400, bad-request", "GET, /?room=%zz, 400, bad-request",
			"GET, /rooms/*/events?limit=0, 400, bad-request", "GET, /rooms/*/events?before=x, 400, bad-request",
			"GET, /rooms/*/events?after=1&before=2, 400, bad-request", "GET, /rooms/other/events, 403, not-a-member",
			"GET, /rooms/other, 403, not-a-member", "GET, /rooms/other/invite.svg, 403, not-a-member",
			"GET, /move/x, 410, gone", "POST, /move/x, 410, gone", "POST, /rooms/*/read, 400, bad-request",
			"POST, /rooms/*/language, 400, bad-request", "POST, /rooms/*/messages, 422, empty",
			"POST, /, 422, name-invalid", "DELETE, /rooms/*, 405, bad-request", "POST, /chat, 405, bad-request",
			"TRACE, /, 405, bad-request", "BREW, /, 501, bad-request" })
	void refusalIsAProblemAndNotLogged(String method, String address, int status, String error) {
		try (ServerLog log = new ServerLog()) {
			for (String accepted : List.of("application/json", "text/html;q=0.1, application/problem+json")) {
				String answer = send(method, address, "Accept: " + accepted + "\r\n" + this.guest);
				assertProblem(answer, status, error);
			}
			assertThat(log.troubles()).isEmpty();
		}
	}

	@Test
	void refusalWithoutATokenIsForbidden() {
		for (String address : List.of("/", "/rooms/*/leave", "/rooms/*/read", "/language", "/move")) {
			assertProblem(send("POST", address, "Accept: application/json\r\n" + this.cookies), 403, "forbidden");
		}
		String answer = post("/rooms/*/messages", FORM, "text=hi&id=m-1",
				"Accept: application/json\r\n" + this.cookies);
		assertProblem(answer, 403, "forbidden");
		assertThat(answer).contains("\"id\":\"m-1\"");
	}

	@Test
	void bodyThatIsNoFormIsUnsupported() {
		for (String type : List.of("application/json", "text/plain", "application/offset+octet-stream")) {
			String answer = post("/rooms/*/messages", type, "{\"text\":\"hi\"}",
					"Accept: application/json\r\n" + this.guest);
			assertProblem(answer, 415, "bad-request");
			assertThat(answer).contains("\r\nAccept: " + FORM + "\r\n");
		}
	}

	@Test
	void bodyThatIsTooLargeIsToldInTheWordsOfItsKind() {
		String form = "text=" + "x".repeat(132_000);
		assertProblem(post("/rooms/*/messages", FORM, form, "Accept: application/json\r\n" + this.guest), 413,
				"too-large");
		assertThat(post("/rooms/*/messages", FORM, form, "Accept: text/html\r\n" + this.guest))
			.startsWith("HTTP/1.1 413")
			.contains("Go back, shorten it and try again.");
	}

	@Test
	void textThatIsFarTooLongIsKeptOnThePage() {
		String text = "\u6f22".repeat(14_000);
		assertThat(this.ann.say(this.room, Map.of("text", text)).body())
			.contains("The message is too long: 4,000 characters at most.", ">" + text + "</textarea>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/html" })
	void tooManyOrTooLargeHeadersAreToldApartFromOtherFaults(String accepted) {
		for (String headers : List.of("X: y\r\n".repeat(150), "X: " + "y".repeat(40_000) + "\r\n")) {
			assertThat(send("GET", "/", "Accept: " + accepted + "\r\n" + headers)).startsWith("HTTP/1.1 431");
		}
		assertThat(send("GET", "/" + "x".repeat(40_000), "")).startsWith("HTTP/1.1 414");
	}

	@Test
	void pageOnlyClientIsNotAnsweredWithJson() {
		assertThat(send("GET", "/rooms/*/events", "Accept: text/html\r\n" + this.guest)).startsWith("HTTP/1.1 406")
			.contains("<html");
	}

	@ParameterizedTest
	@CsvSource({ "/, GET HEAD OPTIONS POST", "/chat, GET HEAD OPTIONS", "/rooms, GET HEAD OPTIONS",
			"/rooms/*, GET HEAD OPTIONS", "/rooms/*/leave, GET HEAD OPTIONS POST",
			"/rooms/*/messages, GET HEAD OPTIONS POST", "/rooms/*/read, GET HEAD OPTIONS POST",
			"/rooms/*/language, GET HEAD OPTIONS POST", "/rooms/*/events, GET HEAD OPTIONS",
			"/rooms/*/invite.svg, GET HEAD OPTIONS", "/language, GET HEAD OPTIONS POST", "/move, GET HEAD OPTIONS POST",
			"/move/x, GET HEAD OPTIONS POST", "/move/x/after, GET HEAD OPTIONS", "/offline, GET HEAD OPTIONS",
			"/live, GET HEAD OPTIONS", "/js/room.js, GET HEAD OPTIONS", "/livez, GET HEAD OPTIONS" })
	void allowNamesAllMethodsOfTheAddress(String address, String methods) {
		try (ServerLog log = new ServerLog()) {
			for (String accepted : List.of("application/json", "text/html")) {
				String refused = send("DELETE", address, "Accept: " + accepted + "\r\n" + this.guest);
				assertThat(refused).startsWith("HTTP/1.1 405");
				assertThat(allow(refused)).isEqualTo(methods);
			}
			String answer = send("OPTIONS", address, "");
			assertThat(answer).startsWith("HTTP/1.1 200");
			assertThat(allow(answer)).isEqualTo(methods);
			assertThat(log.troubles()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/?room=x", "/chat", "/chat/", "/rooms", "/rooms/*", "/rooms/other",
			"/rooms/*/events", "/rooms/other/events", "/rooms/*/invite.svg", "/js/room.js", "/favicon.svg",
			"/icons/icon-192.png", "/offline", "/live", "/livez", "/nowhere", "/rooms/%23", "/a%3Bb", "/move/x" })
	void headEqualsGetWithoutTheBody(String address) {
		for (String accepted : List.of("application/json", "*/*")) {
			String headers = "Accept: " + accepted + "\r\nAccept-Encoding: gzip\r\n" + this.guest;
			String got = send("GET", address, headers);
			String head = send("HEAD", address, headers);
			assertThat(comparable(head)).isEqualTo(comparable(got));
			assertThat(head).endsWith("\r\n\r\n");
		}
	}

	private String send(String method, String address, String headers) {
		return this.http.exchange(method + " " + fill(address) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ (method.equals("POST") ? "Content-Length: 0\r\n" : "") + headers + "\r\n");
	}

	private String post(String address, String type, String body, String headers) {
		return this.http.exchange("POST " + fill(address) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ headers + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
	}

	private String fill(String address) {
		return address.replace("/rooms/*", Visitor.addressOf(this.room));
	}

	private static void assertProblem(String answer, int status, String error) {
		assertThat(answer).startsWith("HTTP/1.1 " + status + " ")
			.contains("\r\nContent-Type: application/problem+json", "\"type\":\"about:blank\"", "\"title\":\"",
					"\"status\":" + status + ",\"error\":\"" + error + "\"")
			.doesNotContain("Exception", "<html");
	}

	private static String allow(String answer) {
		return answer.lines()
			.filter((line) -> line.startsWith("Allow: "))
			.flatMap((line) -> Stream.of(line.substring("Allow: ".length()).split(", ?", -1)))
			.collect(Collectors.toCollection(TreeSet::new))
			.stream()
			.collect(Collectors.joining(" "));
	}

	private static List<String> comparable(String answer) {
		return answer.substring(0, answer.indexOf("\r\n\r\n"))
			.lines()
			.filter((line) -> !NOT_COMPARED.matcher(line).matches())
			.sorted()
			.toList();
	}

}
