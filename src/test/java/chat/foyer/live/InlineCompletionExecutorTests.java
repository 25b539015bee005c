package chat.foyer.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link InlineCompletionExecutor}.
 */
class InlineCompletionExecutorTests {

	private final InlineCompletionExecutor threads = new InlineCompletionExecutor(1, 2);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void taskIsForAnotherThread() throws Exception {
		assertThat(threadOf()).isNotSameAs(Thread.currentThread());
	}

	@Test
	void whoWritesIsToldInPlace() {
		CompletableFuture<Thread> told = new CompletableFuture<>();
		InlineCompletionExecutor.inPlace(() -> this.threads.execute(() -> told.complete(Thread.currentThread())));
		assertThat(told).isCompletedWithValue(Thread.currentThread());
	}

	@Test
	void nothingIsDoneInPlaceAfterAWriteThatFailed() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> InlineCompletionExecutor.inPlace(() -> {
			throw new IllegalStateException("closed");
		}));
		assertThat(threadOf()).isNotSameAs(Thread.currentThread());
	}

	private Thread threadOf() throws Exception {
		CompletableFuture<Thread> told = new CompletableFuture<>();
		this.threads.execute(() -> told.complete(Thread.currentThread()));
		return told.get(10, TimeUnit.SECONDS);
	}

}
