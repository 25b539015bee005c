package chat.foyer.entry;

import java.net.URI;

import chat.foyer.support.TestInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

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

	@Test
	void otherSitesChooseNothing() {
		assertThat(this.mvc.post().uri("/language").param("language", "ja")).hasStatus(HttpStatus.FORBIDDEN)
			.cookies()
			.doesNotContainCookie(COOKIE);
	}

}
