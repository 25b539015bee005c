package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link SlowSendersFilter}.
 */
class SlowSendersFilterTests {

	private final SlowSendersFilter filter = new SlowSendersFilter(4);

	@Test
	void whoSendsBodiesHasHalfOfTheThreadsAndNoMore() throws Exception {
		MockHttpServletResponse third = new MockHttpServletResponse();
		MockHttpServletResponse reader = new MockHttpServletResponse();
		during(() -> during(() -> {
			this.filter.doFilter(sender(), third, new MockFilterChain());
			this.filter.doFilter(new MockHttpServletRequest(), reader, new MockFilterChain());
		}));
		assertThat(third.getStatus()).isEqualTo(503);
		assertThat(third.getHeader("Retry-After")).isEqualTo("1");
		assertThat(reader.getStatus()).isEqualTo(200);
	}

	@Test
	void bodyOfUnknownLengthCounts() throws Exception {
		MockHttpServletRequest chunked = new MockHttpServletRequest();
		chunked.addHeader("Transfer-Encoding", "chunked");
		MockHttpServletResponse third = new MockHttpServletResponse();
		during(() -> during(() -> this.filter.doFilter(chunked, third, new MockFilterChain())));
		assertThat(third.getStatus()).isEqualTo(503);
	}

	@Test
	void threadIsFreeAgainWhateverCameOfIt() throws Exception {
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().isThrownBy(() -> during(() -> {
				throw new IllegalStateException("broken");
			}));
		}
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(sender(), response, new MockFilterChain());
		assertThat(response.getStatus()).isEqualTo(200);
	}

	private void during(Step step) throws ServletException, IOException {
		this.filter.doFilter(sender(), new MockHttpServletResponse(), new MockFilterChain() {

			@Override
			public void doFilter(ServletRequest request, ServletResponse response)
					throws IOException, ServletException {
				step.run();
			}

		});
	}

	private static MockHttpServletRequest sender() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContent(new byte[] { 1 });
		return request;
	}

	private interface Step {

		void run() throws IOException, ServletException;

	}

}
