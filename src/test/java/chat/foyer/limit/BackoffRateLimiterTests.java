package chat.foyer.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link BackoffRateLimiter}: 20 at once and 5 a second.
 */
class BackoffRateLimiterTests {

	private long now = 7;

	private final BackoffRateLimiter limiter = new BackoffRateLimiter(20, 5, Duration.ofSeconds(1), 10,
			new TimeMeter() {

				@Override
				public long currentTimeNanos() {
					return BackoffRateLimiterTests.this.now;
				}

				@Override
				public boolean isWallClockBased() {
					return false;
				}

			});

	@Test
	void permitsBurstAndNothingMore() {
		assertThat(next(20)).allMatch(Optional::isEmpty);
		assertThat(tryAcquire()).contains(new RetryDelay(Duration.ofSeconds(1), false));
	}

	@Test
	void neverRefusesAtTheRefillRate() {
		next(20);
		for (int i = 0; i < 100; i++) {
			move(Duration.ofMillis(200));
			assertThat(tryAcquire()).isEmpty();
		}
	}

	@Test
	void permitsAgainAfterBackoff() {
		next(21);
		move(Duration.ofSeconds(1));
		assertThat(next(5)).allMatch(Optional::isEmpty);
	}

	@Test
	void refusesUntilBackoffEnds() {
		next(21);
		move(Duration.ofMillis(700));
		assertThat(tryAcquire()).contains(new RetryDelay(Duration.ofMillis(300), false));
		move(Duration.ofMillis(299));
		assertThat(tryAcquire()).isPresent();
	}

	@Test
	void doublesBackoffUpToOneMinute() {
		next(20);
		assertThat(Stream.generate(this::waitOutNextBackoff).limit(8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L,
				60L);
	}

	@Test
	void resetsBackoffAfterTwoMinutesWithoutRefusal() {
		next(20);
		IntStream.range(0, 4).forEach((i) -> waitOutNextBackoff());
		move(BackoffRateLimiter.RESET_AFTER);
		next(20);
		assertThat(tryAcquire()).contains(new RetryDelay(Duration.ofSeconds(1), false));
	}

	@Test
	void limitsEachKeyByItself() {
		next(20);
		assertThat(tryAcquire()).isPresent();
		assertThat(this.limiter.tryAcquire("other")).isEmpty();
	}

	@Test
	void reportsFloodAfterTooManyRefusals() {
		next(20);
		assertThat(next(10)).allMatch((wait) -> !wait.orElseThrow().isFlood());
		assertThat(tryAcquire()).hasValueSatisfying((wait) -> assertThat(wait.isFlood()).isTrue());
	}

	@Test
	void roundsDelayUpToWholeSeconds() {
		assertThat(new RetryDelay(Duration.ofMillis(1), false).seconds()).isEqualTo(1);
		assertThat(new RetryDelay(Duration.ofMillis(1_001), false).seconds()).isEqualTo(2);
		assertThat(new RetryDelay(Duration.ofSeconds(4), false).seconds()).isEqualTo(4);
		assertThat(new RetryDelay(Duration.ZERO, false).seconds()).isEqualTo(1);
	}

	private long waitOutNextBackoff() {
		Optional<RetryDelay> wait = tryAcquire();
		while (wait.isEmpty()) {
			wait = tryAcquire();
		}
		move(wait.get().length());
		return wait.get().seconds();
	}

	private List<Optional<RetryDelay>> next(int count) {
		return Stream.generate(this::tryAcquire).limit(count).toList();
	}

	private Optional<RetryDelay> tryAcquire() {
		return this.limiter.tryAcquire("key");
	}

	private void move(Duration span) {
		this.now += span.toNanos();
	}

}
