package chat.foyer.entry;

import java.net.URI;
import java.util.List;

import chat.foyer.support.TestInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@EntrySlice
class LanguageControllerTests {

	private static final String COOKIE = TestInstallation.PREFIX + "language";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void choiceAtTheEntranceKeepsWhatWasTyped() {
		assertThat(this.mvc.post()
			.uri("/language")
			.param("language", "ja")
			.param("username", "Ann & Bob")
			.param("room", "caf\u00e9#1")
			.with(csrf())).hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/?username=Ann%20%26%20Bob&room=caf%C3%A9%231")
			.cookies()
			.hasValue(COOKIE, "ja");
	}

	@Test
	void choiceInARoomLeadsBackToIt() {
		assertThat(this.mvc.post().uri(URI.create(CAFE_ADDRESS + "/language")).param("language", "ja").with(csrf()))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl(CAFE_ADDRESS)
			.cookies()
			.hasValue(COOKIE, "ja");
	}

	@Test
	void choiceOnAnInvitationKeepsTheName() {
		assertThat(this.mvc.post()
			.uri(URI.create(CAFE_ADDRESS + "/language"))
			.param("language", "ja")
			.param("username", "Ann & Bob")
			.with(csrf())).hasRedirectedUrl(CAFE_ADDRESS + "?username=Ann%20%26%20Bob");
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/x?before=1&a=%20, /rooms/x?before=1&a=%20", "//evil.example/, /?username=&room=",
			"/\\evil.example, /?username=&room=", "https://evil.example/, /?username=&room=", "x, /?username=&room=" })
	void choiceOnAnErrorPageLeadsBackToItsAddressOnThisServer(String address, String location) {
		assertThat(this.mvc.post().uri("/language").param("language", "ja").param("address", address).with(csrf()))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl(location);
	}

	@ParameterizedTest
	@ValueSource(strings = { "xx", "tlh", "", "-", "<b>" })
	void unknownLanguageIsNotKept(String language) {
		for (String address : List.of("/language", "/rooms/attic/language")) {
			assertThat(this.mvc.post().uri(address).param("language", language).with(csrf()))
				.hasStatus(HttpStatus.SEE_OTHER)
				.cookies()
				.doesNotContainCookie(COOKIE);
			MvcTestResult refused = chooseByProgram(address, language);
			assertThat(refused).hasStatus(HttpStatus.BAD_REQUEST).cookies().doesNotContainCookie(COOKIE);
			assertThat(refused).bodyJson().extractingPath("$.error").isEqualTo("bad-request");
		}
	}

	@Test
	void programsGetNoPage() {
		assertThat(chooseByProgram("/rooms/attic/language", "pt-BR")).hasStatus(HttpStatus.NO_CONTENT)
			.cookies()
			.hasValue(COOKIE, "pt");
	}

	private MvcTestResult chooseByProgram(String address, String language) {
		return this.mvc.post()
			.uri(address)
			.accept(MediaType.APPLICATION_JSON)
			.param("language", language)
			.with(csrf())
			.exchange();
	}

	@Test
	void otherSitesChooseNothing() {
		assertThat(this.mvc.post().uri("/language").param("language", "ja")).hasStatus(HttpStatus.FORBIDDEN)
			.cookies()
			.doesNotContainCookie(COOKIE);
	}

}
