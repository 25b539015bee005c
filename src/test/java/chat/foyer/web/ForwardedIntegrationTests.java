package chat.foyer.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import chat.foyer.support.IntegrationTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of who may say that a request came under TLS, and to which host.
 */
class ForwardedIntegrationTests {

	private static HttpResponse<String> getForwarded(int port) throws IOException, InterruptedException {
		return getForwarded(port, "X-Forwarded-Host", "chat.example.org", "X-Forwarded-Port", "443");
	}

	private static HttpResponse<String> getForwarded(int port, String... headers)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
			.header("X-Forwarded-Proto", "https")
			.headers(headers)
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private static List<String> cookies(HttpResponse<String> answer) {
		return answer.headers().allValues("Set-Cookie");
	}

	private static List<String> cookieNames(HttpResponse<String> answer) {
		return cookies(answer).stream().map((cookie) -> cookie.split("=", 2)[0]).toList();
	}

	private static String header(HttpResponse<String> answer, String name) {
		return answer.headers().firstValue(name).orElse("");
	}

	@Nested
	@IntegrationTest
	class ByDefault {

		@LocalServerPort
		private int port;

		@Test
		void nobodyMay() throws IOException, InterruptedException {
			HttpResponse<String> answer = getForwarded(this.port);
			assertThat(cookieNames(answer)).hasSize(2)
				.allSatisfy((name) -> assertThat(name).matches("foyer-[0-9a-f]{6}-(csrf|browser)"));
			assertThat(cookies(answer)).noneMatch((cookie) -> cookie.contains("Secure"));
			assertThat(header(answer, "Strict-Transport-Security")).isEmpty();
			assertThat(header(answer, "Content-Security-Policy")).contains(" ws://localhost:" + this.port + ";")
				.doesNotContain("chat.example.org");
		}

	}

	@Nested
	@IntegrationTest(properties = "server.forward-headers-strategy=native")
	class BehindAProxy {

		@LocalServerPort
		private int port;

		@Test
		void theProxyMay() throws IOException, InterruptedException {
			HttpResponse<String> answer = getForwarded(this.port);
			assertThat(cookieNames(answer)).hasSize(2)
				.allSatisfy((name) -> assertThat(name).matches("__Host-foyer-[0-9a-f]{6}-(csrf|browser)"));
			assertThat(cookies(answer)).allSatisfy(
					(cookie) -> assertThat(cookie).contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax"));
			assertThat(header(answer, "Strict-Transport-Security")).startsWith("max-age=");
			assertThat(header(answer, "Content-Security-Policy")).contains(" wss://chat.example.org;");
		}

		@ParameterizedTest
		@CsvSource({ "X-Forwarded-Port, 8443", "X-Forwarded-Host, chat.example.org:8443" })
		void addressWithAPortOfItsOwnLeavesTheOtherPortsOfTheHostAlone(String name, String value)
				throws IOException, InterruptedException {
			HttpResponse<String> answer = getForwarded(this.port, name, value);
			assertThat(cookies(answer)).isNotEmpty().allMatch((cookie) -> cookie.contains("; Secure"));
			assertThat(header(answer, "Strict-Transport-Security")).isEmpty();
		}

	}

}
