package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests of {@link SessionlessRequestsFilter}.
 */
class SessionlessRequestsFilterTests {

	private final DispatcherServlet dispatcher = mock();

	private final MockFilterChain others = new MockFilterChain();

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz", "/favicon.svg", "/worker.js", "/js/room.js",
			"/css/base-06a27603d3f591809ee1ceaad699bb33.css", "/icons/icon-192.png", "/unread/more.svg",
			"/webjars/stomp__stompjs/7.2.1/bundles/stomp.umd.min.js", "/css/nowhere.css" })
	void probesAndStaticFilesPassNoOtherFilter(String path) throws ServletException, IOException {
		filter(new MockHttpServletRequest("GET", path));
		assertThat(this.others.getRequest()).isNull();
		then(this.dispatcher).should().service(any(), any());
	}

	@ParameterizedTest
	@CsvSource({ "GET,/", "GET,/rooms/x", "GET,/rooms/room.js", "POST,/js/room.js", "GET,/livez/",
			"GET,/css/../rooms/x", "GET,/css//base.css", "GET,/css/%2e%2e/x", "GET,/css/base.css;a=b", "GET,/css",
			"GET,/js/", "GET,/index.html" })
	void allOtherRequestsPassAllFilters(String method, String path) throws ServletException, IOException {
		filter(new MockHttpServletRequest(method, path));
		assertThat(this.others.getRequest()).isNotNull();
		then(this.dispatcher).should(never()).service(any(), any());
	}

	@ParameterizedTest
	@CsvSource({ "/chat/livez,true", "/chat/rooms/livez,false", "/chat/js/room.js,true" })
	void addressesAreBelowTheContextPath(String path, boolean isSessionless) throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setContextPath("/chat");
		filter(request);
		assertThat(this.others.getRequest() == null).isEqualTo(isSessionless);
	}

	@Test
	void longAddressDoesNotOverflowTheStack() {
		assertThatNoException()
			.isThrownBy(() -> filter(new MockHttpServletRequest("GET", "/js" + "/x".repeat(30_000))));
	}

	@Test
	void parametersAreChecked() throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/js/room.js");
		request.setQueryString("a=%zz");
		filter(request);
		assertThat(this.others.getRequest()).isNotNull();
	}

	private void filter(MockHttpServletRequest request) throws ServletException, IOException {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("dispatcherServlet", this.dispatcher);
		new SessionlessRequestsFilter(beans.getBeanProvider(DispatcherServlet.class)).doFilter(request,
				new MockHttpServletResponse(), this.others);
	}

}
