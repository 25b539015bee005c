package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HeadersConfiguration} for what depends on settings and on the request.
 */
class HeadersConfigurationTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@Test
	void browsersStayWithTlsOnceTheyHaveIt() {
		assertThat(answer("'none'").getHeader("Strict-Transport-Security")).isNull();
		this.request.setSecure(true);
		assertThat(answer("'none'").getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "'none',DENY", "'self',SAMEORIGIN", "https://school.example.org," })
	void framesAreForThoseWhoAreNamed(String ancestors, @Nullable String older) {
		MockHttpServletResponse answer = answer(ancestors);
		assertThat(policy(answer)).endsWith("; frame-ancestors " + ancestors);
		assertThat(answer.getHeader("X-Frame-Options")).isEqualTo(older);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "'none'; script-src *", "a, b", "a\r\nSet-Cookie: b", "a  b" })
	void whoMayFrameIsAListOfSources(String ancestors) {
		assertThat(ancestors).doesNotMatch(FramingProperties.SOURCES);
	}

	@ParameterizedTest
	@CsvSource({ "chat.example.org,false,80,ws://chat.example.org", "chat.example.org,true,443,wss://chat.example.org",
			"localhost,false,8080,ws://localhost:8080", "[::1],true,8443,wss://[::1]:8443" })
	void webSocketsOfTheSameHostAreNamed(String host, boolean isSecure, int port, String source) {
		this.request.setServerName(host);
		this.request.setServerPort(port);
		this.request.setSecure(isSecure);
		assertThat(policy(answer("'none'"))).contains("; connect-src 'self' " + source + ";");
	}

	@Test
	void whatIsNoHostStaysOut() {
		this.request.setServerName("a; script-src *");
		assertThat(policy(answer("'none'"))).contains("; connect-src 'self'; ").doesNotContain("*");
	}

	private MockHttpServletResponse answer(String ancestors) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setContentType("text/html");
		try {
			new HeadersConfiguration().pageHeaders(new FramingProperties(ancestors))
				.getFilter()
				.doFilter(this.request, response, new MockFilterChain());
		}
		catch (IOException | ServletException ex) {
			throw new IllegalStateException(ex);
		}
		return response;
	}

	private static String policy(MockHttpServletResponse answer) {
		return String.valueOf(answer.getHeader("Content-Security-Policy"));
	}

}
