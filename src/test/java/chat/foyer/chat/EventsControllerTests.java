package chat.foyer.chat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.RoomFollower;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.SeatFreed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.CAFE;
import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;

/**
 * Tests of {@link EventsController}.
 */
@EntrySlice
class EventsControllerTests {

	private static final Event JOIN = new Event(41, EventType.JOIN, null, "Bob", null, null, Instant.EPOCH, 0, false);

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ApplicationEventPublisher publisher;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private Events events;

	@Autowired
	private RoomFollower follower;

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.of(ANN_IN_CAFE));
		given(this.presence.visit(any())).willReturn(true);
		given(this.events.after(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(), 1, 0));
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(), 1, 0));
	}

	@Test
	void eventsAreJsonThatNobodyKeeps() {
		given(this.events.after(ATTIC, 40, 2)).willReturn(new EventPage(List.of(
				new Event(41, EventType.JOIN, null, "Ann", null, null, Instant.parse("2026-01-31T12:00:00Z"), 3, false),
				new Event(42, EventType.MESSAGE, "m", "@bob", "&lt;", "<", Instant.parse("2026-01-31T12:00:00.123Z"), 4,
						true)),
				5, 50));
		MvcTestResult result = get("/rooms/attic/events?after=40&limit=2");
		assertThat(result).hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON)
			.hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson()
			.isEqualTo(
					"""
							{"events":[
							{"seq":41,"type":"join","author":"Ann","at":"2026-01-31T12:00:00.000Z",
							"color":3,"initial":"A","follows":false},
							{"seq":42,"type":"message","id":"m","author":"@bob","html":"&lt;","text":"<",
							"at":"2026-01-31T12:00:00.123Z","color":4,"initial":"B","follows":true}],"firstSeq":5,"lastSeq":50}""",
					JsonCompareMode.STRICT);
	}

	@Test
	void eventsBeforeANumberArePagedBack() {
		given(this.events.before(argThat((seat) -> seat != null && seat.room().equals(CAFE)), eq(40L), eq(10)))
			.willReturn(new EventPage(List.of(), 3, 41));
		assertThat(get(CAFE_ADDRESS + "/events?before=40&limit=10")).bodyJson().isEqualTo("""
				{"events":[],"firstSeq":3,"lastSeq":41}""", JsonCompareMode.STRICT);
	}

	@Test
	void eventsFromATimeOnBeginWithTheFirst() {
		given(this.events.firstAt(ATTIC, Instant.parse("2026-01-31T12:00:00Z"))).willReturn(41L);
		given(this.events.after(ATTIC, 40, 1)).willReturn(new EventPage(List.of(), 1, 50));
		assertThat(get("/rooms/attic/events?from=2026-01-31T12:00:00.000Z&limit=1")).bodyJson().isEqualTo("""
				{"events":[],"firstSeq":1,"lastSeq":50}""", JsonCompareMode.STRICT);
	}

	@Test
	void withoutNumberTheNewestAreGiven() {
		assertThat(get("/rooms/attic/events")).hasStatusOk();
		then(this.events).should().before(any(), eq(Long.MAX_VALUE), eq(200));
	}

	@ParameterizedTest
	@CsvSource({ "201, 200", "2147483647, 200", "200, 200", "1, 1" })
	void pageHasAReasonableSize(int limit, int given) {
		assertThat(get("/rooms/attic/events?after=0&limit=" + limit)).hasStatusOk();
		then(this.events).should().after(ATTIC, 0, given);
	}

	@Test
	void whoReadsIsHere() {
		assertThat(get("/rooms/attic/events")).hasStatusOk();
		then(this.presence).should().visit(ANN_IN_ATTIC);
	}

	@Test
	void whoGaveUpTheSeatMeanwhileReadsNothing() {
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(false);
		assertIsNotAMember(get("/rooms/attic/events?after=0"));
	}

	@Test
	void whoHasNoSeatReadsNothing() {
		assertIsNotAMember(get("/rooms/cellar/events?after=0"));
		assertIsNotAMember(this.mvc.get().uri("/rooms/attic/events?after=0").exchange());
		assertIsNotAMember(get("/rooms/cellar/events?after=0&wait=1"));
		assertIsNotAMember(this.mvc.get().uri("/rooms/attic/events?after=0&wait=1").exchange());
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void readerWhoTellsItsEventResumesBehindIt() {
		given(this.events.resume(ATTIC, 40, Instant.parse("2026-01-31T12:00:00.123Z"), 200))
			.willReturn(new EventPage(List.of(), 3, 39, true));
		assertThat(get("/rooms/attic/events?after=40&at=2026-01-31T12:00:00.123Z")).bodyJson().isEqualTo("""
				{"events":[],"firstSeq":3,"lastSeq":39,"reset":true}""", JsonCompareMode.STRICT);
	}

	@Test
	void pollIsAnsweredAtOnceWhenThereIsNews() {
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		given(this.events.after(ATTIC, 40, 200)).willReturn(new EventPage(List.of(JOIN), 1, 41));
		given(this.events.resume(ATTIC, 40, Instant.EPOCH, 200)).willReturn(new EventPage(List.of(), 1, 9, true));
		assertThat(get("/rooms/attic/events?after=40&wait=25")).bodyJson()
			.extractingPath("$.events[0].seq")
			.isEqualTo(41);
		assertThat(get("/rooms/attic/events?after=40&at=1970-01-01T00:00:00.000Z&wait=25")).bodyJson()
			.extractingPath("$.reset")
			.isEqualTo(true);
		then(this.presence).should(never()).visit(any());
	}

	@Test
	void pollIsHeldUntilAnEventIsAppended() {
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		given(this.events.after(ATTIC, 40, 200)).willReturn(new EventPage(List.of(), 1, 40),
				new EventPage(List.of(JOIN), 1, 41));
		MvcTestResult waiting = poll("/rooms/attic/events?after=40&wait=99");
		this.publisher.publishEvent(new EventsAppended(ATTIC, List.of(JOIN)));
		assertThat(this.mvc.perform(asyncDispatch(waiting.getMvcResult()))).bodyJson()
			.extractingPath("$.events[0].seq")
			.isEqualTo(41);
	}

	@Test
	void pollOfALeftRoomIsRefused() {
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		MvcTestResult waiting = poll("/rooms/attic/events?after=0&wait=25");
		this.publisher.publishEvent(new SeatFreed(ANN_IN_ATTIC));
		assertIsNotAMember(this.mvc.perform(asyncDispatch(waiting.getMvcResult())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "after=x", "after=99999999999999999999", "before=1.5", "from=today", "limit=many",
			"limit=9999999999", "limit=0", "limit=-1", "after=-1", "before=-1", "wait=x", "wait=-1", "after=0&wait=-1",
			"after=0&wait=x", "after=-1&wait=1", "after=0&wait=1&limit=0", "after=1&before=2",
			"after=1&before=2&wait=1", "before=2&wait=x" })
	void rejectsInvalidAndContradictoryParameters(String query) {
		assertThat(get("/rooms/attic/events?" + query)).hasStatus(HttpStatus.BAD_REQUEST);
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void pollFollowsTheRoomBeforeItReads() {
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		given(this.events.after(ATTIC, 40, 200)).willAnswer((call) -> {
			then(this.follower).should().follow(ATTIC);
			return new EventPage(List.of(JOIN), 1, 41);
		});
		assertThat(get("/rooms/attic/events?after=40&wait=25")).hasStatusOk();
		get("/rooms/cellar/events?after=40&wait=25");
		get("/rooms/attic/events?after=40");
		then(this.follower).shouldHaveNoMoreInteractions();
	}

	@Test
	void roomThatCannotBeIsNotFound() {
		assertThat(get("/rooms/%23/events?after=0")).hasStatus(HttpStatus.NOT_FOUND);
	}

	private MvcTestResult poll(String address) {
		MvcTestResult waiting = this.mvc.get().uri(address).with(Visit.by(ANN)).asyncExchange();
		assertThat(waiting).request().hasAsyncStarted(true);
		return waiting;
	}

	private static void assertIsNotAMember(MvcTestResult result) {
		assertThat(result).hasStatus(HttpStatus.FORBIDDEN)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("$.error").isEqualTo("not-a-member");
	}

	private MvcTestResult get(String address) {
		return this.mvc.get().uri(URI.create(address)).with(Visit.by(ANN)).exchange();
	}

}
