package chat.foyer.live.broker;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.Refusals;
import chat.foyer.message.SeatGoneException;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.invocation.InvocationOnMock;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link ChangeController}, with the answers as they are sent.
 */
class ChangeControllerTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Guest ANN = new Guest("ann");

	private static final Seat SEAT = new Seat("1", ATTIC, ANN.id(), new Username("Ann"));

	private static final String EDIT = "{\"id\":\"m\",\"of\":5,\"text\":\"hi\"}";

	private static final String DELETE = "{\"id\":\"m\",\"of\":5}";

	private static final String REACT = "{\"id\":\"m\",\"of\":5,\"emoji\":\"\u2764\",\"on\":true}";

	private static final String PIN = "{\"id\":\"m\",\"of\":5,\"on\":false}";

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

	private final RoomRegistry registry = mock();

	private final Presence presence = mock();

	private final EventLog log = mock();

	private final List<String> changes = new ArrayList<>();

	private CompletableFuture<Event> stored = CompletableFuture
		.completedFuture(new Event(7, EventType.PIN, "other", "Ann", null, null, Instant.EPOCH, 0, false));

	private FakeSocket socket;

	private Connection connection;

	private InboundChannel inbound;

	@BeforeEach
	void connect() throws IOException {
		RateLimitedEventLog limited = TestLimits.log(
				TestLimits.of("message-burst=2", "message-refusals=2", "reactions-per-ten-seconds=3"), this.log,
				mock(Events.class));
		ReplySender replies = new ReplySender(this.subscriptions, new StompFrames(JsonMapper.shared()),
				TestLimits.refusals(), new ErrorSender(TestLimits.refusals()));
		this.inbound = new InboundChannel(this.connections, this.subscriptions,
				new ChangeController(this.registry, this.presence, limited, replies));
		this.socket = new FakeSocket("c");
		this.connection = this.socket.connection(ANN);
		this.subscriptions.add(new Subscription(this.connection, "sub-1", Destination.REPLIES, null));
		this.connections.add(this.connection);
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(SEAT));
		given(this.presence.visit(SEAT)).willReturn(true);
		given(this.log.edit(any(), any(), anyLong(), any())).willAnswer(this::append);
		given(this.log.delete(any(), any(), anyLong())).willAnswer(this::append);
		given(this.log.react(any(), any(), anyLong(), any(), anyBoolean())).willAnswer(this::append);
		given(this.log.pin(any(), any(), anyLong(), anyBoolean())).willAnswer(this::append);
	}

	private CompletableFuture<Event> append(InvocationOnMock call) {
		assertThat(call.getArgument(0, Seat.class)).isEqualTo(SEAT);
		this.changes.add(call.getMethod().getName() + Stream.of(call.getArguments()).skip(1).toList());
		return this.stored;
	}

	static Stream<List<String>> changes() {
		return Stream.of(List.of("edit", EDIT, "edit[MessageId[value=m], 5, MessageText[length=2]]"),
				List.of("delete", DELETE, "delete[MessageId[value=m], 5]"),
				List.of("react", REACT, "react[MessageId[value=m], 5, ReactionEmoji[value=\u2764\uFE0F], true]"),
				List.of("pin", PIN, "pin[MessageId[value=m], 5, false]"));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void appendsChangeUnderSeatOfConnection(List<String> change) {
		this.subscriptions.add(new Subscription(this.connection, "sub-0", Destination.events(ATTIC), SEAT));
		send(change.get(0), change.get(1));
		assertThat(this.changes).containsExactly(change.get(2));
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"seq\":7}");
		then(this.presence).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void ignoresUnknownFields(List<String> change) {
		send(change.get(0), change.get(1).replace("}", ",\"seat\":{\"id\":\"2\"},\"room\":\"Cellar\",\"re\":\"x\"}"));
		assertThat(this.changes).containsExactly(change.get(2));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void refusesGuestWithoutSeat(List<String> change) {
		this.inbound.send("c", "/app/rooms.Cellar." + change.get(0), change.get(1));
		given(this.presence.visit(SEAT)).willReturn(false);
		send(change.get(0), change.get(1));
		assertThat(this.changes).isEmpty();
		assertThat(replies()).containsOnly("{\"id\":\"m\",\"error\":\"not-a-member\"}").hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "GONE, gone", "FORBIDDEN, forbidden", "TOO_LATE, too-late", "FULL, full" })
	void refusalHasItsWord(String problem, String word) {
		this.stored = CompletableFuture.failedFuture(Refusals.of(problem));
		changes().forEach((change) -> send(change.get(0), change.get(1)));
		assertThat(replies()).startsWith("{\"id\":\"m\",\"error\":\"%s\"}".formatted(word)).hasSize(4);
	}

	@Test
	void seatThatIsGivenUpMeanwhileIsNoMember() {
		this.stored = CompletableFuture.failedFuture(new SeatGoneException());
		send("pin", PIN);
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"not-a-member\"}");
	}

	@Test
	void isUnavailableWhileTheStoreFails() {
		this.stored = CompletableFuture.failedFuture(new IllegalStateException("Secret"));
		send("delete", DELETE);
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"unavailable\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "edit|{}", "edit|null", "edit|{\"of\":5,\"text\":\"hi\"}", "delete|{\"of\":5}", "delete|[]",
					"react|{\"of\":5,\"emoji\":\"\u2764\",\"on\":true}", "pin|{\"of\":5,\"on\":true}",
					"pin|{\"id\":7,\"of\":5,\"on\":true}", "pin|x" })
	void bodyWithoutIdIsABadFrame(String change, String body) {
		send(change, body);
		assertThat(this.changes).isEmpty();
		assertThat(replies()).containsExactly("{\"error\":\"bad-frame\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "edit|\"text\":\"hi\"",
			"edit|\"of\":\"5\",\"text\":\"hi\"", "edit|\"of\":5.5,\"text\":\"hi\"",
			"edit|\"of\":99999999999999999999,\"text\":\"hi\"", "edit|\"of\":5,\"text\":7",
			"edit|\"of\":5,\"text\":\"\\ud800\"", "delete|\"of\":null", "delete|\"of\":\"\"", "delete|\"of\":true",
			"delete|\"of\":[5]", "react|\"of\":5,\"on\":true", "react|\"of\":5,\"emoji\":null,\"on\":true",
			"react|\"of\":5,\"emoji\":\"\",\"on\":true", "react|\"of\":5,\"emoji\":\"x\",\"on\":true",
			"react|\"of\":5,\"emoji\":\"5\",\"on\":true", "react|\"of\":5,\"emoji\":\"\u2764\u2764\",\"on\":true",
			"react|\"of\":5,\"emoji\":\":tada:\",\"on\":true", "react|\"of\":5,\"emoji\":\"\u2764\"",
			"react|\"of\":5,\"emoji\":\"\u2764\",\"on\":\"true\"", "react|\"of\":5,\"emoji\":\"\u2764\",\"on\":1",
			"pin|\"of\":5", "pin|\"on\":true", "pin|\"of\":5,\"on\":\"\"", "pin|\"of\":5,\"of\":5,\"on\":true" })
	void missingOrWrongFieldIsABadFrame(String change, String fields) {
		send(change, "{\"id\":\"m\",%s}".formatted(fields));
		assertThat(this.changes).isEmpty();
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"bad-frame\"}");
	}

	@Test
	void idOfAnotherFormIsABadFrame() {
		send("delete", "{\"id\":\"a b\",\"of\":5}");
		assertThat(replies()).containsExactly("{\"id\":\"a b\",\"error\":\"bad-frame\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"text\":null", ",\"text\":\" \"" })
	void editToNothingIsEmpty(String text) {
		this.stored = CompletableFuture.failedFuture(Refusals.of("EMPTY"));
		send("edit", "{\"id\":\"m\",\"of\":5%s}".formatted(text));
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"empty\"}");
	}

	@Test
	void editThatIsTooLongIsTooLarge() {
		send("edit", "{\"id\":\"m\",\"of\":5,\"text\":\"%s\"}".formatted("x".repeat(4_001)));
		assertThat(replies()).containsExactly("{\"id\":\"m\",\"error\":\"too-large\"}");
	}

	@Test
	void reactionsHaveAPaceOfTheirOwn() {
		send("edit", EDIT);
		send("pin", PIN);
		send("delete", DELETE);
		for (int i = 0; i < 4; i++) {
			send("react", REACT);
		}
		assertThat(this.changes).map((change) -> change.replaceAll("\\[.*", ""))
			.containsExactly("edit", "pin", "react", "react", "react");
		assertThat(replies()).filteredOn("{\"id\":\"m\",\"error\":\"rate-limited\",\"retryAfter\":1}"::equals)
			.hasSize(2);
	}

	@Test
	void floodOfReactionsClosesTheConnection() {
		for (int i = 0; i < 5; i++) {
			send("react", REACT);
		}
		assertThat(this.connection.isClosing()).isFalse();
		send("react", REACT);
		assertThat(this.socket.closed()).containsExactly(CloseStatus.POLICY_VIOLATION.withReason("rate-limited"));
	}

	private void send(String change, String body) {
		this.inbound.send("c", "/app/rooms.Attic." + change, body);
	}

	private List<String> replies() {
		return this.socket.written()
			.stream()
			.map((frame) -> frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1))
			.toList();
	}

}
