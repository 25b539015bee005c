package chat.foyer.live.handshake;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

import chat.foyer.limit.TestLimits;
import chat.foyer.support.ServerLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link OriginHandshakeInterceptor}.
 */
class OriginHandshakeInterceptorTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private long now;

	private OriginHandshakeInterceptor origins = allowing();

	@ParameterizedTest
	@CsvSource({ "http://chat.example.org, http, 80", "http://chat.example.org:80, http, 80",
			"https://chat.example.org, https, 443", "https://Chat.Example.org:8443, https, 8443" })
	void acceptsTheServersOwnOrigin(String origin, String scheme, int port) {
		assertThat(mayOpen(request(scheme, port, origin))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "https://chat.example.org, http, 80", "https://chat.example.org:8443, https, 443",
			"https://chat.example.org, https, 8443", "https://other.example.org, https, 443" })
	void rejectsOtherOrigins(String origin, String scheme, int port) {
		assertThat(mayOpen(request(scheme, port, origin))).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@Test
	void acceptsConfiguredOrigins() {
		this.origins = allowing("https://other.example.org/");
		assertThat(mayOpen(request("http", 80, "https://other.example.org"))).isTrue();
		assertThat(mayOpen(request("http", 80, "https://another.example.org"))).isFalse();
		this.origins = allowing("*");
		assertThat(mayOpen(request("http", 80, "https://another.example.org"))).isTrue();
	}

	@Test
	void rejectsHandshakeWithoutOrigin() {
		assertThat(mayOpen(request("http", 80))).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "", " ", "http://localhost:8080.evil.example", "http://localhost:x",
			"http://localhost:99999999999", "http://chat.example.org/", "*" })
	void rejectsMalformedOriginEvenIfAllAreAllowed(String origin) {
		this.origins = allowing("*");
		assertThat(mayOpen(request("http", 80, origin))).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@Test
	void rejectsTwoOrigins() {
		assertThat(mayOpen(request("https", 443, "https://chat.example.org", "https://evil.example"))).isFalse();
	}

	@Test
	void logsBothOriginsAndTheSettingsOnceAMinute() {
		try (ServerLog log = new ServerLog()) {
			mayOpen(request("http", 80, "https://chat.example.org:8443"));
			mayOpen(request("http", 80, "https://evil.example"));
			assertThat(log.lines()).singleElement()
				.asString()
				.startsWith("WARN")
				.contains("https://chat.example.org:8443,", " http://chat.example.org ",
						"server.forward-headers-strategy", "foyer.allowed-origins");
			this.now += TimeUnit.MINUTES.toNanos(1);
			mayOpen(request("http", 80, "https://evil.example/\r\u202E" + "x".repeat(500)));
			assertThat(log.lines()).hasSize(2)
				.last()
				.asString()
				.contains("https://evil.example/??xx")
				.hasSizeLessThan(700);
		}
	}

	private OriginHandshakeInterceptor allowing(String... allowed) {
		return new OriginHandshakeInterceptor(new LiveProperties(List.of(allowed)), TestLimits.refusals(),
				() -> this.now);
	}

	private boolean mayOpen(MockHttpServletRequest request) {
		return this.origins.beforeHandshake(new ServletServerHttpRequest(request),
				new ServletServerHttpResponse(this.response), mock(), new HashMap<>());
	}

	private static MockHttpServletRequest request(String scheme, int port, String... origins) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setScheme(scheme);
		request.setServerName("chat.example.org");
		request.setServerPort(port);
		for (String origin : origins) {
			request.addHeader("Origin", origin);
		}
		return request;
	}

}
