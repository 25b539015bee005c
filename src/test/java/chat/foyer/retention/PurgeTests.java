package chat.foyer.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import chat.foyer.MovableClock;
import chat.foyer.message.Events;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Purge}.
 */
class PurgeTests {

	private static final Duration KEEP = Duration.ofDays(30);

	private final MovableClock clock = new MovableClock();

	private final List<Integer> batches = new ArrayList<>();

	private final List<Instant> limits = new ArrayList<>();

	private int tooOld;

	private Purge purge;

	@BeforeEach
	void openPurge() {
		Events events = mock();
		given(events.deleteBefore(any(), anyInt()))
			.willAnswer((call) -> delete(call.getArgument(0), call.getArgument(1)));
		this.purge = new Purge(events, new RetentionProperties(KEEP, Duration.ofHours(1)), this.clock);
	}

	@Test
	void whatIsOlderThanIsKeptIsDeletedInSmallBatches() {
		this.tooOld = 1_234;
		this.purge.purge();
		assertThat(this.batches).containsExactly(500, 500, 234);
		assertThat(this.limits).containsOnly(this.clock.instant().minus(KEEP));
	}

	@Test
	void itEndsWhenAllIsDeletedWithTheLastBatchFull() {
		this.tooOld = 500;
		this.purge.purge();
		assertThat(this.batches).containsExactly(500, 0);
	}

	@Test
	void nothingToDeleteIsAskedForOnce() {
		this.purge.purge();
		assertThat(this.batches).containsExactly(0);
	}

	private int delete(Instant oldest, int limit) {
		int deleted = Math.min(limit, this.tooOld);
		this.tooOld -= deleted;
		this.batches.add(deleted);
		this.limits.add(oldest);
		return deleted;
	}

}
