package chat.foyer.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.room.Seat;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Limits the threads that read uploads to a quarter of all threads, so that slow senders
 * leave the others free for pages and messages. A guest has a quarter of those at the
 * most and an address half of them, so that nobody keeps the others from uploading, and a
 * sender who is too slow loses its thread. Thread-safe.
 */
@Component
class UploadSlots {

	private static final Duration WAIT = Duration.ofMillis(500);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/**
	 * How long a sender may be slow.
	 */
	private static final Duration GRACE = Duration.ofSeconds(30);

	/**
	 * Less than the slowest mobile networks transfer.
	 */
	private static final long MIN_BYTES_PER_SECOND = 1024;

	private final Semaphore threads;

	private final int perGuest;

	private final int perAddress;

	private final int maxWaiting;

	private final Duration wait;

	private final LongSupplier nanoTime;

	private final Map<String, Integer> guests = new ConcurrentHashMap<>();

	private final Map<String, Integer> addresses = new ConcurrentHashMap<>();

	@Autowired
	UploadSlots(@Value("${server.tomcat.threads.max:200}") int threads) {
		this(threads, WAIT, System::nanoTime);
	}

	UploadSlots(int threads, Duration wait, LongSupplier nanoTime) {
		int slots = Math.max(1, threads / 4);
		this.threads = new Semaphore(slots, true);
		this.perGuest = Math.max(1, slots / 4);
		this.perAddress = Math.max(1, slots / 2);
		this.maxWaiting = threads / 8;
		this.wait = wait;
		this.nanoTime = nanoTime;
	}

	/**
	 * Takes a slot. Waits for one for a moment, unless many wait already.
	 * @throws UploadRefusedException if there is none, or if the guest or the address has
	 * too many
	 */
	Slot take(Seat seat, ClientAddress address) {
		if (!add(this.guests, seat.guest(), this.perGuest)) {
			throw later();
		}
		boolean isTaken = false;
		try {
			isTaken = address.isShared() ? takeThread()
					: add(this.addresses, address.value(), this.perAddress) && takeThreadOf(address);
		}
		finally {
			if (!isTaken) {
				remove(this.guests, seat.guest());
			}
		}
		if (!isTaken) {
			throw later();
		}
		return new Slot(seat, address, this.nanoTime.getAsLong());
	}

	private boolean takeThreadOf(ClientAddress address) {
		boolean isTaken = false;
		try {
			isTaken = takeThread();
		}
		finally {
			if (!isTaken) {
				remove(this.addresses, address.value());
			}
		}
		return isTaken;
	}

	private boolean takeThread() {
		try {
			return this.threads.tryAcquire() || (this.threads.getQueueLength() < this.maxWaiting
					&& this.threads.tryAcquire(this.wait.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static boolean add(Map<String, Integer> counts, String key, int max) {
		boolean[] isAdded = new boolean[1];
		counts.compute(key, (same, count) -> {
			int before = Objects.requireNonNullElse(count, 0);
			isAdded[0] = before < max;
			return isAdded[0] ? before + 1 : before;
		});
		return isAdded[0];
	}

	private static void remove(Map<String, Integer> counts, String key) {
		counts.computeIfPresent(key, (same, count) -> (count > 1) ? count - 1 : null);
	}

	private static UploadRefusedException later() {
		return UploadRefusedException.until(ErrorCode.UNAVAILABLE, RETRY_AFTER);
	}

	/**
	 * A slot, which is released once.
	 */
	final class Slot {

		private final Seat seat;

		private final ClientAddress address;

		private final long start;

		private Slot(Seat seat, ClientAddress address, long start) {
			this.seat = seat;
			this.address = address;
			this.start = start;
		}

		/**
		 * The bytes of a sender, which fail with {@link SocketTimeoutException} when it
		 * is too slow.
		 */
		InputStream paced(InputStream bytes) {
			return new PacedStream(bytes, this.start, UploadSlots.this.nanoTime);
		}

		void release() {
			UploadSlots.this.threads.release();
			remove(UploadSlots.this.guests, this.seat.guest());
			if (!this.address.isShared()) {
				remove(UploadSlots.this.addresses, this.address.value());
			}
		}

	}

	private static final class PacedStream extends FilterInputStream {

		private final long start;

		private final LongSupplier nanoTime;

		private long count;

		PacedStream(InputStream bytes, long start, LongSupplier nanoTime) {
			super(bytes);
			this.start = start;
			this.nanoTime = nanoTime;
		}

		@Override
		public int read() throws IOException {
			int value = super.read();
			check((value < 0) ? 0 : 1);
			return value;
		}

		@Override
		public int read(byte[] into, int offset, int length) throws IOException {
			int read = super.read(into, offset, length);
			check(Math.max(0, read));
			return read;
		}

		private void check(int read) throws SocketTimeoutException {
			this.count += read;
			long seconds = TimeUnit.NANOSECONDS.toSeconds(this.nanoTime.getAsLong() - this.start) - GRACE.toSeconds();
			if (read > 0 && seconds * MIN_BYTES_PER_SECOND > this.count) {
				throw new SocketTimeoutException("The sender is too slow");
			}
		}

	}

}
