package chat.foyer.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Runs actions at the same time, each on a thread of its own.
 */
public final class Race {

	private Race() {
	}

	/**
	 * Runs actions and waits for all of them.
	 * @param racing the actions
	 * @return their results in the order of the actions
	 * @throws Exception if one of them fails
	 */
	public static <T> List<T> run(List<Callable<T>> racing) throws Exception {
		CyclicBarrier start = new CyclicBarrier(racing.size());
		ExecutorService threads = Executors.newFixedThreadPool(racing.size());
		try {
			List<Future<T>> running = racing.stream().map((action) -> threads.submit(() -> {
				start.await();
				return action.call();
			})).toList();
			List<T> results = new ArrayList<>();
			for (Future<T> result : running) {
				results.add(result.get());
			}
			return results;
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Runs one action several times.
	 * @return the results
	 * @throws Exception if it fails once
	 */
	public static <T> List<T> run(int times, Callable<T> action) throws Exception {
		return run(Collections.nCopies(times, action));
	}

	/**
	 * Runs actions without a result.
	 * @throws Exception if one of them fails
	 */
	public static void of(Runnable... actions) throws Exception {
		run(Stream.of(actions).map(Executors::callable).toList());
	}

}
