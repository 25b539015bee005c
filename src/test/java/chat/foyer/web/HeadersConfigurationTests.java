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

	private final MockHttpServletRequest request = new ForwardedRequest();

	@ParameterizedTest
	@CsvSource({ "auto,false,443,chat.example.org,", "auto,true,443,chat.example.org,max-age=31536000",
			"auto,true,443,chat.example.org:443,max-age=31536000", "auto,true,443,[::1],max-age=31536000",
			"auto,true,8443,chat.example.org:8443,", "auto,true,443,chat.example.org:8443,",
			"auto,true,443,[::1]:8443,", "always,true,8443,chat.example.org:8443,max-age=31536000",
			"always,false,8080,chat.example.org:8080,", "never,true,443,chat.example.org," })
	void onlyTheAddressWithoutAPortAsksBrowsersToStayWithTls(String setting, boolean isSecure, int port, String host,
			@Nullable String header) {
		this.request.setSecure(isSecure);
		this.request.setServerPort(port);
		this.request.addHeader("Host", host);
		assertThat(answer(new PageHeadersProperties("'none'", setting)).getHeader("Strict-Transport-Security"))
			.isEqualTo(header);
	}

	@ParameterizedTest
	@CsvSource({ "chat.example.org,max-age=31536000", "chat.example.org:8443,", "'chat.example.org:8443, proxy',",
			"'chat.example.org, proxy:8443'," })
	void hostThatAProxyNamesCountsMoreThanItsOwn(String forwarded, @Nullable String header) {
		this.request.setSecure(true);
		this.request.setServerPort(443);
		this.request.addHeader("Host", "127.0.0.1:8080");
		this.request.addHeader("X-Forwarded-Host", forwarded);
		assertThat(answer("'none'").getHeader("Strict-Transport-Security")).isEqualTo(header);
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
		assertThat(ancestors).doesNotMatch(PageHeadersProperties.SOURCES);
	}

	@ParameterizedTest
	@CsvSource({ "chat.example.org,false,80,ws://chat.example.org", "chat.example.org,true,443,wss://chat.example.org",
			"localhost,false,8080,ws://localhost:8080", "127.0.0.1,true,8443,wss://127.0.0.1:8443" })
	void webSocketsOfTheSameHostAreNamed(String host, boolean isSecure, int port, String source) {
		this.request.setServerName(host);
		this.request.setServerPort(port);
		this.request.setSecure(isSecure);
		assertThat(policy(answer("'none'"))).contains("; connect-src 'self' " + source + ";");
	}

	/**
	 * CSP has no source for an IPv6 address; browsers report one as an error.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "[::1]", "[2001:db8::1]", "a; script-src *" })
	void whatIsNoHostOfCspStaysOut(String host) {
		this.request.setServerName(host);
		assertThat(policy(answer("'none'"))).contains("; connect-src 'self'; ").doesNotContain("*", "::");
	}

	private MockHttpServletResponse answer(String ancestors) {
		return answer(new PageHeadersProperties(ancestors, "auto"));
	}

	private MockHttpServletResponse answer(PageHeadersProperties properties) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setContentType("text/html");
		try {
			new HeadersConfiguration().pageHeaders(properties)
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

	/**
	 * A request that a proxy has sent on: its port does not depend on its Host header.
	 */
	private static final class ForwardedRequest extends MockHttpServletRequest {

		private int port = 80;

		@Override
		public void setServerPort(int port) {
			this.port = port;
		}

		@Override
		public int getServerPort() {
			return this.port;
		}

	}

}
