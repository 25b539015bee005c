package chat.foyer.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What came in, in the order in which it came. Nobody waits for longer than
 * {@link #PATIENCE} for one thing.
 *
 * @param <T> what comes in
 */
public final class Inbox<T> {

	/**
	 * How long something may take that is going to come.
	 */
	public static final Duration PATIENCE = Duration.ofSeconds(15);

	private final BlockingQueue<T> unread = new LinkedBlockingQueue<>();

	private final List<T> all = new CopyOnWriteArrayList<>();

	void add(T item) {
		this.all.add(item);
		this.unread.add(item);
	}

	/**
	 * The next one that was not read yet; waits for it, and fails if it does not come.
	 */
	public T next() {
		return next((item) -> true);
	}

	/**
	 * The next one that was not read yet and is wanted. Those before it count as read.
	 * Fails when none comes for as long as {@link #PATIENCE}.
	 */
	public T next(Predicate<T> wanted) {
		try {
			while (true) {
				T item = this.unread.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				if (item == null) {
					throw new AssertionError("Nothing came that was waited for; all that did: " + this.all);
				}
				if (wanted.test(item)) {
					return item;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * All that came until now, read or not.
	 */
	public List<T> all() {
		return List.copyOf(this.all);
	}

}
