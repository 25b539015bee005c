package chat.foyer.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Requests against the rules of RFC 9110 and RFC 9112, and such as keep to them but bear
 * values that nothing can be made of. Each goes to the main addresses, by GET and POST,
 * from a stranger and from a guest with a seat and a token.
 */
@IntegrationTest
class MalformedRequestIntegrationTests {

	private static final List<String> ADDRESSES = List.of("/", "/rooms/%s", "/rooms/%s/messages", "/rooms/%s/leave",
			"/rooms/%s/events", "/language", "/live", "/js/room.js");

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

	/**
	 * Stands for what the names of the server's cookies begin with.
	 */
	private static final String OWN_COOKIE = "{own}";

	private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

	private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n";

	private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	private RawHttp http;

	private String guest = "";

	private String cookiePrefix = "";

	@BeforeEach
	void enter() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		this.http = new RawHttp(ann.origin());
		this.cookiePrefix = ann.cookieName("");
		this.guest = "Cookie: " + ann.cookieHeader() + "\r\nX-CSRF-TOKEN: " + ann.token("/?room=") + "\r\nOrigin: "
				+ ann.origin() + "\r\n";
	}

	@ParameterizedTest
	@MethodSource
	void malformedBodyNeverFails(Fault fault) {
		send(fault, "POST", "");
		send(fault, "POST", this.guest);
	}

	@ParameterizedTest
	@MethodSource
	void malformedHeadNeverFails(Fault fault) {
		send(fault, "GET", this.guest);
		send(fault, "POST", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz", "zz\r\n0\r\n\r\n", "-1\r\na=b\r\n0\r\n\r\n", "2\r\na=b\r\n0\r\n\r\n" })
	void malformedChunksAreAnswered400(String body) {
		assertThat(this.http.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + CHUNKED + FORM + "\r\n" + body))
			.isEqualTo(400);
	}

	static Stream<Arguments> malformedBodyNeverFails() {
		List<Arguments> faults = new ArrayList<>();
		faults.add(body("chunk that is none", CHUNKED + FORM, "zz"));
		faults.add(body("chunk that is none, with its end", CHUNKED + FORM, "zz\r\nabc\r\n0\r\n\r\n"));
		faults.add(body("chunk shorter than announced", CHUNKED + FORM, "5\r\nab"));
		faults.add(body("chunk longer than announced", CHUNKED + FORM, "2\r\nroom=abc\r\n0\r\n\r\n"));
		faults.add(body("chunk with a huge size", CHUNKED + FORM, "fffffffffffffffff\r\nab\r\n0\r\n\r\n"));
		faults.add(body("chunk with a negative size", CHUNKED + FORM, "-1\r\nab\r\n0\r\n\r\n"));
		faults.add(body("no last chunk", CHUNKED + FORM, "2\r\nab\r\n"));
		faults.add(body("no chunk at all", CHUNKED + FORM, ""));
		faults.add(body("chunk with a broken extension", CHUNKED + FORM, "2;\0=\"\r\nab\r\n0\r\n\r\n"));
		faults.add(
				body("chunk with a long extension", CHUNKED + FORM, "2;" + "x".repeat(20_000) + "\r\nab\r\n0\r\n\r\n"));
		faults.add(body("broken trailer", CHUNKED + FORM, "2\r\nab\r\n0\r\nbad trailer\r\n\r\n"));
		faults.add(body("long trailer", CHUNKED + FORM, "2\r\nab\r\n0\r\na: " + "x".repeat(20_000) + "\r\n\r\n"));
		faults.add(body("chunks of no type", CHUNKED, "zz"));
		faults.add(body("chunks of JSON", CHUNKED + "Content-Type: application/json\r\n", "zz"));
		faults.add(body("chunks and a length", CHUNKED + FORM + "Content-Length: 2\r\n", "zz"));
		faults.add(body("unknown coding", "Transfer-Encoding: zip\r\n" + FORM, "zz"));
		faults.add(body("chunks not last", "Transfer-Encoding: chunked, gzip\r\n" + FORM, "zz"));
		faults.add(body("truncated form", FORM + "Content-Length: 100\r\n", "username=Ann"));
		faults.add(body("truncated body of no type", "Content-Length: 100\r\n", "username=Ann"));
		faults.add(body("body longer than announced", FORM + "Content-Length: 3\r\n", "username=Ann&room=x"));
		faults.add(body("length that is no number", FORM + "Content-Length: many\r\n", "a=b"));
		faults.add(body("negative length", FORM + "Content-Length: -3\r\n", "a=b"));
		faults.add(body("huge length", FORM + "Content-Length: 99999999999999999999\r\n", "a=b"));
		faults.add(body("large length", FORM + "Content-Length: 9999999999\r\n", "a=b"));
		faults.add(body("two lengths", FORM + "Content-Length: 3\r\nContent-Length: 4\r\n", "a=b"));
		faults.add(body("form without a length", FORM, "a=b"));
		faults.add(form("too many fields", "a=b&".repeat(5_000)));
		faults.add(form("too large a form", "a=" + "b".repeat(100_000)));
		faults.add(form("percent sign at the end", "username=%"));
		faults.add(form("broken escape", "username=%zz&room=%u0041"));
		faults.add(form("escape that is no UTF-8", "username=%FF&room=%C3"));
		faults.add(form("byte that is no UTF-8", "username=\u00ff&room=\u00c3"));
		faults.add(form("surrogate", "username=%ED%A0%80&room=%ED%B0%80&text=%ED%A0%80"));
		faults.add(form("null byte", "username=%00&room=a%00b&text=%00&language=%00&id=%00"));
		faults.add(form("name of a field that is broken", "%FF=a&%=b&=c&&&=&%00=x"));
		faults.add(form("numbers that are none", "after=x&before=99999999999999999999&limit=-1&seq=1e9&look=%00"));
		faults.add(form("method in a field", "_method=DELETE&_charset_=x&javax.servlet.include.path_info=x"));
		faults.add(body("form in an unknown charset",
				"Content-Type: application/x-www-form-urlencoded; charset=x-none\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("form in an invalid charset",
				"Content-Type: application/x-www-form-urlencoded; charset=\"\u00fc,\0\r\nContent-Length: 3\r\n",
				"a=b"));
		faults.add(body("form in UTF-16",
				"Content-Type: application/x-www-form-urlencoded; charset=UTF-16\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("multipart without parts", MULTIPART + "Content-Length: 3\r\n", "a=b"));
		faults.add(body("multipart without a boundary", "Content-Type: multipart/form-data\r\nContent-Length: 3\r\n",
				"a=b"));
		faults.add(body("multipart with a broken boundary",
				"Content-Type: multipart/form-data; boundary=\"\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("truncated multipart", MULTIPART + "Content-Length: 200\r\n",
				"--b\r\nContent-Disposition: form-data; name=\"room\"\r\n\r\nx"));
		faults.add(body("multipart in chunks that are none", MULTIPART + CHUNKED, "zz"));
		faults.add(body("multipart with broken headers", MULTIPART + "Content-Length: 50\r\n",
				"--b\r\n\0\0: x\r\nContent-Disposition\r\n\r\nx\r\n--b--\r\n    "));
		faults.add(body("type that is none", "Content-Type: /;;=\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("type with a null byte", "Content-Type: a\0b\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("empty type", "Content-Type:\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("two types", FORM + "Content-Type: text/plain\r\nContent-Length: 3\r\n", "a=b"));
		faults.add(body("JSON where a form is wanted", "Content-Type: application/json\r\nContent-Length: 1\r\n", "{"));
		faults.add(body("XML bomb", "Content-Type: application/xml\r\nContent-Length: 9\r\n", "<!DOCTYPE"));
		faults.add(body("gzip that is none", FORM + "Content-Encoding: gzip\r\nContent-Length: 3\r\n", "a=b"));
		return faults.stream();
	}

	static Stream<Arguments> malformedHeadNeverFails() {
		List<Arguments> faults = new ArrayList<>();
		// Targets.
		faults.add(target("broken escape in the query", (path) -> path + "?room=%zz&before=%"));
		faults.add(target("no UTF-8 in the query", (path) -> path + "?room=%FF&username=%C3%28"));
		faults.add(target("bytes in the query", (path) -> path + "?room=\u00ff\u00fe"));
		faults.add(target("null byte in the query", (path) -> path + "?room=%00&language=%00&before=%00&look=%00"));
		faults.add(
				target("surrogate in the query", (path) -> path + "?room=%ED%A0%80&username=%ED%A0%80&look=%ED%A0%80"));
		faults.add(target("numbers that are none in the query",
				(path) -> path + "?after=x&before=99999999999999999999&limit=-1&at=yesterday"));
		faults.add(target("negative numbers in the query", (path) -> path + "?before=-1&limit=0"));
		faults.add(target("lists in the query",
				(path) -> path + "?after=1&after=2&limit=1,2&room=a&room=b&username[0]=x"));
		faults.add(target("properties of properties",
				(path) -> path + "?class.module.classLoader=x&username.x=y&room[9999999]=1"));
		faults.add(target("long query", (path) -> path + "?room=" + "x".repeat(7_000)));
		faults.add(target("longer query", (path) -> path + "?room=" + "x".repeat(70_000)));
		faults.add(target("many parameters", (path) -> path + "?" + "a=b&".repeat(1_500)));
		faults.add(target("broken escape in the path", (path) -> path + "/%zz"));
		faults.add(target("cut escape in the path", (path) -> path + "/%"));
		faults.add(target("no UTF-8 in the path", (path) -> path + "/%FF"));
		faults.add(target("no UTF-8 as the room", (path) -> "/rooms/%C3%28/messages"));
		faults.add(target("bytes in the path", (path) -> path + "/\u00e4\u00ff"));
		faults.add(target("null byte in the path", (path) -> path + "/%00"));
		faults.add(target("raw null byte in the path", (path) -> path + "/\0"));
		faults.add(target("surrogate as the room", (path) -> "/rooms/%ED%A0%80/leave"));
		faults.add(target("control characters as the room", (path) -> "/rooms/%01%7F%C2%85/events"));
		faults.add(target("room of nothing", (path) -> "/rooms//messages"));
		faults.add(target("room of a blank", (path) -> "/rooms/%20"));
		faults.add(target("room that is too long", (path) -> "/rooms/" + "x".repeat(2_000) + "/events"));
		faults.add(target("encoded slash", (path) -> "/rooms/a%2Fb" + path));
		faults.add(target("encoded backslash", (path) -> path + "%5C.."));
		faults.add(target("backslash", (path) -> path + "\\.."));
		faults.add(target("way up", (path) -> path + "/../../../../etc/passwd"));
		faults.add(target("encoded way up", (path) -> path + "/%2e%2e/%2e%2e/%252e%252e/x"));
		faults.add(target("path parameter", (path) -> path + ";jsessionid=x;a=%00"));
		faults.add(target("two slashes", (path) -> "//" + path));
		faults.add(target("brackets", (path) -> path + "?a[]={b}|^`<>\""));
		faults.add(target("fragment", (path) -> path + "#x"));
		faults.add(target("long path", (path) -> path + "/x".repeat(3_000)));
		faults.add(target("absolute form", (path) -> "http://localhost" + path));
		faults.add(target("absolute form of another host", (path) -> "http://evil.example:1" + path));
		faults.add(target("absolute form of another scheme", (path) -> "ftp://localhost" + path));
		faults.add(target("absolute form of a broken host", (path) -> "http://[::1" + path));
		faults.add(target("absolute form with a broken port", (path) -> "http://localhost:99999999" + path));
		faults.add(target("authority form", (path) -> "localhost:443"));
		faults.add(target("asterisk form", (path) -> "*"));
		faults.add(target("relative target", (path) -> path.substring(1) + "x"));
		faults.add(target("no target", (path) -> ""));
		// Lines.
		faults.add(line("unknown method", (method, path) -> "BREW " + path + " HTTP/1.1"));
		faults.add(line("PUT", (method, path) -> "PUT " + path + " HTTP/1.1"));
		faults.add(line("PATCH", (method, path) -> "PATCH " + path + " HTTP/1.1"));
		faults.add(line("DELETE", (method, path) -> "DELETE " + path + " HTTP/1.1"));
		faults.add(line("OPTIONS", (method, path) -> "OPTIONS " + path + " HTTP/1.1"));
		faults.add(line("HEAD", (method, path) -> "HEAD " + path + " HTTP/1.1"));
		faults.add(line("TRACE", (method, path) -> "TRACE " + path + " HTTP/1.1"));
		faults.add(line("CONNECT", (method, path) -> "CONNECT " + path + " HTTP/1.1"));
		faults.add(line("small letters", (method, path) -> method.toLowerCase(Locale.ROOT) + " " + path + " HTTP/1.1"));
		faults.add(line("method that is no token", (method, path) -> method + "\u00e4{} " + path + " HTTP/1.1"));
		faults.add(line("long method", (method, path) -> "G".repeat(9_000) + " " + path + " HTTP/1.1"));
		faults.add(line("HTTP/0.9", (method, path) -> method + " " + path));
		faults.add(line("HTTP/1.0", (method, path) -> method + " " + path + " HTTP/1.0"));
		faults.add(line("HTTP/2", (method, path) -> method + " " + path + " HTTP/2.0"));
		faults.add(line("HTTP/9.9", (method, path) -> method + " " + path + " HTTP/9.9"));
		faults.add(line("version that is none", (method, path) -> method + " " + path + " HTPT/1.1"));
		faults.add(line("empty lines before", (method, path) -> "\r\n\r\n" + method + " " + path + " HTTP/1.1"));
		faults.add(line("blanks", (method, path) -> " " + method + "  " + path + "  HTTP/1.1 "));
		faults.add(line("bare carriage return", (method, path) -> method + " " + path + " HTTP/1.1\rX: y"));
		faults
			.add(argumentSet("preface of HTTP/2", (Fault) (method, path, head) -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
		faults.add(argumentSet("TLS", (Fault) (method, path, head) -> "\u0016\u0003\u0001\0\u0005\u0001\0\0\u0001\0"));
		faults.add(argumentSet("nothing", (Fault) (method, path, head) -> ""));
		faults.add(argumentSet("half a head", (Fault) (method, path, head) -> method + " " + path + " HTTP/1.1\r\nHo"));
		faults.add(argumentSet("no host",
				(Fault) (method, path, head) -> method + " " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n"));
		faults.add(argumentSet("two hosts", (Fault) (method, path, head) -> method + " " + path
				+ " HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"));
		faults.add(argumentSet("broken host", (Fault) (method, path, head) -> method + " " + path
				+ " HTTP/1.1\r\nHost: a_b:x@[\0]\r\nConnection: close\r\n\r\n"));
		faults.add(argumentSet("host with a broken port", (Fault) (method, path, head) -> method + " " + path
				+ " HTTP/1.1\r\nHost: localhost:99999\r\nConnection: close\r\n\r\n"));
		faults.add(argumentSet("empty host", (Fault) (method, path, head) -> method + " " + path
				+ " HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"));
		// Headers.
		faults.add(header("many headers", "X: y\r\n".repeat(500)));
		faults.add(header("large header", "X: " + "y".repeat(20_000) + "\r\n"));
		faults.add(header("header without a colon", "X\r\n"));
		faults.add(header("header without a name", ": y\r\n"));
		faults.add(header("header with a blank", "X : y\r\n"));
		faults.add(header("folded header", "X: y\r\n z\r\n"));
		faults.add(header("header with a null byte", "X: \0\r\n"));
		faults.add(header("header with bytes", "X\u00e4: \u00ff\u00fe\u0001\r\n"));
		faults.add(header("cookie that is none", "Cookie: \u00ff=\u00fe;;; =; $x=\0, SESSION=\"; " + OWN_COOKIE
				+ "session=\"; " + OWN_COOKIE + "=x\r\n"));
		faults
			.add(header("broken session cookie", "Cookie: SESSION=%%%\u00ff; XSRF-TOKEN=\u00ff; language=\u00ff\r\n"));
		faults.add(header("old session cookie that is no base 64", "Cookie: SESSION=!; browser=!; name=%zz\r\n"));
		faults.add(header("old session cookie with a null byte", "Cookie: SESSION=AA==; language=%00\r\n"));
		faults.add(header("broken cookies of this installation",
				cookies("session", "csrf", "browser", "name", "language", "theme", "density", "people")));
		faults.add(header("many cookies", "Cookie: " + "SESSION=x; ".repeat(600) + "\r\n"));
		faults.add(header("huge cookie", "Cookie: SESSION=" + "A".repeat(7_000) + "\r\n"));
		faults.add(header("broken Accept", "Accept: ;;q=x,*/*/*\0\r\n"));
		faults.add(header("unwanted Accept", "Accept: image/x-none\r\n"));
		faults.add(header("broken Accept for JSON", "Accept: application/json;q=7, */;,\r\n"));
		faults.add(header("broken Accept-Language", "Accept-Language: en_US_abcdefgh_abcde, \u00ff;q=x, -, *;q=9\r\n"));
		faults.add(header("broken Accept-Encoding", "Accept-Encoding: gzip;q=x, ;;, \u00ff\r\n"));
		faults.add(header("broken Accept-Charset", "Accept-Charset: x-none;q=x\r\n"));
		faults.add(header("broken Range", "Range: bytes=x-y\r\n"));
		faults.add(header("Range beyond the end", "Range: bytes=999999-9999999\r\n"));
		faults.add(header("Range backwards", "Range: bytes=9-1,-0\r\n"));
		faults.add(header("huge Range", "Range: bytes=99999999999999999999-\r\n"));
		faults.add(header("many Ranges", "Range: bytes=" + "0-1,".repeat(500) + "1-2\r\n"));
		faults.add(header("broken If-Range", "Range: bytes=0-1\r\nIf-Range: x\r\n"));
		faults.add(header("broken If-Modified-Since", "If-Modified-Since: yesterday\r\n"));
		faults.add(header("broken If-Unmodified-Since", "If-Unmodified-Since: \u00ff\r\n"));
		faults.add(header("broken If-None-Match", "If-None-Match: \"x, W/, \u00ff\r\n"));
		faults.add(header("broken If-Match", "If-Match: x\"\r\n"));
		faults.add(header("unknown Expect", "Expect: wonders\r\n"));
		faults.add(header("unknown Connection", "Connection: \u00ff, ,\r\n"));
		faults.add(header("broken Origin", "Origin: http://a:99999999\r\nOrigin: \u00ff\r\n"));
		faults.add(header("CORS preflight", "Origin: http://\r\nAccess-Control-Request-Method: \u00ff\r\n"));
		faults.add(header("broken Referer", "Referer: ://\u00ff%zz\r\n"));
		faults.add(header("broken forwarding", String.join("\r\n", "X-Forwarded-For: \u00ff,,", "X-Forwarded-Port: x",
				"X-Forwarded-Proto: ,", "X-Forwarded-Host: [", "Forwarded: for=;;\"", "")));
		faults.add(header("method override", "X-HTTP-Method-Override: DELETE\r\n"));
		faults.add(header("broken authorization", "Authorization: Basic \u00ff==\r\nAuthorization: Bearer\r\n"));
		faults.add(header("upgrade to HTTP/2",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \u00ff\r\n"));
		faults.add(header("upgrade to nothing", "Connection: Upgrade\r\nUpgrade: \u00ff, ,/\r\n"));
		faults.add(header("upgrade without a key", UPGRADE));
		faults.add(header("upgrade with a broken key", UPGRADE + "Sec-WebSocket-Key: \u00ff\r\n"));
		faults.add(header("upgrade with a short key", UPGRADE + "Sec-WebSocket-Key: AA==\r\n"));
		faults.add(header("upgrade of another version", String.join("\r\n", "Connection: Upgrade", "Upgrade: websocket",
				"Sec-WebSocket-Version: \u00ff", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "")));
		faults.add(header("upgrade with broken extensions", UPGRADE + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
				+ "Sec-WebSocket-Extensions: ;=\"\u00ff,,\r\n"));
		faults.add(header("upgrade with broken protocols",
				UPGRADE + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + "Sec-WebSocket-Protocol: \u00ff,,;\r\n"));
		faults.add(header("upgrade with an unknown protocol",
				UPGRADE + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + "Sec-WebSocket-Protocol: mqtt\r\n"));
		return faults.stream();
	}

	/**
	 * Sends a request to each address, and checks the answers and the log.
	 * @param sender the headers that tell who sends it
	 */
	private void send(Fault fault, String method, String sender) {
		SoftAssertions softly = new SoftAssertions();
		for (String address : ADDRESSES) {
			String path = address.formatted(Visitor.addressOf(this.room).substring("/rooms/".length()));
			String name = (sender.isEmpty() ? "a stranger's " : "a guest's ") + method + " " + path;
			try (ServerLog log = new ServerLog()) {
				int status = this.http.send(fault.in(method, path, "Host: localhost\r\nConnection: close\r\n" + sender)
					.replace(OWN_COOKIE, this.cookiePrefix));
				softly.assertThat(status)
					.as("answer to %s", name)
					.matches((code) -> code < 500 || List.of(501, 503, 505).contains(code), "no failure");
				softly.assertThat(log.lines()).as("log of %s", name).hasSizeLessThanOrEqualTo(1);
				softly.assertThat(log.lines()).as("log of %s", name).noneMatch((line) -> line.contains(" <- "));
			}
		}
		softly.assertAll();
	}

	private static String cookies(String... names) {
		return "Cookie: "
				+ Stream.of(names).map((name) -> OWN_COOKIE + name + "=%zz\u00ff%00").collect(Collectors.joining("; "))
				+ "\r\n";
	}

	private static Arguments body(String name, String headers, String body) {
		return argumentSet(name,
				(Fault) (method, path, head) -> method + " " + path + " HTTP/1.1\r\n" + head + headers + "\r\n" + body);
	}

	private static Arguments form(String name, String body) {
		return body(name, FORM + "Content-Length: " + body.length() + "\r\n", body);
	}

	private static Arguments target(String name, UnaryOperator<String> target) {
		return line(name, (method, path) -> method + " " + target.apply(path) + " HTTP/1.1");
	}

	private static Arguments line(String name, BiFunction<String, String, String> line) {
		return argumentSet(name,
				(Fault) (method, path, head) -> line.apply(method, path) + "\r\n" + head + "Content-Length: 0\r\n\r\n");
	}

	private static Arguments header(String name, String headers) {
		return argumentSet(name, (Fault) (method, path, head) -> method + " " + path + " HTTP/1.1\r\n" + head
				+ "Content-Length: 0\r\n" + headers + "\r\n");
	}

	/**
	 * What is wrong with a request.
	 */
	private interface Fault {

		/**
		 * The request with the fault in it.
		 * @param head headers that belong in each request
		 */
		String in(String method, String path, String head);

	}

}
