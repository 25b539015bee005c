package chat.foyer.web;

import java.io.UnsupportedEncodingException;
import java.util.Locale;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.Browsers;
import chat.foyer.room.PresenceProperties;
import chat.foyer.room.RoomRegistry;
import chat.foyer.support.TestInstallation;
import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.session.SessionRepository;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ErrorPagesController}.
 */
@WebMvcTest(controllers = ErrorPagesController.class)
@Import({ CsrfCookies.class, HeadersConfiguration.class, PageLocaleResolver.class, SecurityConfiguration.class,
		SessionCookies.class, TestInstallation.class })
@EnableConfigurationProperties({ LimitsProperties.class, PresenceProperties.class })
@MockitoBean(types = { Browsers.class, RoomRegistry.class, SessionRepository.class })
class ErrorPagesControllerTests {

	private static final String SECRET = "secret of org.example.Inside";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private MessageSource messages;

	@ParameterizedTest
	@CsvSource({ "403,error.403", "404,error.404", "409,error.409", "422,error.422", "429,error.429", "503,error.503",
			"500,error.5xx", "502,error.5xx", "400,error", "405,error", "413,error.413" })
	void eachStatusHasItsPage(int status, String key) throws UnsupportedEncodingException {
		MvcTestResult page = answer(status, MediaType.TEXT_HTML);
		assertThat(page).hasStatus(status).hasContentTypeCompatibleWith(MediaType.TEXT_HTML);
		assertThat(HtmlUtils.htmlUnescape(page.getResponse().getContentAsString()))
			.contains(message(key + ".title"), message(key + ".text"), message("error.back"))
			.doesNotContain(SECRET, "Exception", "at chat.foyer", "Spring");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /rooms/%23?a=%26, /rooms/%23?a=%26", "GET, /x, /x", "POST, /x," })
	void pageOffersLanguagesForTheSameAddress(String method, String asked, String address)
			throws UnsupportedEncodingException {
		String[] parts = asked.split("\\?", -1);
		MockMvcRequestBuilder request = this.mvc.get()
			.uri("/error")
			.requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 404)
			.requestAttr(RequestDispatcher.ERROR_METHOD, method)
			.requestAttr(RequestDispatcher.ERROR_REQUEST_URI, parts[0]);
		MvcTestResult page = ((parts.length > 1) ? request.requestAttr(RequestDispatcher.ERROR_QUERY_STRING, parts[1])
				: request)
			.exchange();
		assertThat(page.getResponse().getContentAsString()).contains("name=\"language\" value=\"ja\"",
				"name=\"_csrf\"");
		assertThat(page).model().containsEntry("address", address);
	}

	@Test
	void malformedAddressLeadsNowhere() {
		assertThat(this.mvc.get()
			.uri("/error")
			.requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 400)
			.requestAttr(RequestDispatcher.ERROR_METHOD, "GET")
			.requestAttr(RequestDispatcher.ERROR_REQUEST_URI, "/rooms/a%3Bb")).hasStatus(400)
			.model()
			.containsEntry("words", "error.404");
	}

	@ParameterizedTest
	@CsvSource({ "403,forbidden", "404,not-found", "413,too-large", "429,rate-limited", "500,unavailable",
			"503,unavailable", "400,bad-request", "405,bad-request" })
	void programsLearnAWord(int status, String word) {
		assertThat(answer(status, MediaType.APPLICATION_JSON)).hasStatus(status)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.hasPathSatisfying("$.error", (error) -> assertThat(error).isEqualTo(word))
			.hasPathSatisfying("$.status", (code) -> assertThat(code).isEqualTo(status));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/json", "image/png" })
	void whoeverAsksForAnErrorGetsNone(String type) {
		assertThat(this.mvc.get().uri("/error").accept(type)).hasStatus(HttpStatus.NOT_FOUND);
	}

	private MvcTestResult answer(int status, MediaType type) {
		return this.mvc.get()
			.uri("/error")
			.accept(type)
			.requestAttr(RequestDispatcher.ERROR_STATUS_CODE, status)
			.requestAttr(RequestDispatcher.ERROR_MESSAGE, SECRET)
			.requestAttr(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException(SECRET))
			.exchange();
	}

	private String message(String key) {
		return this.messages.getMessage(key, null, Locale.ENGLISH);
	}

}
