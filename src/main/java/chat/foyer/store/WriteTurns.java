package chat.foyer.store;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Lets one thread at a time write to the database. The turn goes to the waiting thread
 * with the earliest deadline: a thread that can wait for two seconds overtakes those that
 * can wait for ten, and none of these starves, since their deadlines come closer.
 * <p>
 * Thread-safe. A thread has one turn at a time and ends it itself.
 */
final class WriteTurns {

	private final ReentrantLock lock = new ReentrantLock();

	private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(Waiter.EARLIEST_FIRST);

	private long arrivals;

	private @Nullable Thread writer;

	/**
	 * Waits for the turn.
	 * @param deadline the {@link System#nanoTime()} until which the thread waits
	 * @return whether it is the thread's turn, which {@link #end()} ends
	 * @throws IllegalStateException if the thread has the turn already: it would wait for
	 * itself
	 */
	boolean await(long deadline) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (this.writer == Thread.currentThread()) {
				throw new IllegalStateException("A second transaction within a transaction");
			}
			if (this.writer == null) {
				this.writer = Thread.currentThread();
				return true;
			}
			return await(new Waiter(deadline, this.arrivals++, Thread.currentThread(), this.lock.newCondition()));
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean await(Waiter waiter) throws InterruptedException {
		this.waiting.add(waiter);
		try {
			long nanos = waiter.deadline() - System.nanoTime();
			while (this.writer != waiter.thread() && nanos > 0) {
				nanos = waiter.turn().awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			if (this.writer == waiter.thread()) {
				passOn();
			}
			throw ex;
		}
		finally {
			this.waiting.remove(waiter);
		}
		return this.writer == waiter.thread();
	}

	/**
	 * Ends the turn of the calling thread.
	 */
	void end() {
		this.lock.lock();
		try {
			passOn();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts the threads that wait.
	 */
	int waiting() {
		this.lock.lock();
		try {
			return this.waiting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void passOn() {
		Waiter next = this.waiting.poll();
		this.writer = (next != null) ? next.thread() : null;
		if (next != null) {
			next.turn().signal();
		}
	}

	private record Waiter(long deadline, long arrival, Thread thread, Condition turn) {

		static final Comparator<Waiter> EARLIEST_FIRST = (one, other) -> {
			long first = one.deadline - other.deadline;
			return Long.signum((first != 0) ? first : one.arrival - other.arrival);
		};

	}

}
