package chat.foyer.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what every answer of the whole server tells the browser to guard.
 */
@IntegrationTest
class HeadersIntegrationTests {

	private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");

	@Autowired
	@AutoClose
	private Visitors visitors;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/rooms/x", "/rooms/x.js", "/favicon.svg", "/worker.js", "/nowhere",
			"/css/nowhere.css", "/rooms/x/events", "/rooms/%23", "/rooms/a%3Bb" })
	void everyDocumentIsGuarded(String address) {
		HttpResponse<String> answer = this.visitors.arrive().get(address);
		assertGuarded(answer);
		assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
		assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
		assertThat(header(answer, "Permissions-Policy")).contains("camera=()", "geolocation=()", "microphone=()");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/css/base.css", "/webjars/stomp__stompjs/esm6/client.js" })
	void scriptsAndStylesAreGuardedWithoutWhatOnlyAppliesToDocuments(String address) {
		HttpResponse<String> answer = this.visitors.arrive().get(address);
		assertGuarded(answer);
		assertThat(header(answer, "X-Frame-Options")).isEmpty();
		assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEmpty();
		assertThat(header(answer, "Permissions-Policy")).isEmpty();
	}

	private static void assertGuarded(HttpResponse<String> answer) {
		assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none'; ")
			.doesNotContain("unsafe-", "*")
			.endsWith("; frame-ancestors 'none'");
		assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
		assertThat(header(answer, "Strict-Transport-Security")).as("without TLS").isEmpty();
		assertThat(header(answer, "Server")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/rooms/x" })
	void pagesLoadAndRunWhatTheServerServes(String address) {
		assertThat(header(this.visitors.arrive().get(address), "Content-Security-Policy"))
			.startsWith("default-src 'none'; script-src 'self' 'nonce-")
			.contains("; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self' ws://localhost:"
					+ this.port + ";")
			.contains("; form-action 'self'; base-uri 'none'; ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/css/base.css", "/favicon.svg", "/worker.js", "/rooms/x/events" })
	void allElseRunsNothing(String address) {
		assertThat(header(this.visitors.arrive().get(address), "Content-Security-Policy"))
			.isEqualTo("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
	}

	@Test
	void scriptInThePageBearsTheNonceOfThisAnswerOnly() {
		Visitor ann = this.visitors.enter("Ann", Visitors.newRoom());
		HttpResponse<String> page = ann.get(Visitor.location(ann.get("/")));
		assertThat(page.body()).contains("<script type=\"importmap\" nonce=\"" + nonce(page) + "\">");
		assertThat(nonce(page)).hasSizeGreaterThan(40).isNotEqualTo(nonce(ann.get("/rooms/x")));
		assertThat(header(page, "Cache-Control")).contains("no-store");
	}

	@Test
	void whatMayBeKeptIsKeptForEverAndBearsNoNonce() {
		Visitor ann = this.visitors.arrive();
		Matcher style = Pattern.compile("/css/base-[0-9a-f]+\\.css").matcher(ann.get("/").body());
		assertThat(style.find()).isTrue();
		HttpResponse<String> kept = ann.get(style.group());
		assertThat(header(kept, "Cache-Control")).contains("max-age=31536000", "immutable");
		assertThat(header(kept, "Content-Security-Policy")).doesNotContain("nonce");
	}

	@Test
	void whatMayChangeIsAskedForAgain() {
		assertThat(header(this.visitors.arrive().get("/css/base.css"), "Cache-Control")).isEqualTo("no-cache");
	}

	/**
	 * What the web server refuses before any filter sees it, or leads to an address that
	 * can be read.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET /%zz HTTP/1.1", "GET /a%C3 HTTP/1.1", "GET /a%2Fb HTTP/1.1", "GET /\u0001 HTTP/1.1",
			"GET / HTTP/9.9", "NONSENSE", "GET\0 / HTTP/1.1", "TRACE / HTTP/1.1" })
	void brokenRequestsLearnNothing(String request) throws IOException {
		String answer = send(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 ")
			.doesNotContainIgnoringCase("tomcat", "apache", "exception", "at org");
		assertThat(answer.substring(9, 12)).isIn("303", "400", "405", "505");
		if (answer.contains("\r\nContent-Type: ")) {
			assertThat(answer).contains("\r\nContent-Security-Policy: default-src 'none'");
		}
	}

	private String send(String request) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			OutputStream out = socket.getOutputStream();
			out.write(request.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static String nonce(HttpResponse<String> page) {
		Matcher nonce = NONCE.matcher(header(page, "Content-Security-Policy"));
		assertThat(nonce.find()).isTrue();
		return nonce.group(1);
	}

	private static String header(HttpResponse<String> answer, String name) {
		return answer.headers().firstValue(name).orElse("");
	}

}
