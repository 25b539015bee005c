package chat.foyer.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.bucket4j.Bandwidth;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link BackoffRateLimiter}: 20 at once and 5 a second.
 */
class BackoffRateLimiterTests {

	private long now = 7;

	private final BackoffRateLimiter limiter = new BackoffRateLimiter(
			Bandwidth.builder().capacity(20).refillGreedy(5, Duration.ofSeconds(1)).build(), 10, () -> this.now);

	@Test
	void burstIsLetInAndNothingMore() {
		assertThat(next(20)).allMatch(Optional::isEmpty);
		assertThat(this.limiter.tryAcquire()).contains(new RetryDelay(Duration.ofSeconds(1), false));
	}

	@Test
	void whoKeepsThePaceIsNeverRefused() {
		next(20);
		for (int i = 0; i < 100; i++) {
			move(Duration.ofMillis(200));
			assertThat(this.limiter.tryAcquire()).isEmpty();
		}
	}

	@Test
	void whoPausesGoesOn() {
		next(21);
		move(Duration.ofSeconds(1));
		assertThat(next(5)).allMatch(Optional::isEmpty);
	}

	@Test
	void whoDoesNotPauseIsRefusedUntilThePauseIsOver() {
		next(21);
		move(Duration.ofMillis(700));
		assertThat(this.limiter.tryAcquire()).contains(new RetryDelay(Duration.ofMillis(300), false));
		move(Duration.ofMillis(299));
		assertThat(this.limiter.tryAcquire()).isPresent();
	}

	@Test
	void pausesGrowToAMinute() {
		next(20);
		assertThat(Stream.generate(this::pauseAndGoOnAtOnce).limit(8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L,
				60L);
	}

	@Test
	void twoCalmMinutesMakeUpForEverything() {
		next(20);
		IntStream.range(0, 4).forEach((i) -> pauseAndGoOnAtOnce());
		move(BackoffRateLimiter.RESET_AFTER);
		next(20);
		assertThat(this.limiter.tryAcquire()).contains(new RetryDelay(Duration.ofSeconds(1), false));
	}

	@Test
	void manyRefusalsAreAFlood() {
		next(20);
		assertThat(next(10)).allMatch((wait) -> !wait.orElseThrow().isFlood());
		assertThat(this.limiter.tryAcquire()).hasValueSatisfying((wait) -> assertThat(wait.isFlood()).isTrue());
	}

	@Test
	void answersTellWholeSeconds() {
		assertThat(new RetryDelay(Duration.ofMillis(1), false).seconds()).isEqualTo(1);
		assertThat(new RetryDelay(Duration.ofMillis(1_001), false).seconds()).isEqualTo(2);
		assertThat(new RetryDelay(Duration.ofSeconds(4), false).seconds()).isEqualTo(4);
		assertThat(new RetryDelay(Duration.ZERO, false).seconds()).isEqualTo(1);
	}

	private long pauseAndGoOnAtOnce() {
		Optional<RetryDelay> wait = this.limiter.tryAcquire();
		while (wait.isEmpty()) {
			wait = this.limiter.tryAcquire();
		}
		move(wait.get().length());
		return wait.get().seconds();
	}

	private List<Optional<RetryDelay>> next(int count) {
		return Stream.generate(this.limiter::tryAcquire).limit(count).toList();
	}

	private void move(Duration span) {
		this.now += span.toNanos();
	}

}
