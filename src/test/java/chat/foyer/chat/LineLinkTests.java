package chat.foyer.chat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.LineState;
import chat.foyer.message.LineWindow;
import chat.foyer.room.Presence;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Username;
import chat.foyer.room.UsernameTakenException;
import chat.foyer.room.Usernames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of links to lines: of the page around a line, and of the way there through the
 * entry form.
 */
@EntrySlice
class LineLinkTests {

	private static final String GONE = "<p>That message is no longer available.";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Usernames usernames;

	@Autowired
	private Events events;

	@Autowired
	private Presence presence;

	@Autowired
	private ReadCursors cursors;

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.nameOf(any())).willReturn(ATTIC_NAME);
		given(this.registry.namesOf(any())).willReturn(Map.of(ATTIC, ATTIC_NAME));
		given(this.presence.visit(any())).willReturn(true);
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(messages(50, 100), 10, 100));
		given(this.events.timeOf(ATTIC, 100)).willReturn(Optional.of(Instant.EPOCH));
		given(this.events.newest(any(), eq(1))).willReturn(new EventPage(messages(100, 100), 10, 100));
	}

	@Test
	void linkShowsTheLinesAroundTheMarkedOne() {
		given(this.events.around(ANN_IN_ATTIC, 42, 25))
			.willReturn(new LineWindow(messages(17, 67), 42, true, true, 68L));
		assertThat(show("/rooms/attic/at/42")).hasStatusOk()
			.hasViewName("room")
			.bodyText()
			.containsPattern("<li class=\"mark asked\" aria-hidden=\"true\"></li>\\s*<li [^>]*id=\"m42\"")
			.contains("data-asked=\"42\"", "data-last-seq=\"100\"", "data-last-at=\"1970-01-01T00:00:00Z\"",
					"href=\"/rooms/attic?before=17\"", "href=\"/rooms/attic?before=118#m68\"",
					"href=\"/rooms/attic#end\"")
			.doesNotContain("location.replace", GONE);
		then(this.cursors).should(never()).advance(any(), anyLong());
	}

	@Test
	void linkToTheEndShowsThePageThatGoesOnLive() {
		given(this.events.around(any(), eq(90L), anyInt()))
			.willReturn(new LineWindow(messages(65, 101), 90, true, true, null));
		assertThat(show("/rooms/attic/at/90")).bodyText()
			.contains("data-asked=\"90\"", "data-seq=\"100\"")
			.containsPattern("<p class=\"later\" id=\"later\"\\s+hidden")
			.as("a line that came since the newest was read, and comes again")
			.doesNotContain("data-seq=\"101\"", "href=\"/rooms/attic#end\"");
	}

	@Test
	void linkToAnotherEventOfALineShowsTheLine() {
		given(this.events.around(any(), eq(60L), anyInt()))
			.willReturn(new LineWindow(messages(17, 67), 42, true, true, 68L));
		assertThat(show("/rooms/attic/at/60")).bodyText()
			.contains("data-asked=\"42\"")
			.containsPattern("<li class=\"mark asked\" aria-hidden=\"true\" id=\"m60\"></li>\\s*<li [^>]*id=\"m42\"")
			.doesNotContain(GONE);
	}

	@Test
	void linkToAPurgedLineShowsTheNearest() {
		given(this.events.around(any(), eq(3L), anyInt()))
			.willReturn(new LineWindow(messages(10, 35), 10, false, false, 36L));
		assertThat(show("/rooms/attic/at/3")).bodyText()
			.contains("data-asked=\"10\"", GONE)
			.containsPattern("id=\"m3\"></li>\\s*<li [^>]*class=\"mark day\".*\\s*<li [^>]*id=\"m10\"");
	}

	@Test
	void linkToAMessageThatWasDeletedLongAgoShowsTheNextLine() {
		List<Event> lines = new ArrayList<>(messages(17, 67));
		lines.set(42 - 17, new Event(42, EventType.MESSAGE, "m42", "Bob", null, null, Instant.EPOCH, 0, false, null,
				null, null, null, new LineState(50, null, Instant.EPOCH, List.of(), false)));
		given(this.events.around(any(), eq(42L), anyInt())).willReturn(new LineWindow(lines, 42, true, true, 68L));
		assertThat(show("/rooms/attic/at/42")).bodyText()
			.contains("data-asked=\"43\"", GONE)
			.containsPattern("<li class=\"mark asked\" aria-hidden=\"true\" id=\"m42\"></li>\\s*<li [^>]*id=\"m43\"");
	}

	@ParameterizedTest
	@CsvSource({ "before=20", "menu=20", "reply=20&a=b" })
	void queriesOfLinksWithoutScriptsLeadToThePageOfTheRoom(String query) {
		assertThat(show("/rooms/attic/at/42?" + query)).hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/rooms/attic?" + query);
	}

	@Test
	void linkIntoARoomWithoutLinesShowsTheEmptyRoom() {
		given(this.events.around(any(), eq(3L), anyInt())).willReturn(new LineWindow(List.of(), 0, false, false, null));
		assertThat(show("/rooms/attic/at/3")).hasViewName("room").bodyText().contains(GONE).doesNotContain("asked=");
	}

	@ParameterizedTest
	@CsvSource({ "0", "101", "999999999999999999" })
	void linkToANumberThatWasNeverGivenShowsTheNewestLines(String seq) {
		assertThat(show("/rooms/attic/at/" + seq)).hasViewName("room")
			.bodyText()
			.contains("<p>That message doesn\u2019t exist.", "data-seq=\"100\"")
			.doesNotContain("asked=");
		then(this.events).should(never()).around(any(), anyLong(), anyInt());
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/attic/at/x, 404", "/rooms/attic/at/-1, 404", "/rooms/attic/at/1234567890123456789, 404",
			"/rooms/attic/at, 404", "/rooms/%00/at/1, 400" })
	void addressesThatAreNoLinksAreRefused(String address, int status) {
		assertThat(show(address)).hasStatus(status);
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/ATTIC/at/42, /rooms/attic/at/42#m42", "/rooms/ATTIC/at/42?a=b, /rooms/attic/at/42?a=b#m42" })
	void otherSpellingsLeadToTheAddressOfTheRoom(String address, String key) {
		assertThat(show(address)).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(key);
	}

	@Test
	void whoeverHasNoSeatComesThereThroughTheForm() {
		assertThat(this.mvc.get().uri("/rooms/attic/at/42")).hasStatusOk()
			.hasViewName("entry")
			.bodyText()
			.contains("name=\"at\" value=\"attic/42\"");
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(false);
		given(this.events.around(any(), eq(42L), anyInt()))
			.willReturn(new LineWindow(messages(17, 67), 42, true, true, 68L));
		assertThat(show("/rooms/attic/at/42")).hasViewName("entry")
			.bodyText()
			.contains("name=\"at\" value=\"attic/42\"");
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		assertThat(enter("Ann", "Attic", "attic/42")).hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/rooms/attic/at/42#m42");
		given(this.registry.take(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		assertThat(enter("Ann", "Attic", "attic/42").with(Visit.by(ANN))).hasRedirectedUrl("/rooms/attic/at/42#m42");
	}

	@ParameterizedTest
	@CsvSource({ "cellar/42", "attic", "attic/x", "attic/1234567890123456789", "''" })
	void fieldThatIsNoLinkIntoTheRoomIsIgnored(String at) {
		given(this.registry.takeFirst(any(), any(), any())).willReturn(ANN_IN_ATTIC);
		assertThat(enter("Ann", "Attic", at)).hasRedirectedUrl("/rooms/attic");
	}

	@Test
	void refusedFormKeepsTheLink() {
		assertThat(enter("", "Attic", "attic/42")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.containsOnlyOnce("name=\"at\" value=\"attic/42\"");
		willThrow(mock(UsernameTakenException.class)).given(this.registry).takeFirst(any(), any(), any());
		given(this.usernames.suggest(ATTIC, new Username("Ann"))).willReturn(Optional.of(new Username("Ann 2")));
		assertThat(enter("Ann", "Attic", "attic/42")).hasStatus(HttpStatus.CONFLICT)
			.bodyText()
			.containsPattern("(?s)id=\"entry\".*name=\"at\" value=\"attic/42\".*id=\"suggested\""
					+ ".*name=\"at\" value=\"attic/42\"");
		assertThat(this.mvc.post()
			.uri(RefusedFormController.PATH + "/")
			.param("username", "Ann")
			.param("room", "Attic")
			.param("at", "attic/42")
			.with(csrf())).hasStatus(HttpStatus.FORBIDDEN).bodyText().contains("name=\"at\" value=\"attic/42\"");
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/attic/language, '', /rooms/attic/at/42#m42",
			"/rooms/attic/language, A&B, /rooms/attic/at/42?username=A%26B#m42",
			"/rooms/cellar/language, A&B, /rooms/cellar?username=A%26B",
			"/language, A&B, /?username=A%26B&room=&at=attic%2F42" })
	void choiceOfALanguageKeepsTheLink(String address, String username, String location) {
		assertThat(this.mvc.post()
			.uri(address)
			.param("language", "ja")
			.param("username", username)
			.param("at", "attic/42")
			.with(csrf())).hasRedirectedUrl(location);
		assertThat(this.mvc.get().uri("/?room=Attic&at=attic/42")).bodyText()
			.contains("name=\"at\" value=\"attic/42\"");
	}

	private MvcTestResult show(String address) {
		return this.mvc.get().uri(URI.create(address)).with(Visit.by(ANN)).exchange();
	}

	private MockMvcRequestBuilder enter(String username, String room, String at) {
		return this.mvc.post().uri("/").param("username", username).param("room", room).param("at", at).with(csrf());
	}

	private static List<Event> messages(long first, long last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((seq) -> new Event(seq, EventType.MESSAGE, "m" + seq, "Bob", "hi", "hi", Instant.EPOCH, 0, false))
			.toList();
	}

}
