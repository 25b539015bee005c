package chat.foyer.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link WriteTurns}.
 */
class WriteTurnsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final WriteTurns turns = new WriteTurns();

	private final List<String> writers = new CopyOnWriteArrayList<>();

	@Test
	void givesTurnByDeadlineThenByArrival() throws InterruptedException {
		assertThat(this.turns.await(in(0))).isTrue();
		CompletableFuture<Void> guest = write("guest", 60, 1);
		CompletableFuture<Void> next = write("next guest", 60, 2);
		CompletableFuture<Void> log = write("log", 30, 3);
		this.turns.end();
		CompletableFuture.allOf(guest, next, log).join();
		assertThat(this.writers).containsExactly("log", "guest", "next guest");
		assertThat(this.turns.await(in(0))).as("free again").isTrue();
	}

	@Test
	void waitEndsAtDeadline() throws InterruptedException {
		assertThat(this.turns.await(in(0))).isTrue();
		assertThat(CompletableFuture.supplyAsync(() -> await(System.nanoTime())).join()).isFalse();
		assertThat(this.turns.waiting()).isZero();
		this.turns.end();
		assertThat(this.turns.await(in(0))).isTrue();
	}

	@Test
	void rejectsSecondTurnOfThread() throws InterruptedException {
		this.turns.await(in(0));
		assertThatIllegalStateException().isThrownBy(() -> this.turns.await(in(60)));
	}

	@Test
	void interruptEndsWait() throws InterruptedException {
		this.turns.await(in(0));
		Thread guest = new Thread(() -> await(in(60)));
		guest.start();
		awaitWaiting(1);
		guest.interrupt();
		guest.join(PATIENCE.toMillis());
		assertThat(this.turns.waiting()).isZero();
	}

	/**
	 * Writes on a thread of its own, and returns when that thread waits.
	 */
	private CompletableFuture<Void> write(String name, int seconds, int waiting) {
		long deadline = in(seconds);
		CompletableFuture<Void> done = new CompletableFuture<>();
		new Thread(() -> {
			if (await(deadline)) {
				this.writers.add(name);
				this.turns.end();
			}
			done.complete(null);
		}).start();
		awaitWaiting(waiting);
		return done;
	}

	private void awaitWaiting(int number) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.turns.waiting() == number);
	}

	private boolean await(long deadline) {
		try {
			return this.turns.await(deadline);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private static long in(int seconds) {
		return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
	}

}
