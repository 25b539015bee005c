package chat.foyer.live;

import java.util.HashMap;

import chat.foyer.limit.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link NamedOrigins}.
 */
class NamedOriginsTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void whoNamesOneIsLookedAt() {
		assertThat(mayOpen("https://chat.example.org")).isTrue();
	}

	@Test
	void whoNamesNoneMayNotConnect() {
		assertThat(mayOpen()).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "", " ", "http://localhost:8080.evil.example", "http://localhost:x",
			"http://localhost:99999999999" })
	void whoNamesNothingThatCanBeLookedAtMayNot(String origin) {
		assertThat(mayOpen(origin)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@Test
	void whoNamesTwoMayNot() {
		assertThat(mayOpen("https://chat.example.org", "https://evil.example")).isFalse();
	}

	private boolean mayOpen(String... origins) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		for (String origin : origins) {
			request.addHeader("Origin", origin);
		}
		return new NamedOrigins(TestLimits.refusals()).beforeHandshake(new ServletServerHttpRequest(request),
				new ServletServerHttpResponse(this.response), mock(), new HashMap<>());
	}

}
