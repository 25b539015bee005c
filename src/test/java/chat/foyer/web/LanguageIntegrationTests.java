package chat.foyer.web;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Languages that are none, wherever a request may name one.
 */
@IntegrationTest
@TestInstance(Lifecycle.PER_CLASS)
class LanguageIntegrationTests {

	private static final long SEED = 20_261_126;

	/**
	 * What stands in language tags, what ends or separates them, and what belongs in
	 * neither.
	 */
	private static final List<String> PIECES = List.of("en", "EN", "US", "de", "zh", "Hant", "x", "u", "t", "ca", "a",
			"abcdefgh", "abcdefghi", "1996", "POSIX", "-", "_", "--", ",", ";", ";q=", "0.5", "q=9", "*", " ", "\t",
			"\u00ff", "\u0130", "#", "@", "%", "{0}", "'", "i", "root", "und", "no", "NY", "ja_JP_JP", "th_TH_TH");

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	private Visitor ann;

	private RawHttp http;

	private String token = "";

	private String languageCookie = "";

	@BeforeAll
	void enter() {
		this.ann = this.visitors.enter("Ann", this.room);
		this.http = new RawHttp(this.ann.origin());
		this.token = this.ann.token("/?room=");
		this.languageCookie = this.ann.cookieName("language");
	}

	@ParameterizedTest
	@MethodSource("languages")
	void malformedLanguageNeverFails(String language) {
		assertThatNothingFails(language);
	}

	@Test
	void randomLanguageNeverFails() {
		Random random = new Random(SEED);
		Stream
			.generate(() -> random.ints(1 + random.nextInt(8), 0, PIECES.size())
				.mapToObj(PIECES::get)
				.collect(Collectors.joining()))
			.limit(40)
			.forEach(this::assertThatNothingFails);
	}

	@ParameterizedTest
	@MethodSource("languages")
	void unknownLanguageIsNotKept(String language) {
		for (String path : List.of("/language", Visitor.addressOf(this.room) + "/language")) {
			HttpResponse<String> answer = this.ann.post(path, Map.of("language", language, "_csrf", this.token));
			assertThat(answer.statusCode()).isEqualTo(303);
			assertThat(answer.headers().allValues("Set-Cookie")).noneMatch((cookie) -> cookie.contains("-language="));
		}
	}

	@ParameterizedTest
	@CsvSource({ "pt, pt", "pt-BR, pt", "zh-Hant-TW, zh", "DE, de", "en-US-x-private, en" })
	void knownLanguageIsKeptWithoutItsRegion(String language, String kept) {
		this.ann.submit("/?room=", "/language", Map.of("language", language));
		assertThat(this.ann.cookie("language")).isEqualTo(kept);
	}

	static Stream<String> languages() {
		return Stream.of("en_US_abcdefgh_abcde", "en_US_abcdefgh", "_", "__", "-", "--", "___x", "en_", "_US", "en_US_",
				"en__POSIX", "english", "e", "sv", "und", "root", "*", "x-private", "i-klingon", "abcdefghi", "1",
				"en_US#Latn", "en;q=0.5", "en,de", "a".repeat(5_000), "_a".repeat(2_000), "\u0130", "<script>",
				"../../en", "en%00", "no\u0000", "\uD83D\uDE00", "{0}", "en US", "\r\nSet-Cookie: a=b", "");
	}

	private void assertThatNothingFails(String language) {
		String encoded = URLEncoder.encode(language, StandardCharsets.UTF_8);
		String raw = new String(language.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
			.replaceAll("[\r\n]", "");
		String body = "language=" + encoded + "&_csrf=" + URLEncoder.encode(this.token, StandardCharsets.UTF_8);
		String cookie = "Cookie: " + this.ann.cookieHeader() + "\r\n";
		String page = Visitor.addressOf(this.room);
		List<String> requests = List.of(get(page, cookie + "Accept-Language: " + raw + "\r\n"),
				get(page, cookie.replace("\r\n", "; " + this.languageCookie + "=" + raw + "\r\n")),
				get("/", "Cookie: " + this.languageCookie + "=" + encoded + "\r\nAccept-Language: " + encoded + "\r\n"),
				get("/nowhere?language=" + encoded, "Accept-Language: " + raw + "\r\n"),
				post("/language", cookie, body), post(page + "/language", cookie, body));
		try (ServerLog log = new ServerLog()) {
			assertThat(requests).allSatisfy((request) -> assertThat(this.http.send(request)).isBetween(200, 499));
			assertThat(log.troubles()).isEmpty();
		}
	}

	private static String get(String path, String headers) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
	}

	private static String post(String path, String headers, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
				+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
				+ body;
	}

}
