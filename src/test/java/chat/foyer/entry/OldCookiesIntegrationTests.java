package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OldCookiesFilter}.
 */
@IntegrationTest
class OldCookiesIntegrationTests {

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Test
	void sessionOfAnEarlierReleaseGoesOnUnderTheNewName() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String session = ann.cookie(Visitor.SESSION_COOKIE);
		Visitor upgraded = this.visitors.arrive()
			.keepForeignCookie("SESSION", encode(session))
			.keepForeignCookie("theme", "dark")
			.keepForeignCookie("people", "closed")
			.keepForeignCookie("name", "Ann+B.")
			.keepForeignCookie("language", "de");
		HttpResponse<String> page = upgraded.page(this.room);
		assertThat(page.body()).contains("data-me=\"Ann\"", "data-theme=\"dark\"", "data-kept=\"closed\"",
				"lang=\"de\"");
		assertThat(upgraded.cookie(Visitor.SESSION_COOKIE)).isEqualTo(session);
		assertThat(upgraded.cookie("theme")).isEqualTo("dark");
		assertThat(upgraded.cookieHeader()).doesNotContain("SESSION=");
		assertThat(cookies(page, "-theme=")).noneMatch((cookie) -> cookie.contains("HttpOnly"));
		assertThat(cookies(page, "-session=")).allMatch((cookie) -> cookie.contains("HttpOnly"));
		assertThat(upgraded.cookie("name")).isEqualTo("Ann+B.");
		assertThat(upgraded.page(this.room).headers().allValues("Set-Cookie")).isEmpty();
	}

	@Test
	void pageThatWasOpenBeforeTheUpgradeStillSendsItsForms() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String token = ann.token(Visitor.addressOf(this.room));
		Visitor upgraded = this.visitors.arrive()
			.keepForeignCookie("SESSION", encode(ann.cookie(Visitor.SESSION_COOKIE)))
			.keepForeignCookie("XSRF-TOKEN", ann.cookie("csrf"));
		HttpResponse<String> answer = upgraded.post(Visitor.addressOf(this.room) + "/messages",
				Map.of("text", "Hello", "_csrf", token));
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(upgraded.events(this.room, 0).lines()).contains("Ann: Hello");
	}

	@Test
	void browserOfAnEarlierReleaseGetsItsSeatBackWithoutASession() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Visitor upgraded = this.visitors.arrive().keepForeignCookie("browser", ann.cookie("browser"));
		assertThat(upgraded.enter("Ann", this.room).page(this.room).body()).contains("data-me=\"Ann\"");
		assertThat(upgraded.cookie("browser")).isEqualTo(ann.cookie("browser"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SESSION=%s", "SESSION=!", "SESSION=AA==", "browser=AAAAAAAAAAAAAAAAAAAAAA" })
	void cookiesOfAnotherProgramCountForNothingAndStay(String foreign) {
		String value = foreign.formatted(encode(UUID.randomUUID().toString()));
		Visitor ann = this.visitors.arrive()
			.keepForeignCookie(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1))
			.keepForeignCookie("name", "Mallory")
			.keepForeignCookie("theme", "dark")
			.keepForeignCookie("XSRF-TOKEN", UUID.randomUUID().toString());
		HttpResponse<String> page = ann.get("/?room=");
		assertThat(page.body()).doesNotContain("Mallory", "data-theme");
		assertThat(page.headers().allValues("Set-Cookie")).hasSize(2)
			.allSatisfy((cookie) -> assertThat(cookie).matches("foyer-[0-9a-f]{6}-(csrf|browser)=.*"));
		ann.enter("Ann", this.room);
		assertThat(ann.page(this.room).body()).contains("data-me=\"Ann\"").doesNotContain("data-theme");
		assertThat(ann.cookieHeader()).contains(value, "name=Mallory", "theme=dark");
	}

	@Test
	void cookiesOfTodayCountMoreThanThoseOfAnEarlierRelease() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Visitor bob = this.visitors.enter("Bob", this.room);
		bob.keepForeignCookie("SESSION", encode(ann.cookie(Visitor.SESSION_COOKIE)));
		assertThat(bob.page(this.room).body()).contains("data-me=\"Bob\"");
		assertThat(bob.page(this.room).headers().allValues("Set-Cookie")).isEmpty();
	}

	private static List<String> cookies(HttpResponse<?> answer, String name) {
		List<String> cookies = answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.contains(name))
			.toList();
		assertThat(cookies).hasSize(1);
		return cookies;
	}

	/**
	 * As Spring Session writes an id.
	 */
	private static String encode(String session) {
		return Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8));
	}

}
