package chat.foyer.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StoreFailureFilter}.
 */
class StoreFailureFilterTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@ParameterizedTest
	@MethodSource
	void failureOfTheStoreIsAnsweredWith503(Exception failure) throws Exception {
		answer(failure);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getErrorMessage()).isNull();
	}

	@Test
	void failureOfTheStoreIsAnsweredWith503AfterWaiting() throws Exception {
		this.request.setDispatcherType(DispatcherType.ASYNC);
		answer(new DataAccessResourceFailureException("locked"));
		assertThat(this.response.getStatus()).isEqualTo(503);
	}

	static Exception[] failureOfTheStoreIsAnsweredWith503() {
		return new Exception[] { new DataAccessResourceFailureException("locked"),
				new CannotCreateTransactionException("locked"),
				new ServletException(new DataAccessResourceFailureException("locked")) };
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> answer(new IllegalStateException("broken")));
	}

	@Test
	void answerThatIsUnderWayIsNotTakenBack() {
		this.response.setCommitted(true);
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> answer(new DataAccessResourceFailureException("locked")));
	}

	private void answer(Exception failure) throws Exception {
		new StoreFailureFilter().doFilter(this.request, this.response, new MockFilterChain() {

			@Override
			public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response)
					throws ServletException {
				if (failure instanceof ServletException wrapped) {
					throw wrapped;
				}
				throw (RuntimeException) failure;
			}

		});
	}

}
