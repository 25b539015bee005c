package chat.foyer.entry;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import chat.foyer.room.InvalidNameException.Problem;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.TooManySeatsException;
import chat.foyer.room.Username;
import chat.foyer.room.UsernameTakenException;
import chat.foyer.room.Usernames;
import chat.foyer.support.TestInstallation;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static chat.foyer.entry.Visit.CAFE;
import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static chat.foyer.entry.Visit.CAFE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link EntryController} and of what it keeps in the session.
 */
@EntrySlice
class EntryControllerTests {

	private static final String BROWSER_COOKIE = TestInstallation.PREFIX + "browser";

	private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Usernames usernames;

	@Autowired
	private Presence presence;

	@Autowired
	private MessageSource messages;

	private final MockHttpSession session = new MockHttpSession();

	@Test
	void formAsksForNameAndRoom() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.hasViewName("entry")
			.bodyText()
			.contains("name=\"username\"", "name=\"room\"", "name=\"_csrf\"");
	}

	@Test
	void formOffersTheLastNameUsed() {
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		Cookie name = enter("Ann B.", "Attic").exchange().getResponse().getCookie(TestInstallation.PREFIX + "name");
		assertThat(name).isNotNull();
		assertThat(this.mvc.get().uri("/").param("room", "Cellar").cookie(name)).bodyText()
			.contains("value=\"Ann B.\"", "value=\"Cellar\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "a%E2%80%AEb", "" })
	void formOffersNoNameThatNobodyCouldBear(String cookie) {
		assertThat(this.mvc.get().uri("/").cookie(new Cookie(TestInstallation.PREFIX + "name", cookie))).hasStatusOk()
			.bodyText()
			.containsPattern("name=\"username\" value=\"\"");
	}

	@Test
	void formSaysWhoCanReadForHowLong() {
		assertThat(this.mvc.get().uri("/").header("Accept-Language", "de")).bodyText()
			.contains("<html lang=\"de\" dir=\"ltr\">",
					this.messages.getMessage("entry.reading", new Object[] { "30 Tage" }, Locale.GERMAN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "username[0]", "username.bytes", "room[x]", "class.module.classLoader", "x.y.z", "[]" })
	void fieldsThatAreNotInTheFormAreNotTaken(String field) {
		assertThat(this.mvc.post().uri("/").with(csrf()).param("username", "").param("room", "").param(field, "x"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasViewName("entry");
	}

	@Test
	void guestWhoIsInARoomIsSentThere() {
		seat(ANN_IN_CAFE);
		assertThat(asAnn("/")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(CAFE_ADDRESS);
		assertThat(asAnn("/chat")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(CAFE_ADDRESS);
	}

	@Test
	void newestRoomIsTheLastThatIsStillHeld() {
		seat(ANN_IN_ATTIC);
		seat(ANN_IN_CAFE);
		assertThat(asAnn("/chat")).hasRedirectedUrl(CAFE_ADDRESS);
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.empty());
		assertThat(asAnn("/chat")).hasRedirectedUrl("/rooms/attic");
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		assertThat(asAnn("/chat")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl("/");
		assertThat(asAnn("/")).hasStatusOk().hasViewName("entry");
	}

	@Test
	void whoHasNoRoomIsSentToTheForm() {
		assertThat(this.mvc.get().uri("/chat")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl("/");
	}

	@Test
	void formForAnotherRoomIsFilledIn() {
		seat(ANN_IN_ATTIC);
		assertThat(this.mvc.get().uri("/").param("room", "Cellar").with(Visit.by(ANN)).session(this.session))
			.hasStatusOk()
			.bodyText()
			.contains("value=\"Ann\"", "value=\"Cellar\"");
	}

	@Test
	void whoEntersIsSentToTheRoom() {
		given(this.registry.takeFirst(any(), eq(CAFE_NAME), eq(new Username("Ann")))).willReturn(ANN_IN_CAFE);
		assertThat(enter(" Ann ", CAFE.value())).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(CAFE_ADDRESS);
	}

	@Test
	void sessionKeepsGuestAndSeatUnderANewId() {
		String before = this.session.getId();
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		enter("Ann", "Attic").exchange();
		then(this.registry).should().takeFirst(any(), eq(ATTIC_NAME), eq(new Username("Ann")));
		assertThat(this.session.getAttribute(CONTEXT)).isInstanceOfSatisfying(SecurityContext.class,
				(context) -> assertThat(context.getAuthentication().getPrincipal()).isEqualTo(ANN));
		assertThat(this.session.getAttribute("seats")).isEqualTo(Map.of("attic", "Ann"));
		assertThat(this.session.getId()).isNotEqualTo(before);
	}

	@Test
	void guestWhoEntersASecondRoomIsTheSameGuest() {
		seat(ANN_IN_ATTIC);
		given(this.registry.take(ANN, CAFE_NAME, new Username("Ann"))).willReturn(ANN_IN_CAFE);
		String before = this.session.getId();
		assertThat(enter("Ann", CAFE.value()).with(Visit.by(ANN))).hasRedirectedUrl(CAFE_ADDRESS);
		assertThat(seats()).containsExactly(entry("attic", "Ann"), entry(CAFE.value(), "Ann"));
		assertThat(this.session.getId()).isEqualTo(before);
	}

	@Test
	void secondSeatInARoomTakesThePlaceOfTheFirst() {
		seat(ANN_IN_ATTIC);
		seat(ANN_IN_CAFE);
		Seat second = new Seat("3", ATTIC, ANN.id(), new Username("Anna"));
		given(this.registry.take(ANN, ATTIC_NAME, new Username("Anna"))).willReturn(second);
		assertThat(enter("Anna", "Attic").with(Visit.by(ANN))).hasRedirectedUrl("/rooms/attic");
		assertThat(seats()).containsExactly(entry(CAFE.value(), "Ann"), entry("attic", "Anna"));
	}

	@ParameterizedTest
	@CsvSource({ "'', BLANK", "' \t', BLANK", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, TOO_LONG", "a\u202Eb, CHARACTERS",
			"Admin, RESERVED" })
	void wrongNameIsToldBesideItsField(String typed, Problem problem) {
		assertThat(enter(typed, "Attic")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasViewName("entry")
			.bodyText()
			.containsPattern(errorBeside("username", problem))
			.contains("value=\"Attic\"")
			.doesNotContain("id=\"room-error\"");
		then(this.registry).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@CsvSource({ "'', BLANK", "../x, CHARACTERS", "a/b, CHARACTERS", "#, CHARACTERS", "., CHARACTERS",
			"%2f, CHARACTERS" })
	void wrongRoomIsToldBesideItsField(String typed, Problem problem) {
		assertThat(enter("Ann", typed)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.containsPattern(errorBeside("room", problem))
			.contains("value=\"Ann\"")
			.doesNotContain("id=\"username-error\"");
		then(this.registry).shouldHaveNoInteractions();
	}

	@Test
	void fieldsThatAreMissingAreWrongToo() {
		assertThat(this.mvc.post().uri("/").with(csrf())).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("id=\"username-error\"", "id=\"room-error\"");
	}

	@Test
	void whatWasTypedIsKeptAndHarmless() {
		assertThat(enter("<script>alert(1)</script>\"", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("value=\"&lt;script&gt;alert(1)&lt;/script&gt;&quot;\"")
			.doesNotContain("<script>alert");
	}

	@Test
	void browserGetsAKeyWithTheFormAndSendsItAlong() {
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		MockHttpServletResponse form = this.mvc.get().uri("/").exchange().getResponse();
		Cookie key = form.getCookie(BROWSER_COOKIE);
		assertThat(key).isNotNull();
		assertThat(key.isHttpOnly()).isTrue();
		assertThat(key.getAttribute("SameSite")).isEqualTo("Lax");
		assertThat(key.getPath()).isEqualTo("/");
		assertThat(key.getMaxAge()).isEqualTo(7 * 24 * 60 * 60 + 10 * 60);
		assertThat(this.mvc.get()
			.uri("/rooms/attic")
			.cookie(key)
			.exchange()
			.getResponse()
			.getCookie(BROWSER_COOKIE)
			.getValue()).isEqualTo(key.getValue());
		enter("Ann", "Attic").cookie(key).exchange();
		then(this.registry).should().takeFirst(eq(Secrets.hash(key.getValue())), any(), any());
	}

	@Test
	void keyOfTheBrowserIsForThisHostOnlyUnderTls() {
		Cookie key = this.mvc.get()
			.uri("https://localhost/")
			.exchange()
			.getResponse()
			.getCookie("__Host-" + BROWSER_COOKIE);
		assertThat(key).isNotNull();
		assertThat(key.getSecure()).isTrue();
		assertThat(key.getDomain()).isNull();
	}

	@Test
	void nameOfSomebodyWhoIsNotThereIsSaidToBelongToAnotherBrowser() {
		UsernameTakenException taken = mock();
		willThrow(taken).given(this.registry).takeFirst(any(), any(), any());
		given(this.usernames.suggest(ATTIC, new Username("Ann"))).willReturn(Optional.of(new Username("Ann 2")));
		given(this.usernames.findHolder(ATTIC, new Username("Ann"))).willReturn(Optional.of(ANN_IN_ATTIC));
		assertThat(enter("Ann", "Attic")).hasStatus(HttpStatus.CONFLICT)
			.bodyText()
			.contains(words("entry.username.earlier", "Ann", "Ann 2"), "name=\"username\" value=\"Ann 2\"");
		given(this.presence.isHere(ANN_IN_ATTIC)).willReturn(true);
		assertThat(enter("Ann", "Attic")).bodyText().contains(words("entry.username.taken", "Ann", "Ann 2"));
	}

	@Test
	void takenNameIsAConflictWithAHelpfulSuggestion() {
		UsernameTakenException taken = mock();
		willThrow(taken).given(this.registry).takeFirst(any(), any(), any());
		given(this.usernames.suggest(ATTIC, new Username("Ann"))).willReturn(Optional.of(new Username("Ann 2")));
		assertThat(enter("Ann", "Attic")).hasStatus(HttpStatus.CONFLICT)
			.hasViewName("entry")
			.bodyText()
			.contains(words("entry.username.taken", "Ann", "Ann 2"))
			.contains("name=\"username\" value=\"Ann 2\"", "value=\"Ann\"", "value=\"Attic\"");
		assertThat(this.session.getAttribute(CONTEXT)).isNull();
	}

	@Test
	void takenNameWithoutSuggestionIsAConflictToo() {
		UsernameTakenException taken = mock();
		willThrow(taken).given(this.registry).takeFirst(any(), any(), any());
		assertThat(enter("Ann", "Attic")).hasStatus(HttpStatus.CONFLICT)
			.bodyText()
			.contains(words("entry.username.crowded", "Ann"))
			.doesNotContain("id=\"suggested\"");
	}

	@Test
	void guestInTooManyRoomsIsToldWhichToLeave() {
		TooManySeatsException full = mock();
		given(full.oldest()).willReturn(ANN_IN_ATTIC);
		given(this.registry.nameOf(ATTIC)).willReturn(new RoomName("Attic"));
		willThrow(full).given(this.registry).takeFirst(any(), any(), any());
		assertThat(enter("Ann", "Cellar")).hasStatus(HttpStatus.CONFLICT)
			.hasViewName("entry")
			.bodyText()
			.contains("You’ve reached the limit of rooms. Leave one first, such as",
					"<a dir=\"auto\" href=\"/rooms/attic\">Attic</a", "value=\"Ann\"", "value=\"Cellar\"");
		assertThat(this.session.getAttribute(CONTEXT)).isNull();
	}

	@Test
	void programsLearnWhichFieldIsWrong() {
		assertThat(enter("Admin", "Attic").accept(MediaType.APPLICATION_JSON))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isEqualTo(
					"""
							{"type":"about:blank","title":"%1$s","status":422,"error":"name-invalid","fields":{"username":"%1$s"}}"""
						.formatted(words("entry.username.RESERVED")),
					JsonCompareMode.STRICT);
		assertThat(enter("Ann", "a/b").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.hasPathSatisfying("$.error", (error) -> assertThat(error).isEqualTo("room-invalid"))
			.hasPathSatisfying("$.fields.room", (text) -> assertThat(text).isEqualTo(words("entry.room.CHARACTERS")))
			.doesNotHavePath("$.fields.username");
		assertThat(enter("", "").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.hasPathSatisfying("$.error", (error) -> assertThat(error).isEqualTo("name-invalid"))
			.hasPath("$.fields.username")
			.hasPath("$.fields.room");
	}

	@Test
	void programsLearnThatTheNameIsTaken() {
		UsernameTakenException taken = mock();
		willThrow(taken).given(this.registry).takeFirst(any(), any(), any());
		given(this.usernames.suggest(ATTIC, new Username("Ann"))).willReturn(Optional.of(new Username("Ann 2")));
		assertThat(enter("Ann", "Attic").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.CONFLICT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.hasPathSatisfying("$.error", (error) -> assertThat(error).isEqualTo("name-taken"))
			.hasPathSatisfying("$.title",
					(title) -> assertThat(title).isEqualTo(words("entry.username.taken", "Ann", "Ann 2")));
	}

	@Test
	void programsInTooManyRoomsGetAConflict() {
		TooManySeatsException full = mock();
		given(full.oldest()).willReturn(ANN_IN_ATTIC);
		given(this.registry.nameOf(ATTIC)).willReturn(new RoomName("Attic"));
		willThrow(full).given(this.registry).takeFirst(any(), any(), any());
		assertThat(enter("Ann", "Cellar").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.CONFLICT)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("conflict");
	}

	@Test
	void programsThatEnterAreRedirectedLikeBrowsers() {
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		assertThat(enter("Ann", "Attic").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/rooms/attic");
	}

	@Test
	void formOfAnotherSiteIsNotTaken() {
		assertThat(this.mvc.post().uri("/").param("username", "Ann").param("room", "Attic"))
			.hasForwardedUrl("/refused-form/");
		then(this.registry).shouldHaveNoInteractions();
	}

	private void seat(Seat seat) {
		given(this.registry.find(ANN, seat.room())).willReturn(Optional.of(seat));
		Map<String, String> seats = new LinkedHashMap<>(seats());
		seats.put(seat.room().value(), seat.username().value());
		this.session.setAttribute("seats", seats);
	}

	@SuppressWarnings("unchecked")
	private Map<String, String> seats() {
		Object seats = this.session.getAttribute("seats");
		return (seats != null) ? (Map<String, String>) seats : Map.of();
	}

	private String errorBeside(String field, Problem problem) {
		return "id=\"%s-error\"[^>]*>\\s*<p>%s</p>".formatted(field,
				Pattern.quote(words("entry." + field + "." + problem)));
	}

	private String words(String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, Locale.ENGLISH);
	}

	private MockMvcRequestBuilder asAnn(String address) {
		return this.mvc.get().uri(address).with(Visit.by(ANN)).session(this.session);
	}

	private MockMvcRequestBuilder enter(String username, String room) {
		return this.mvc.post()
			.uri("/")
			.param("username", username)
			.param("room", room)
			.with(csrf())
			.session(this.session)
			.with((request) -> {
				request.setRequestedSessionId(this.session.getId());
				return request;
			});
	}

}
