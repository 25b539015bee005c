package chat.foyer.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link MessagesController}.
 */
@EntrySlice
class MessagesControllerTests {

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

	private final List<Said> said = new ArrayList<>();

	private CompletableFuture<Event> stored = CompletableFuture
		.completedFuture(new Event(1, EventType.MESSAGE, "m", "Ann", "hi", "hi", Instant.EPOCH, 0, false));

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(true);
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(), 1, 0));
		given(this.log.say(any(), any(), any(), any(), any())).willAnswer((call) -> {
			this.said.add(new Said(call.getArgument(0), call.getArgument(1), call.getArgument(2), call.getArgument(3)));
			return this.stored;
		});
	}

	@Test
	void whatIsSaidIsStoredUnderTheSeatAndShownByTheRoom() {
		assertThat(say("<b>hi</b>  there").param("id", "m-1").param("author", "Bob").param("room", "Cellar"))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/rooms/attic");
		assertThat(this.said)
			.containsExactly(new Said(ANN_IN_ATTIC, new MessageId("m-1"), new MessageText("<b>hi</b>  there"), null));
	}

	@Test
	void replyIsStoredUnderTheNumberOfItsMessage() {
		assertThat(say("hi").param("re", "42")).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(say("hi").param("re", "")).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(this.said).extracting(Said::re).containsExactly(42L, null);
	}

	@Test
	void refusedReplyStaysOne() {
		assertThat(say("").param("re", "42")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("name=\"re\" value=\"42\"");
		assertThat(say("hi").param("re", "x")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void whoGaveUpTheSeatMeanwhileIsOfferedToEnter() {
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(false);
		assertThat(say("hi")).hasStatus(HttpStatus.FORBIDDEN).hasViewName("entry");
		assertThat(this.said).isEmpty();
	}

	@Test
	void textOfFormsIsCleaned() {
		assertThat(say("a\r\nb\r\n\r\nc\u0000\uFEFF")).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(this.said).extracting((said) -> said.text().value()).containsExactly("a\nb\n\nc");
	}

	@Test
	void messageWithoutIdGetsOneOfItsOwn() {
		assertThat(say("hi")).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(say("hi")).hasStatus(HttpStatus.SEE_OTHER);
		assertThat(this.said).extracting(Said::id).doesNotHaveDuplicates().hasSize(2);
	}

	@Test
	void whoSpeaksIsHere() {
		assertThat(say("hi")).hasStatus(HttpStatus.SEE_OTHER);
		then(this.presence).should().visit(ANN_IN_ATTIC);
	}

	@ParameterizedTest
	@CsvSource({ "'', The message is empty.", "' ', The message is empty.", "a\uD83D, This text can\u2019t be sent." })
	void textThatCannotBeSaidIsKeptInTheFormWithTheReason(String text, String reason) {
		assertThat(say(text)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasViewName("room")
			.model()
			.containsEntry("draft", text);
		assertThat(say(text)).bodyText().contains(reason);
		assertThat(this.said).isEmpty();
	}

	@Test
	void textThatIsTooLongIsKeptAsAWhole() {
		String text = "x".repeat(4_001);
		assertThat(say(text)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("The message is too long: 4,000 characters at most.", ">" + text + "</textarea>");
		assertThat(this.said).isEmpty();
	}

	@Test
	void idOfAnotherFormIsRefused() {
		assertThat(say("hi").param("id", "a b")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).hasViewName("room");
		assertThat(this.said).isEmpty();
	}

	@Test
	void whoGaveUpTheSeatBeforeItsTurnCameIsOfferedToEnter() {
		this.stored = CompletableFuture.failedFuture(new SeatGoneException());
		assertThat(say("hi")).hasStatus(HttpStatus.FORBIDDEN).hasViewName("entry");
	}

	@Test
	void storeThatFailsIsUnavailableAndTextAndIdAreKept() {
		this.stored = CompletableFuture.failedFuture(new TimeoutException());
		assertThat(say("<i>hi</i>").param("id", "m-1")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasViewName("room")
			.bodyText()
			.contains("The server is busy.", "name=\"id\" value=\"m-1\"", ">&lt;i&gt;hi&lt;/i&gt;</textarea>");
	}

	@Test
	void textOfAGuestWithoutSeatIsKeptInTheFormToEnter() {
		given(this.registry.nameOf(new RoomKey("cellar"))).willReturn(new RoomName("Cellar"));
		assertThat(this.mvc.post().uri("/rooms/attic/messages").param("text", "<b>hi").with(csrf()))
			.hasStatus(HttpStatus.FORBIDDEN)
			.hasViewName("entry")
			.bodyText()
			.contains("readonly>&lt;b&gt;hi</textarea>", "name=\"room\" value=\"Attic\"");
		assertThat(this.mvc.post().uri("/rooms/cellar/messages").param("text", "hi").with(Visit.by(ANN)).with(csrf()))
			.hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.said).isEmpty();
		then(this.presence).should(never()).visit(any());
	}

	@Test
	void formOfAnotherSiteSaysNothing() {
		assertThat(this.mvc.post().uri("/rooms/attic/messages").param("text", "hi").with(Visit.by(ANN)))
			.hasForwardedUrl("/refused-form/rooms/attic/messages");
		assertThat(this.said).isEmpty();
	}

	@Test
	void formWithoutTextIsNoMessage() {
		assertThat(this.mvc.post().uri("/rooms/attic/messages").with(Visit.by(ANN)).with(csrf()))
			.hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(this.said).isEmpty();
	}

	private MockMvcRequestBuilder say(String text) {
		return this.mvc.post().uri("/rooms/attic/messages").param("text", text).with(Visit.by(ANN)).with(csrf());
	}

	private record Said(Seat seat, MessageId id, MessageText text, @Nullable Long re) {
	}

}
