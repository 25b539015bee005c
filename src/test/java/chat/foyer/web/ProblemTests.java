package chat.foyer.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Problem}.
 */
class ProblemTests {

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/problem+json", "application/*", "application/*+json",
			"application/json, text/plain, */*", "text/html;q=0.5, application/json", "application/json, text/html",
			"Application/JSON; charset=utf-8", "*/*;q=0.1, application/problem+json;q=0.2",
			"image/png, application/json" })
	void jsonIsPreferred(String accepted) {
		assertThat(Problem.isPreferredBy(request(accepted))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*/*", "text/html", "text/*", "text/html, application/json", "image/png", "json",
			";;q=x", "application/json;q=0.5, text/html", "application/json;q=0, */*", "application/json;q=0",
			"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json;q=0.5, */*" })
	void pageIsPreferred(String accepted) {
		assertThat(Problem.isPreferredBy(request(accepted))).isFalse();
	}

	@Test
	void pageIsForClientsWithoutPreference() {
		assertThat(Problem.isPreferredBy(new MockHttpServletRequest())).isFalse();
	}

	@Test
	void allAcceptHeadersCount() {
		MockHttpServletRequest request = request("text/html;q=0.5");
		request.addHeader("Accept", "application/json");
		assertThat(Problem.isPreferredBy(request)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "400, bad-request", "403, forbidden", "404, not-found", "405, bad-request", "409, conflict",
			"410, gone", "413, too-large", "415, bad-request", "429, rate-limited", "431, bad-request",
			"500, unavailable", "501, bad-request", "503, unavailable", "505, bad-request" })
	void statusHasAWord(int status, String word) {
		assertThat(Problem.of(HttpStatus.valueOf(status)).error()).isEqualTo(word);
	}

	@Test
	void isWrittenOutsideOfSpringMvc() throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		Problem.of(HttpStatus.TOO_MANY_REQUESTS).withId("\"").withRetryAfter(2).writeTo(response);
		assertThat(response.getStatus()).isEqualTo(429);
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
		assertThat(response.getHeader("Retry-After")).isEqualTo("2");
		assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(response.getContentAsString()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Too Many Requests\","
				+ "\"status\":429,\"error\":\"rate-limited\",\"id\":\"\\\"\",\"retryAfter\":2}");
	}

	private static MockHttpServletRequest request(String accepted) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Accept", accepted);
		return request;
	}

}
