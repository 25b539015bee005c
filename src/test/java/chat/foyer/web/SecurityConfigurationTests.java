package chat.foyer.web;

import java.io.UnsupportedEncodingException;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.room.Browsers;
import chat.foyer.room.PresenceProperties;
import chat.foyer.room.RoomRegistry;
import chat.foyer.support.TestInstallation;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.session.SessionRepository;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SecurityConfiguration} around a door of its own.
 */
@WebMvcTest(controllers = SecurityConfigurationTests.DoorController.class)
@Import({ CsrfCookies.class, SecurityConfiguration.class, SecurityConfigurationTests.DoorController.class,
		SessionCookies.class, TestInstallation.class })
@EnableConfigurationProperties({ LimitsProperties.class, PresenceProperties.class })
@MockitoBean(types = { Browsers.class, RoomRegistry.class, SessionRepository.class })
class SecurityConfigurationTests {

	private static final String COOKIE = TestInstallation.PREFIX + "csrf";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void everybodyMayComeToTheDoorAndCostsNoSession() {
		MvcTestResult result = this.mvc.get().uri("/door").exchange();
		assertThat(result).hasStatusOk();
		assertThat(result.getRequest().getSession(false)).isNull();
	}

	@Test
	void formIsTakenWithTheTokenOfThePage() throws UnsupportedEncodingException {
		MvcTestResult page = this.mvc.get().uri("/door").exchange();
		Cookie cookie = page.getResponse().getCookie(COOKIE);
		assertThat(this.mvc.post().uri("/door").cookie(cookie).param("_csrf", token(page))).hasStatusOk();
	}

	@Test
	void formIsNotTakenWithoutItsToken() throws UnsupportedEncodingException {
		MvcTestResult page = this.mvc.get().uri("/door").exchange();
		Cookie cookie = page.getResponse().getCookie(COOKIE);
		assertThat(this.mvc.post().uri("/door").cookie(cookie)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.mvc.post().uri("/door").param("_csrf", token(page))).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.mvc.post().uri("/door").cookie(new Cookie(COOKIE, "another")).param("_csrf", token(page)))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void tokenOfOnePageIsGoodInAnotherTab() throws UnsupportedEncodingException {
		MvcTestResult first = this.mvc.get().uri("/door").exchange();
		Cookie cookie = first.getResponse().getCookie(COOKIE);
		MvcTestResult second = this.mvc.get().uri("/door").cookie(cookie).exchange();
		assertThat(this.mvc.post().uri("/door").cookie(cookie).param("_csrf", token(first))).hasStatusOk();
		assertThat(this.mvc.post().uri("/door").cookie(cookie).param("_csrf", token(second))).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/logout" })
	void thereAreNoAccounts(String address) {
		MvcTestResult result = this.mvc.get().uri(address).exchange();
		assertThat(result).hasStatus(HttpStatus.NOT_FOUND).doesNotContainHeader("WWW-Authenticate");
	}

	private static String token(MvcTestResult page) throws UnsupportedEncodingException {
		return page.getResponse().getContentAsString();
	}

	@RestController
	static class DoorController {

		@GetMapping("/door")
		String look(CsrfToken token) {
			return token.getToken();
		}

		@PostMapping("/door")
		void enter() {
			// Whoever gets here is let in.
		}

	}

}
