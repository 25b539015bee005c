package chat.foyer.limit;

import java.time.Duration;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link RequestRateLimiter}.
 */
class RequestRateLimiterTests {

	private static final Seat ANN = seat("1", "Ann");

	private static final Seat BOB = seat("2", "Bob");

	private final LimitsProperties limits = TestLimits.of("message-burst=2", "reactions-per-ten-seconds=3",
			"entry-burst=1");

	@Test
	void messagesAreLimitedPerSeat() {
		RequestRateLimiter rates = new RequestRateLimiter(this.limits, mock(TimeMeter.class));
		assertThat(rates.tryMessage(ANN)).isEmpty();
		assertThat(rates.tryMessage(ANN)).isEmpty();
		assertThat(rates.tryMessage(ANN)).isPresent();
		assertThat(rates.tryMessage(BOB)).isEmpty();
	}

	@Test
	void reactionsAreLimitedPerSeatAndTenSeconds() {
		TimeMeter time = mock();
		RequestRateLimiter rates = new RequestRateLimiter(this.limits, time);
		for (int i = 0; i < 3; i++) {
			assertThat(rates.tryReaction(ANN)).isEmpty();
		}
		assertThat(rates.tryReaction(ANN)).isPresent();
		assertThat(rates.tryReaction(BOB)).isEmpty();
		assertThat(rates.tryMessage(ANN)).isEmpty();
		given(time.currentTimeNanos()).willReturn(Duration.ofSeconds(10).toNanos());
		for (int i = 0; i < 3; i++) {
			assertThat(rates.tryReaction(ANN)).isEmpty();
		}
		assertThat(rates.tryReaction(ANN)).isPresent();
	}

	@Test
	void entriesAreLimitedPerAddress() {
		RequestRateLimiter rates = new RequestRateLimiter(this.limits, mock(TimeMeter.class));
		assertThat(rates.tryEntry(ClientAddress.of("192.0.2.1"))).isEmpty();
		assertThat(rates.tryEntry(ClientAddress.of("192.0.2.1"))).isPresent();
		assertThat(rates.tryEntry(ClientAddress.of("192.0.2.2"))).isEmpty();
		assertThat(rates.tryEntry(ClientAddress.of("2001:db8::1"))).isEmpty();
		assertThat(rates.tryEntry(ClientAddress.of("2001:db8::ffff:1:2"))).as("the same network").isPresent();
	}

	private static Seat seat(String id, String name) {
		return new Seat(id, RoomKey.of("Attic"), id, new Username(name));
	}

}
