package chat.foyer.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link SlowSendersFilter}.
 */
class SlowSendersFilterTests {

	private final SlowSendersFilter filter = new SlowSendersFilter(4);

	@Test
	void sendersTakeHalfOfTheThreadsAtTheMost() throws Exception {
		MockHttpServletResponse third = new MockHttpServletResponse();
		MockHttpServletResponse reader = new MockHttpServletResponse();
		filter(sender(() -> filter(sender(() -> {
			this.filter.doFilter(sender(), third, new MockFilterChain());
			this.filter.doFilter(new MockHttpServletRequest(), reader, new MockFilterChain());
		}))));
		assertThat(third.getStatus()).isEqualTo(503);
		assertThat(third.getHeader("Retry-After")).isEqualTo("1");
		assertThat(reader.getStatus()).isEqualTo(200);
	}

	@Test
	void fewSendersWaitForAThread() throws Exception {
		SlowSendersFilter patient = new SlowSendersFilter(4, Duration.ofMinutes(1));
		MockHttpServletResponse fourth = new MockHttpServletResponse();
		Thread waiting = new Thread(() -> Assertions
			.assertThatCode(() -> patient.doFilter(sender(), new MockHttpServletResponse(), new MockFilterChain()))
			.doesNotThrowAnyException());
		patient.doFilter(sender(() -> patient.doFilter(sender(() -> {
			waiting.start();
			await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
			patient.doFilter(sender(), fourth, new MockFilterChain());
			assertThat(waiting.isAlive()).isTrue();
		}), new MockHttpServletResponse(), new MockFilterChain())), new MockHttpServletResponse(),
				new MockFilterChain());
		assertThat(fourth.getStatus()).isEqualTo(503);
		await().until(() -> !waiting.isAlive());
	}

	@Test
	void bodyOfUnknownLengthCounts() throws Exception {
		MockHttpServletRequest chunked = new MockHttpServletRequest();
		chunked.addHeader("Transfer-Encoding", "chunked");
		MockHttpServletResponse third = new MockHttpServletResponse();
		filter(sender(() -> filter(sender(() -> this.filter.doFilter(chunked, third, new MockFilterChain())))));
		assertThat(third.getStatus()).isEqualTo(503);
	}

	@Test
	void formsThatWereReadTakeNoThread() throws Exception {
		MockHttpServletResponse fourth = new MockHttpServletResponse();
		handle(() -> handle(() -> handle(() -> this.filter.doFilter(sender(), fourth, new MockFilterChain()))));
		assertThat(fourth.getStatus()).isEqualTo(200);
	}

	@Test
	void threadIsFreeAgainWhenReadingFails() throws Exception {
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().isThrownBy(() -> filter(sender(() -> {
				throw new IllegalStateException("broken");
			})));
		}
		filter(sender());
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(sender(), response, new MockFilterChain());
		assertThat(response.getStatus()).isEqualTo(200);
	}

	@Test
	void malformedParametersAreRejected() throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(sender(() -> {
			throw new InvalidParameterException("secret", 413);
		}), response, new MockFilterChain());
		assertThat(response.getStatus()).isEqualTo(413);
	}

	private void filter(MockHttpServletRequest request) throws ServletException, IOException {
		this.filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
	}

	private void handle(Step step) throws ServletException, IOException {
		this.filter.doFilter(sender(), new MockHttpServletResponse(), new MockFilterChain() {

			@Override
			public void doFilter(ServletRequest request, ServletResponse response)
					throws IOException, ServletException {
				step.run();
			}

		});
	}

	private static MockHttpServletRequest sender() {
		return sender(() -> {
		});
	}

	/**
	 * A request with a body.
	 * @param sending what happens while the body is read
	 */
	private static MockHttpServletRequest sender(Step sending) {
		MockHttpServletRequest request = new MockHttpServletRequest() {

			@Override
			public Map<String, String[]> getParameterMap() {
				try {
					sending.run();
				}
				catch (IOException | ServletException ex) {
					throw new AssertionError(ex);
				}
				return super.getParameterMap();
			}

		};
		request.setContent(new byte[] { 1 });
		return request;
	}

	private interface Step {

		void run() throws IOException, ServletException;

	}

}
