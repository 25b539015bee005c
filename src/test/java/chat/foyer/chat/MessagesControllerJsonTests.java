package chat.foyer.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventType;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SeatGoneException;
import chat.foyer.message.SentFile;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.AbstractJsonContentAssert;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of the JSON side of {@link MessagesController}.
 */
@EntrySlice
class MessagesControllerJsonTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private EventLog log;

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(true);
		answer(CompletableFuture
			.completedFuture(new Event(7, EventType.MESSAGE, "m-1", "Ann", "hi", "hi", Instant.EPOCH, 0, false)));
	}

	@Test
	void answersWithIdAndSeq() {
		MvcTestResult result = say("<b>hi").exchange();
		assertThat(result).hasStatusOk().hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson().isEqualTo("""
				{"id":"m-1","seq":7}""", JsonCompareMode.STRICT);
		assertThat(then(this.log).should()
			.say(ANN_IN_ATTIC, new MessageId("m-1"), new MessageText("<b>hi"), null, List.of())).isNull();
		then(this.presence).should().poll(ANN_IN_ATTIC);
		then(this.presence).should(never()).visit(any());
	}

	@Test
	void storesReply() {
		assertThat(say("hi").param("re", "42")).hasStatusOk();
		assertThat(
				then(this.log).should().say(ANN_IN_ATTIC, new MessageId("m-1"), new MessageText("hi"), 42L, List.of()))
			.isNull();
	}

	@Test
	void storesFilesWithTheirTexts() {
		assertThat(say("hi").param("files", "f1").param("alts", "A lake, with boats")).hasStatusOk();
		assertThat(then(this.log).should()
			.say(ANN_IN_ATTIC, new MessageId("m-1"), new MessageText("hi"), null,
					List.of(new SentFile("f1", "A lake, with boats"))))
			.isNull();
	}

	@Test
	void answersForMessageWithoutIdWithAnIdOfItsOwn() {
		assertThat(this.mvc.post()
			.uri("/rooms/attic/messages")
			.param("text", "hi")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.with(csrf())).hasStatusOk().bodyJson().extractingPath("$.id").asString().isNotBlank();
	}

	@ParameterizedTest
	@CsvSource({ "'', m-1, 422, empty, The message is empty.", "' ', m-1, 422, empty, The message is empty.",
			"a\uD83D, m-1, 400, bad-frame, This text can\u2019t be sent.",
			"hi, a b, 400, bad-frame, This text can\u2019t be sent." })
	void refusesTextThatCannotBeSent(String text, String id, int status, String error, String title) {
		MvcTestResult result = this.mvc.post()
			.uri("/rooms/attic/messages")
			.param("text", text)
			.param("id", id)
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.with(csrf())
			.exchange();
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson()
			.isEqualTo("""
					{"type":"about:blank","title":"%s","status":%d,"error":"%s","id":"%s"}""".formatted(title, status,
					error, id), JsonCompareMode.STRICT);
		assertThat(then(this.log).should(never()).say(any(), any(), any(), any(), any())).isNull();
	}

	@Test
	void refusesTextThatIsTooLong() {
		assertRefusal(say("x".repeat(4_001)), 413, "too-large").extractingPath("$.title")
			.isEqualTo("The message is too long: 4,000 characters at most.");
	}

	@Test
	void refusesGuestWithoutSeat() {
		given(this.presence.poll(ANN_IN_ATTIC)).willReturn(false);
		assertRefusal(say("hi"), 403, "not-a-member");
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		assertRefusal(say("hi"), 403, "not-a-member");
		assertRefusal(this.mvc.post()
			.uri("/rooms/attic/messages")
			.param("text", "hi")
			.accept(MediaType.APPLICATION_JSON)
			.with(csrf()), 403, "not-a-member");
		assertThat(then(this.log).should(never()).say(any(), any(), any(), any(), any())).isNull();
	}

	@Test
	void refusesGuestWhoseSeatIsFreedMeanwhile() {
		answer(CompletableFuture.failedFuture(new SeatGoneException()));
		assertRefusal(say("hi"), 403, "not-a-member").extractingPath("$.id").isEqualTo("m-1");
	}

	@Test
	void refusesRequestOfAnotherSite() {
		assertThat(this.mvc.post()
			.uri("/rooms/attic/messages")
			.param("text", "hi")
			.param("id", "m-1")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))).hasStatus(HttpStatus.FORBIDDEN)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isEqualTo(
					"""
							{"type":"about:blank","title":"You can’t do that here.","status":403,"error":"forbidden","id":"m-1"}""",
					JsonCompareMode.STRICT);
		assertThat(then(this.log).should(never()).say(any(), any(), any(), any(), any())).isNull();
	}

	@Test
	void isUnavailableWhileTheStoreFails() {
		answer(CompletableFuture.failedFuture(new TimeoutException()));
		assertRefusal(say("hi"), 503, "unavailable").extractingPath("$.id").isEqualTo("m-1");
	}

	private void answer(CompletableFuture<Event> stored) {
		given(this.log.say(any(), any(), any(), any(), any())).willReturn(stored);
	}

	private static AbstractJsonContentAssert<?> assertRefusal(MockMvcRequestBuilder request, int status, String error) {
		MvcTestResult result = request.exchange();
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("$.error").isEqualTo(error);
		assertThat(result).bodyJson().extractingPath("$.status").isEqualTo(status);
		return assertThat(result).bodyJson();
	}

	private MockMvcRequestBuilder say(String text) {
		return this.mvc.post()
			.uri("/rooms/attic/messages")
			.param("text", text)
			.param("id", "m-1")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.with(csrf());
	}

}
