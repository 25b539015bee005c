package chat.foyer.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

import chat.foyer.MovableClock;
import chat.foyer.message.Events;
import chat.foyer.message.RetentionClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link Purge}.
 */
class PurgeTests {

	private static final Duration KEEP = Duration.ofDays(30);

	private final MovableClock clock = new MovableClock();

	private final RetentionClock retentionClock = mock();

	private final List<Integer> batches = new ArrayList<>();

	private final List<Instant> limits = new ArrayList<>();

	private final List<Instant> pauses = new ArrayList<>();

	private final Deque<Runnable> later = new ArrayDeque<>();

	private boolean schedulerIsStopped;

	private int tooOld;

	private Purge purge;

	@BeforeEach
	void openPurge() {
		Events events = mock();
		given(events.deleteBefore(any(), anyInt()))
			.willAnswer((call) -> delete(call.getArgument(0), call.getArgument(1)));
		TaskScheduler scheduler = mock();
		given(scheduler.schedule(any(), any(Instant.class)))
			.willAnswer((call) -> schedule(call.getArgument(0), call.getArgument(1)));
		given(scheduler.getClock()).willReturn(this.clock);
		given(this.retentionClock.instant()).willReturn(Instant.EPOCH);
		this.purge = new Purge(events, new RetentionProperties(KEEP, Duration.ofHours(1)), scheduler,
				this.retentionClock);
	}

	@ParameterizedTest
	@CsvSource({ "PT720H,PT1H,PT1H", "PT30M,PT1H,PT30M", "PT1M,PT30S,PT30S" })
	void purgesAtLeastOncePerRetentionPeriod(Duration keep, Duration every, Duration delay) {
		TaskScheduler scheduler = mock();
		new Purge(mock(), new RetentionProperties(keep, every), scheduler, this.retentionClock).start();
		verify(scheduler).scheduleWithFixedDelay(any(), eq(delay));
	}

	@Test
	void deletesOldEventsInBatches() {
		this.tooOld = 1_234;
		Instant oldest = Instant.EPOCH.minus(KEEP);
		purgeToTheEnd();
		assertThat(this.batches).containsExactly(500, 500, 234);
		assertThat(this.limits).containsOnly(oldest);
	}

	@Test
	void pausesBetweenBatches() {
		this.tooOld = 1_000;
		this.purge.purge();
		assertThat(this.batches).containsExactly(500);
		assertThat(this.pauses).containsExactly(this.clock.instant().plusMillis(100));
	}

	@Test
	void stopLeavesRestToNextRun() {
		this.schedulerIsStopped = true;
		this.tooOld = 1_000;
		this.purge.purge();
		assertThat(this.batches).containsExactly(500);
	}

	@Test
	void endsAfterFullLastBatch() {
		this.tooOld = 500;
		purgeToTheEnd();
		assertThat(this.batches).containsExactly(500, 0);
	}

	@Test
	void queriesOnceWhenNothingIsOld() {
		purgeToTheEnd();
		assertThat(this.batches).containsExactly(0);
		assertThat(this.pauses).isEmpty();
	}

	private void purgeToTheEnd() {
		this.purge.purge();
		while (!this.later.isEmpty()) {
			this.clock.move(Duration.ofMillis(100));
			this.later.remove().run();
		}
	}

	private ScheduledFuture<?> schedule(Runnable task, Instant at) {
		if (this.schedulerIsStopped) {
			throw new TaskRejectedException("stopped");
		}
		this.later.add(task);
		this.pauses.add(at);
		return mock();
	}

	private int delete(Instant oldest, int limit) {
		int deleted = Math.min(limit, this.tooOld);
		this.tooOld -= deleted;
		this.batches.add(deleted);
		this.limits.add(oldest);
		return deleted;
	}

}
