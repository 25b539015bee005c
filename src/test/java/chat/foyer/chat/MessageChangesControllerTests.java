package chat.foyer.chat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.Refusals;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.invocation.InvocationOnMock;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.util.MultiValueMap;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link MessageChangesController}.
 */
@EntrySlice
class MessageChangesControllerTests {

	private static final Change EDIT = new Change("edit", Map.of("text", "hi"), "MessageText[length=2]");

	private static final Change DELETE = new Change("delete", Map.of());

	private static final Change REACT = new Change("react", Map.of("emoji", "\u2764", "on", "true"),
			"ReactionEmoji[value=\u2764\uFE0F]", "true");

	private static final Change PIN = new Change("pin", Map.of("on", "false"), "false");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private EventLog log;

	@Autowired
	private Events events;

	private final List<String> changes = new ArrayList<>();

	private CompletableFuture<Event> stored = CompletableFuture
		.completedFuture(new Event(7, EventType.PIN, "other", "Ann", null, null, Instant.EPOCH, 0, false));

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(true);
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(), 1, 0));
		given(this.log.edit(any(), any(), anyLong(), any())).willAnswer(this::append);
		given(this.log.delete(any(), any(), anyLong())).willAnswer(this::append);
		given(this.log.react(any(), any(), anyLong(), any(), anyBoolean())).willAnswer(this::append);
		given(this.log.pin(any(), any(), anyLong(), anyBoolean())).willAnswer(this::append);
	}

	private CompletableFuture<Event> append(InvocationOnMock call) {
		assertThat(call.getArgument(0, Seat.class)).isEqualTo(ANN_IN_ATTIC);
		this.changes.add(call.getMethod().getName() + Stream.of(call.getArguments()).skip(1).toList());
		return this.stored;
	}

	static Stream<Change> changes() {
		return Stream.of(EDIT, DELETE, REACT, PIN);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void formLeadsToTheMessage(Change change) {
		assertThat(submit(change)).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl("/rooms/attic#m5");
		assertThat(this.changes).containsExactly(change.call("m-1"));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void answersWithIdAndSeq(Change change) {
		MvcTestResult result = submit(change).accept(MediaType.APPLICATION_JSON).exchange();
		assertThat(result).hasStatusOk().hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson().isEqualTo("""
				{"id":"m-1","seq":7}""", JsonCompareMode.STRICT);
		assertThat(this.changes).containsExactly(change.call("m-1"));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void changeWithoutIdGetsOneOfItsOwn(Change change) {
		MvcTestResult result = post(change.word()).params(change.parameters())
			.accept(MediaType.APPLICATION_JSON)
			.exchange();
		assertThat(result).hasStatusOk().bodyJson().extractingPath("$.id").asString().isNotBlank();
		assertThat(post(change.word()).params(change.parameters())).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(this.changes).doesNotHaveDuplicates().hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "GONE, 410, gone, This message no longer exists.",
			"FORBIDDEN, 403, forbidden, You can\u2019t do that here.",
			"TOO_LATE, 409, too-late, It\u2019s too late to edit this message.",
			"FULL, 409, full, No more can be added here. Remove one first." })
	void refusalHasItsStatusAndWords(String problem, int status, String word, String words) {
		this.stored = CompletableFuture.failedFuture(Refusals.of(problem));
		changes().forEach((change) -> {
			assertThat(submit(change)).hasStatus(status).hasViewName("room").bodyText().contains(words);
			MvcTestResult result = submit(change).accept(MediaType.APPLICATION_JSON).exchange();
			assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
			assertThat(result).bodyJson()
				.isEqualTo("""
						{"type":"about:blank","title":"%s","status":%d,"error":"%s","id":"m-1"}""".formatted(words,
						status, word), JsonCompareMode.STRICT);
		});
	}

	@Test
	void refusedEditIsKeptInAFormWithTheReason() {
		this.stored = CompletableFuture.failedFuture(Refusals.of("TOO_LATE"));
		assertThat(post("edit").param("text", "<b>\r\nhi").param("id", "m-1")).hasStatus(HttpStatus.CONFLICT)
			.bodyText()
			.contains("action=\"/rooms/attic/messages/5/edit#edit\"", ">&lt;b&gt;\nhi</textarea>",
					"role=\"alert\">It\u2019s too late to edit this message.</p>", "href=\"/rooms/attic#m5\"")
			.doesNotContain("value=\"m-1\"")
			.containsOnlyOnce("It\u2019s too late to edit this message.</p>");
	}

	@Test
	void editThatMayBeStoredStillKeepsItsId() {
		this.stored = CompletableFuture.failedFuture(new TimeoutException());
		assertThat(submit(EDIT)).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyText()
			.contains("name=\"id\" value=\"m-1\"", "The server is busy.");
	}

	@Test
	void textThatCannotBeSaidIsRefused() {
		assertThat(post("edit").param("text", "a\uD83D")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasViewName("room");
		assertThat(post("edit").param("text", "a\uD83D").accept(MediaType.APPLICATION_JSON))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("bad-frame");
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void emptyTextIsRefusedUnlessTheMessageHasFiles(String text) {
		this.stored = CompletableFuture.failedFuture(Refusals.of("EMPTY"));
		assertThat(post("edit").param("text", text)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).hasViewName("room");
		assertThat(post("edit").param("text", text).accept(MediaType.APPLICATION_JSON))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("empty");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", ":tada:", "\u2764\u2764", "\uD83D" })
	void reactionThatIsNoEmojiIsRefused(String emoji) {
		assertThat(post("react").param("emoji", emoji).param("on", "true")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasViewName("room");
		assertThat(post("react").param("emoji", emoji).param("on", "true").accept(MediaType.APPLICATION_JSON))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("bad-frame");
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void refusesGuestWithoutSeat(Change change) {
		this.stored = CompletableFuture.failedFuture(new SeatGoneException());
		assertNoMember(change);
		assertThat(this.changes).hasSize(2);
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(false);
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(false);
		assertNoMember(change);
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		assertNoMember(change);
		assertThat(this.changes).hasSize(2);
	}

	private void assertNoMember(Change change) {
		MvcTestResult page = submit(change).exchange();
		assertThat(page).hasStatus(HttpStatus.FORBIDDEN).hasViewName("entry");
		if (change.equals(EDIT)) {
			assertThat(page).bodyText().contains("readonly>hi</textarea>");
		}
		else {
			assertThat(page).bodyText().doesNotContain("readonly>");
		}
		assertThat(submit(change).accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.FORBIDDEN)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("not-a-member");
	}

	@ParameterizedTest
	@MethodSource("changes")
	void requestOfAnotherSiteChangesNothing(Change change) {
		assertThat(unsigned("/rooms/attic/messages/5/" + change.word()).params(change.parameters()))
			.hasForwardedUrl("/refused-form/rooms/attic/messages/5/" + change.word());
		assertThat(unsigned("/rooms/attic/messages/5/" + change.word()).params(change.parameters())
			.param("id", "m-1")
			.accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.FORBIDDEN)
			.bodyJson()
			.extractingPath("$.id")
			.isEqualTo("m-1");
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "edit", "react?emoji=%E2%9D%A4", "react?emoji=%E2%9D%A4&on=maybe", "pin", "pin?on=" })
	void formWithoutItsFieldsIsABadRequest(String change) {
		assertThat(post(change)).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x/edit", "-5/delete", "5.5/delete", "99999999999999999999/delete", "5/purge", "5" })
	void otherAddressesDoNotExist(String address) {
		assertThat(unsigned("/rooms/attic/messages/" + address).param("text", "hi").with(csrf()))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void addressOfAFormLeadsToTheMessage(Change change) {
		assertThat(this.mvc.get().uri("/rooms/Attic/messages/5/" + change.word()).with(Visit.by(ANN)))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/rooms/attic#m5");
	}

	private MockMvcRequestBuilder submit(Change change) {
		return post(change.word()).params(change.parameters()).param("id", "m-1");
	}

	private MockMvcRequestBuilder post(String change) {
		return unsigned("/rooms/attic/messages/5/" + change).with(csrf());
	}

	private MockMvcRequestBuilder unsigned(String address) {
		return this.mvc.post().uri(URI.create(address)).with(Visit.by(ANN));
	}

	private record Change(String word, Map<String, String> fields, List<String> arguments) {

		Change(String word, Map<String, String> fields, String... arguments) {
			this(word, fields, List.of(arguments));
		}

		MultiValueMap<String, String> parameters() {
			return MultiValueMap.fromSingleValue(this.fields);
		}

		/**
		 * How the log is called.
		 */
		String call(String id) {
			return this.word
					+ Stream.concat(Stream.of("MessageId[value=" + id + "]", "5"), this.arguments.stream()).toList();
		}

		@Override
		public String toString() {
			return this.word;
		}

	}

}
