package chat.foyer.live.broker;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SentFile;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SayController}, with the answers as they are sent.
 */
class SayControllerTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Guest ANN = new Guest("ann");

	private static final Seat SEAT = new Seat("1", ATTIC, ANN.id(), new Username("Ann"));

	private static final String TO_ATTIC = "/app/rooms.Attic.say";

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final RoomRegistry registry = mock();

	private final Presence presence = mock();

	private final EventLog log = mock();

	private final Events events = mock();

	private final List<Said> said = new ArrayList<>();

	private final List<SentFile> files = new ArrayList<>();

	private CompletableFuture<Event> stored = CompletableFuture
		.completedFuture(new Event(7, EventType.MESSAGE, "m", "Ann", "hi", "hi", Instant.EPOCH, 0, false));

	private FakeSocket socket;

	private Connection connection;

	private InboundChannel inbound;

	@BeforeEach
	void connect() throws IOException {
		RateLimitedEventLog limited = TestLimits.log(TestLimits.of("message-burst=2", "message-refusals=2"), this.log,
				this.events);
		ReplySender replies = new ReplySender(this.subscriptions, new StompFrames(JsonMapper.shared()),
				TestLimits.refusals(), new ErrorSender(TestLimits.refusals()));
		this.inbound = new InboundChannel(this.connections, this.subscriptions,
				new SayController(this.registry, this.presence, limited, replies));
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(ANN);
		this.subscriptions.add(new Subscription(this.connection, "sub-1", Destination.REPLIES, null));
		this.connections.add(this.connection);
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(SEAT));
		given(this.presence.visit(SEAT)).willReturn(true);
		given(this.log.say(any(), any(), any(), any(), any())).willAnswer((call) -> {
			this.said.add(new Said(call.getArgument(0), call.getArgument(1), call.getArgument(2), call.getArgument(3)));
			this.files.addAll(call.getArgument(4));
			return this.stored;
		});
	}

	@Test
	void wordIsSaidUnderTheSeatOfTheConnection() {
		this.subscriptions.add(new Subscription(this.connection, "sub-0", Destination.events(ATTIC), SEAT));
		say("""
				{"id":"m","text":" hi\\n\\u00e9 "}""");
		assertThat(this.said).containsExactly(new Said(SEAT, new MessageId("m"), new MessageText(" hi\n\u00E9 ")));
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"seq\":7}");
		then(this.presence).shouldHaveNoInteractions();
	}

	@Test
	void replyIsSaidUnderTheNumberOfItsMessage() {
		say("{\"id\":\"m\",\"text\":\"hi\",\"re\":42}");
		assertThat(this.said).containsExactly(new Said(SEAT, new MessageId("m"), new MessageText("hi"), 42L));
	}

	@Test
	void filesAreSaidWithTheirAlternativeTexts() {
		say("""
				{"id":"m","files":["a","b"],"alts":["A lake",""]}""");
		assertThat(this.said).containsExactly(new Said(SEAT, new MessageId("m"), null));
		assertThat(this.files).containsExactly(new SentFile("a", "A lake"), new SentFile("b", null));
	}

	@Test
	void malformedFilesAreRefused() {
		String eleven = IntStream.range(0, 11).mapToObj((i) -> "\"" + i + "\"").collect(Collectors.joining(","));
		for (String files : List.of("\"files\":[" + eleven + "]", "\"files\":[\"a\",\"a\"]", "\"files\":[null]",
				"\"files\":[\"a\"],\"alts\":[\"\",\"\"]", "\"files\":\"a\"", "\"files\":[1]")) {
			say("{\"id\":\"m\",\"text\":\"hi\"," + files + "}");
		}
		say("{\"id\":\"m\",\"text\":\"hi\",\"files\":[\"a\"],\"alts\":[\"" + "x".repeat(501) + "\"]}");
		assertThat(this.said).isEmpty();
		assertThat(replies()).hasSize(7)
			.containsOnly("{\"id\":\"m\",\"error\":\"bad-frame\"}", "{\"id\":\"m\",\"error\":\"too-large\"}");
	}

	@Test
	void answerIsAMessageOfTheReplies() {
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.socket.written()).singleElement()
			.asString()
			.matches("MESSAGE\n(?s).*\n\n.*\0")
			.contains("\nsubscription:sub-1\n", "\ndestination:/user/queue/replies\n", "\nmessage-id:reply-1\n",
					"\ncontent-length:18\n");
	}

	@Test
	void whoDoesNotListenToTheRepliesGetsNone() {
		this.subscriptions.remove(this.connection, "sub-1");
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.said).hasSize(1);
		assertThat(this.socket.written()).isEmpty();
	}

	@Test
	void whoSpeaksWithoutListeningIsHere() {
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.said).hasSize(1);
		then(this.presence).should().visit(SEAT);
	}

	@Test
	void whoGaveUpTheSeatMeanwhileIsNoMember() {
		given(this.presence.visit(SEAT)).willReturn(false);
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"not-a-member\"}");
	}

	@Test
	void nothingIsConfirmedBeforeItIsOnDisk() {
		CompletableFuture<Event> commit = new CompletableFuture<>();
		CompletableFuture<Event> event = this.stored;
		this.stored = commit;
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(replies()).isEmpty();
		commit.complete(event.join());
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"seq\":7}");
	}

	@Test
	void storeThatFailsIsUnavailable() {
		this.stored = CompletableFuture.failedFuture(new IllegalStateException("Secret"));
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"unavailable\"}");
	}

	@Test
	void whoGaveUpTheSeatBeforeItsTurnCameIsNoMember() {
		this.stored = CompletableFuture.failedFuture(new SeatGoneException());
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"not-a-member\"}");
	}

	@Test
	void whoHasNoSeatIsNoMember() {
		this.inbound.send("c", "/app/rooms.Cellar.say", """
				{"id":"m","text":"hi"}""");
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"not-a-member\"}");
	}

	@Test
	void wordOfAnUnknownConnectionIsNotHeard() {
		this.inbound.send("d", TO_ATTIC, """
				{"id":"m","text":"hi"}""");
		assertThat(this.said).isEmpty();
		assertThat(replies()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hi", "null", "[]", "{}", "\"hi\"", "{'id':'m','text':'hi'}", "{\"text\":\"hi\"}",
			"{\"id\":null,\"text\":\"hi\"}", "{\"id\":1,\"text\":\"hi\"}", "{\"id\":[\"m\"],\"text\":\"hi\"}",
			"{\"more\":{\"id\":\"m\"},\"text\":5}", "<say/>" })
	void whatIsNotExactlyAsItShouldBeIsABadFrame(String body) {
		say(body);
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"error\":\"bad-frame\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"m\"", "{\"id\":\"m\",\"text\":5}", "{\"text\":true,\"id\":\"m\"}",
			"{\"id\":\"m\",\"text\":{}}", "{\"more\":[1,{}],\"text\":[\"hi\"],\"id\":\"m\"}",
			"{\"id\":\"m\",\"text\":\"hi\",\"text\":\"ho\"}", "{\"id\":\"m\",\"text\":\"hi\"}{}",
			"{\"id\":\"m\",\"text\":\"hi\"} x", "{\"id\":\"m\",\"text\":\"hi\",\"re\":\"5\"}",
			"{\"id\":\"m\",\"text\":\"hi\",\"re\":1.5}", "{\"id\":\"m\",\"text\":\"hi\",\"re\":{}}" })
	void badFrameKeepsTheIdOfItsBody(String body) {
		say(body);
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"bad-frame\"}");
	}

	@Test
	void refusalWithoutSubscriptionToRepliesIsAnError() {
		this.subscriptions.removeAll("c");
		this.inbound.send("c", TO_ATTIC, "{\"id\":\"m\",\"text\":\"\"}", "r-1");
		assertThat(this.socket.written())
			.containsExactly("ERROR\nmessage:empty\nreceipt-id:r-1\ncontent-length:0\n\n\0");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.PROTOCOL_ERROR.withReason("empty"));
	}

	@Test
	void replyComesToEverySubscription() {
		this.subscriptions.add(new Subscription(this.connection, "sub-2", Destination.REPLIES, null));
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.socket.written()).map((frame) -> frame.lines().toList().get(1))
			.containsExactlyInAnyOrder("subscription:sub-1", "subscription:sub-2");
	}

	@Test
	void receiptFollowsTheReplyOnceTheMessageIsStored() {
		CompletableFuture<Event> commit = new CompletableFuture<>();
		CompletableFuture<Event> event = this.stored;
		this.stored = commit;
		this.inbound.send("c", TO_ATTIC, "{\"id\":\"m\",\"text\":\"hi\"}", "r-1");
		assertThat(this.socket.written()).isEmpty();
		commit.complete(event.join());
		assertThat(this.socket.written()).hasSize(2).last().isEqualTo("RECEIPT\nreceipt-id:r-1\n\n\0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"m\",\"text\":\"\"}", "{\"text\":\"hi\"}", "x" })
	void receiptFollowsTheReplyToARefusedMessage(String body) {
		this.inbound.send("c", TO_ATTIC, body, "r-1");
		assertThat(this.socket.written()).hasSize(2).last().isEqualTo("RECEIPT\nreceipt-id:r-1\n\n\0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"author\":\"Bob\"", "\"room\":\"Cellar\"", "\"more\":null", "\"poll\":[{\"id\":1}]",
			"\"seat\":{\"id\":\"2\"}" })
	void ignoresUnknownFields(String field) {
		say("{\"id\":\"m\",\"text\":\"hi\",%s}".formatted(field));
		assertThat(this.said).containsExactly(new Said(SEAT, new MessageId("m"), new MessageText("hi")));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void failureToReplyIsLogged(CapturedOutput output) {
		this.stored = CompletableFuture.completedFuture(null);
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(output).contains("Replying to a message failed", "NullPointerException");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void faultIsUnavailableAndLogged(CapturedOutput output) {
		given(this.registry.find(ANN, ATTIC)).willThrow(new IllegalStateException("Secret"));
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"unavailable\"}");
		assertThat(output).contains("Handling a message failed");
	}

	@Test
	void bytesThatAreNoTextAreABadFrame() {
		this.inbound.send("c", TO_ATTIC, new byte[] { '{', '"', (byte) 0xC3, (byte) 0x28, '"' });
		assertThat(replies()).containsExactly("{\"error\":\"bad-frame\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-32BE" })
	void otherEncodingsThanUtf8AreABadFrame(Charset charset) {
		this.inbound.send("c", TO_ATTIC, "{\"id\":\"m\",\"text\":\"hi\"}".getBytes(charset));
		assertThat(replies()).containsExactly("{\"error\":\"bad-frame\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"id\":\"m\"}|empty", "{\"id\":\"m\",\"text\":null}|empty",
			"{\"id\":\"m\",\"text\":\"\"}|empty", "{\"id\":\"m\",\"text\":\" \\n\\t\"}|empty",
			"{\"id\":\"m\",\"text\":\"\\u0000\\u202E\"}|empty", "{\"id\":\"m\",\"text\":\"\\ud800\"}|bad-frame" })
	void textThatCannotBeSaidIsRefusedWithItsWord(String body, String word) {
		say(body);
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"%s\"}".formatted(word));
	}

	@Test
	void textIsCleanedBeforeItIsMeasured() {
		say("{\"id\":\"m\",\"text\":\"%s\\u202Eabc\"}".formatted("\\r\\n".repeat(3_995)));
		assertThat(this.said).extracting((said) -> said.text().value())
			.containsExactly("\n".repeat(3_995) + "\u202Eabc\u202C");
	}

	@Test
	void textThatIsTooLongIsTooLarge() {
		say("{\"id\":\"m\",\"text\":\"%s\"}".formatted("x".repeat(4_001)));
		assertThat(this.said).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"too-large\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "\\ud800", "\\u0000", "\\u00e9",
			"0123456789012345678901234567890123456789012345678901234567890123456789" })
	void idOfAnotherFormIsABadFrame(String id) {
		say("{\"id\":\"%s\",\"text\":\"hi\"}".formatted(id));
		assertThat(this.said).isEmpty();
		assertThat(replies()).singleElement().asString().endsWith(",\"error\":\"bad-frame\"}");
	}

	@Test
	void whoGoesOnTooFastIsToldHowLongToWait() {
		sayHi("first");
		sayHi("second");
		sayHi("third");
		assertThat(this.said).hasSize(2);
		assertThat(replies()).element(2).isEqualTo("{\"id\":\"third\",\"error\":\"rate-limited\",\"retryAfter\":1}");
		assertThat(this.connection.isClosing()).isFalse();
	}

	@Test
	void whoDoesNotStopIsClosed() {
		sayHi("first");
		sayHi("second");
		sayHi("third");
		sayHi("fourth");
		assertThat(this.connection.isClosing()).isFalse();
		sayHi("fifth");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.POLICY_VIOLATION.withReason("rate-limited"));
	}

	@Test
	void whoIsBeingClosedIsNotHeardAnyMore() {
		this.subscriptions.add(new Subscription(this.connection, "sub-0", Destination.events(ATTIC), SEAT));
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		this.connection.close(CloseStatuses.SESSION_ENDED);
		say("""
				{"id":"m","text":"hi"}""");
		assertThat(this.said).isEmpty();
	}

	private void say(String body) {
		this.inbound.send("c", TO_ATTIC, body);
	}

	private void sayHi(String id) {
		say("{\"id\":\"%s\",\"text\":\"hi\"}".formatted(id));
	}

	private List<String> replies() {
		return this.socket.written()
			.stream()
			.map((frame) -> frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1))
			.toList();
	}

	private record Said(Seat seat, MessageId id, MessageText text, @Nullable Long re) {

		Said(Seat seat, MessageId id, MessageText text) {
			this(seat, id, text, null);
		}

	}

}
