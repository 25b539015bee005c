package chat.foyer.search;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.LineState;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.search.SearchPage.Hit;
import chat.foyer.support.TestInstallation;
import org.junit.jupiter.api.BeforeEach;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests of {@link SearchController}.
 */
@EntrySlice
class SearchControllerTests {

	private static final Event LINE = new Event(42, EventType.MESSAGE, "m", "<Bob>", "a <b>lake</b>", "a **lake**",
			Instant.parse("2026-01-31T23:30:00.123Z"), 4, false, null, null, null, null, LineState.unchanged(42));

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private SearchService search;

	/**
	 * Each test has a seat of its own, and so a rate of its own.
	 */
	private Seat seat;

	@BeforeEach
	void seatAnn(TestInfo test) {
		this.seat = new Seat(test.getDisplayName(), ATTIC, ANN.id(), ANN_IN_ATTIC.username());
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(this.seat));
		given(this.registry.nameOf(any())).willReturn(new RoomName("Attic"));
		given(this.presence.visit(any())).willReturn(true);
		given(this.search.find(any(), any(), anyLong(), any())).willReturn(SearchPage.EMPTY);
	}

	@Test
	void hitsAreFoldedLinesWithSnippets() {
		given(this.search.find(eq(this.seat), eq(SearchQuery.parse("lake")), eq(50L), any()))
			.willReturn(new SearchPage(List.of(new Hit(LINE, "a <mark>lake</mark>")), 42L));
		assertThat(json("/rooms/attic/search?q=lake&before=50")).hasStatusOk()
			.hasHeader(HttpHeaders.CACHE_CONTROL, "no-store")
			.bodyJson()
			.isEqualTo(
					"""
							{"hits":[{"seq":42,"type":"message","id":"m","author":"<Bob>","html":"a <b>lake</b>","text":"a **lake**",
							"at":"2026-01-31T23:30:00.123Z","color":4,"follows":false,"initial":"B","rev":42,
							"snippet":"a <mark>lake</mark>"}],"before":42}""",
					JsonCompareMode.STRICT);
		assertThat(json("/rooms/attic/search?q=other")).bodyJson().isEqualTo("{\"hits\":[]}", JsonCompareMode.STRICT);
	}

	@Test
	void pageShowsHitsAsPermalinks() {
		given(this.search.find(any(), any(), anyLong(), any()))
			.willReturn(new SearchPage(List.of(new Hit(LINE, "a <mark>lake</mark>")), 42L));
		assertThat(page("/rooms/attic/search?q=lake\">")).hasStatusOk()
			.bodyText()
			.contains("href=\"/rooms/attic/at/42#m42\"", "a <mark>lake</mark>", "&lt;Bob&gt;", "Results: 1+",
					"/rooms/attic/search?q=lake%22%3E&amp;before=42", "value=\"lake&quot;&gt;\"");
		assertThat(page("/rooms/attic/search")).hasStatusOk()
			.bodyText()
			.contains("Find messages by the words in them.");
	}

	@Test
	void daysAndTimesAreThoseOfReader() {
		given(this.search.find(any(), any(), anyLong(), eq(ZoneId.of("Asia/Tokyo"))))
			.willReturn(new SearchPage(List.of(new Hit(LINE, "lake")), null));
		assertThat(this.mvc.get()
			.uri("/rooms/attic/search?q=lake")
			.with(Visit.by(ANN))
			.cookie(new Cookie(TestInstallation.PREFIX + "zone", "Asia/Tokyo"))).bodyText().contains("Feb 1, 2026");
	}

	@Test
	void guestWithoutSeatGetsEntryFormOrProblem() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		assertThat(json("/rooms/attic/search?q=lake")).hasStatus(HttpStatus.FORBIDDEN)
			.bodyJson()
			.extractingPath("error")
			.isEqualTo("not-a-member");
		assertThat(page("/rooms/attic/search?q=lake")).hasStatusOk().hasViewName("entry");
		then(this.search).shouldHaveNoInteractions();
	}

	@Test
	void refusesLongQueries() {
		String longest = "\uD83D\uDE00".repeat(200);
		assertThat(json("/rooms/attic/search?q=" + longest)).hasStatusOk();
		assertThat(json("/rooms/attic/search?q=x" + longest)).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("error")
			.isEqualTo("bad-request");
		assertThat(page("/rooms/attic/search?q=x" + longest)).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyText()
			.contains("Use at most 200 characters.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "before=0", "before=-1", "before=x" })
	void refusesInvalidNumbers(String parameter) {
		assertThat(json("/rooms/attic/search?q=a&" + parameter)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void limitsSearchesOfSeat() {
		for (int i = 0; i < 20; i++) {
			assertThat(json("/rooms/attic/search?q=lake")).hasStatusOk();
		}
		assertThat(json("/rooms/attic/search?q=lake")).hasStatus(HttpStatus.TOO_MANY_REQUESTS)
			.hasHeader(HttpHeaders.RETRY_AFTER, "1")
			.bodyJson()
			.extractingPath("retryAfter")
			.isEqualTo(1);
		assertThat(page("/rooms/attic/search?q=lake")).hasStatus(HttpStatus.TOO_MANY_REQUESTS)
			.bodyText()
			.contains("Too many searches.");
		// Finds nothing anyway.
		assertThat(json("/rooms/attic/search?q=from:Bob")).hasStatusOk();
	}

	private MvcTestResult json(String uri) {
		return this.mvc.get().uri(uri).with(Visit.by(ANN)).accept(MediaType.APPLICATION_JSON).exchange();
	}

	private MvcTestResult page(String uri) {
		return this.mvc.get().uri(uri).with(Visit.by(ANN)).accept(MediaType.TEXT_HTML).exchange();
	}

}
