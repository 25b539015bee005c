package chat.foyer.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import chat.foyer.message.Event;
import chat.foyer.message.EventLog;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.InvalidTextException.Problem;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.ReactionEmoji;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link RateLimitedEventLog}.
 */
class RateLimitedEventLogTests {

	private static final Seat ANN = new Seat("1", RoomKey.of("Attic"), "ann", new Username("Ann"));

	private static final MessageId FIRST = new MessageId("first");

	private static final MessageId NEXT = new MessageId("next");

	private static final MessageText HI = new MessageText("hi");

	private static final Event EVENT = new Event(7, EventType.MESSAGE, "first", "Ann", "hi", "hi", Instant.EPOCH, 0,
			false);

	private final List<MessageId> said = new ArrayList<>();

	private final EventLog log = mock();

	private final Events events = mock();

	private final RateLimitedEventLog limited = TestLimits.log(
			TestLimits.of("message-burst=1", "reactions-per-ten-seconds=1", "message-code-points=3"), this.log,
			this.events);

	@BeforeEach
	void storeEverything() {
		given(this.log.say(any(), any(), any(), any(), any())).willAnswer((call) -> {
			this.said.add(call.getArgument(1));
			return CompletableFuture.completedFuture(EVENT);
		});
	}

	@Test
	void appendsMessage() {
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompletedWithValue(EVENT);
		assertThat(this.said).containsExactly(FIRST);
	}

	@Test
	void rejectsTextLongerThanConfigured() {
		assertThat(this.limited.check("abc").value()).isEqualTo("abc");
		assertThatExceptionOfType(InvalidTextException.class).isThrownBy(() -> this.limited.check("long"))
			.returns(Problem.TOO_LARGE, InvalidTextException::problem);
	}

	@Test
	void rejectsMessageBeyondRate() {
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompleted();
		assertThatExceptionOfType(RateLimitExceededException.class)
			.isThrownBy(() -> this.limited.say(ANN, NEXT, HI, null, List.of()))
			.satisfies((refused) -> assertThat(refused.delay().seconds()).isEqualTo(1));
		assertThat(this.said).containsExactly(FIRST);
	}

	@Test
	void changesOfMessagesShareTheRateOfMessages() {
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompleted();
		assertThatExceptionOfType(RateLimitExceededException.class)
			.isThrownBy(() -> this.limited.edit(ANN, NEXT, 7, HI));
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.limited.delete(ANN, NEXT, 7));
		assertThatExceptionOfType(RateLimitExceededException.class)
			.isThrownBy(() -> this.limited.pin(ANN, NEXT, 7, true));
		then(this.log).should(never()).edit(any(), any(), anyLong(), any());
		then(this.log).should(never()).delete(any(), any(), anyLong());
		then(this.log).should(never()).pin(any(), any(), anyLong(), anyBoolean());
	}

	@Test
	void rejectsReactionBeyondItsOwnRate() {
		ReactionEmoji emoji = ReactionEmoji.of("\u2764");
		given(this.log.react(ANN, FIRST, 7, emoji, true)).willReturn(CompletableFuture.completedFuture(EVENT));
		given(this.events.find(ANN, FIRST)).willReturn(Optional.of(EVENT));
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompleted();
		assertThat(this.limited.react(ANN, FIRST, 7, emoji, true)).isCompletedWithValue(EVENT);
		assertThat(this.limited.react(ANN, FIRST, 7, emoji, true)).isCompletedWithValue(EVENT);
		assertThatExceptionOfType(RateLimitExceededException.class)
			.isThrownBy(() -> this.limited.react(ANN, NEXT, 7, emoji, true));
		then(this.log).should(times(1)).react(any(), any(), anyLong(), any(), anyBoolean());
	}

	@Test
	void answersStoredMessageBeyondRate() {
		given(this.events.find(ANN, FIRST)).willReturn(Optional.of(EVENT));
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompleted();
		assertThat(this.limited.say(ANN, FIRST, HI, null, List.of())).isCompletedWithValue(EVENT);
		assertThat(this.said).containsExactly(FIRST);
	}

}
