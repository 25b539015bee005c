package chat.foyer.live;

import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * The threads of the web server, with one difference: Tomcat lets another thread tell
 * that a write is done even where it was done at once, and waking that thread costs more
 * than the write. What is to be told while somebody writes {@link #inPlace} is told
 * there.
 */
final class InlineCompletionExecutor extends ThreadPoolExecutor {

	private static final long KEEP_ALIVE_SECONDS = 60;

	private static final ThreadLocal<Boolean> isInPlace = ThreadLocal.withInitial(() -> false);

	InlineCompletionExecutor(int few, int most) {
		super(few, most, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new TaskQueue(),
				new TaskThreadFactory("http-", true, Thread.NORM_PRIORITY));
		((TaskQueue) getQueue()).setParent(this);
	}

	/**
	 * Writes something, and lets whoever waits for that be told by this very thread if it
	 * is done at once.
	 */
	static void inPlace(Runnable write) {
		isInPlace.set(true);
		try {
			write.run();
		}
		finally {
			isInPlace.set(false);
		}
	}

	@Override
	public void execute(Runnable task) {
		if (isInPlace.get()) {
			task.run();
		}
		else {
			super.execute(task);
		}
	}

}
