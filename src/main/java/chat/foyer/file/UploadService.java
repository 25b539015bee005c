package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.message.AttachedFile;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.util.unit.DataSize;

/**
 * Takes files of guests: begins an upload within the quotas, appends to it, and makes of
 * what has arrived a file that a message may have.
 * <p>
 * The row is stored first and the bytes follow. A file is described in its row before its
 * bytes are committed, and done afterwards, so that a server that ends at any moment
 * leaves a file that is done and whole, or one that can be {@linkplain #finish finished},
 * or one that expires.
 * <p>
 * Thread-safe; calls block on the database and on the disk.
 */
@Service
public class UploadService {

	private static final Logger logger = LoggerFactory.getLogger(UploadService.class);

	/**
	 * Below the 30 s after which browsers and proxies tend to give up.
	 */
	private static final Duration WAIT = Duration.ofSeconds(25);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	/**
	 * With less space left, what cannot be written is taken for what a full disk refuses.
	 */
	private static final long MIN_SPACE = DataSize.ofMegabytes(1).toBytes();

	private static final int PROCESSING_THREADS = 2;

	private static final int MAX_QUEUED = 200;

	/**
	 * Names are cut to their final length when the kind of the file is known.
	 */
	private static final int MAX_NAME = 500;

	private final Uploads uploads;

	private final FileStore store;

	private final FileProperties properties;

	private final UploadRates rates;

	private final FileProcessor processor;

	private final Clock clock;

	private final Duration wait;

	private final Semaphore waiting;

	private final ExecutorService processing;

	private final Map<String, CompletableFuture<@Nullable Upload>> running = new ConcurrentHashMap<>();

	@Autowired
	UploadService(Uploads uploads, FileStore store, FileProperties properties, UploadRates rates,
			FileProcessor processor, Clock clock, @Value("${server.tomcat.threads.max:200}") int threads) {
		this(uploads, store, properties, rates, processor, clock, WAIT, Math.max(1, threads / 8));
	}

	UploadService(Uploads uploads, FileStore store, FileProperties properties, UploadRates rates,
			FileProcessor processor, Clock clock, Duration wait, int maxWaiting) {
		this.uploads = uploads;
		this.store = store;
		this.properties = properties;
		this.rates = rates;
		this.processor = processor;
		this.clock = clock;
		this.wait = wait;
		this.waiting = new Semaphore(maxWaiting);
		CustomizableThreadFactory threads = new CustomizableThreadFactory("files-");
		threads.setDaemon(true);
		this.processing = new ThreadPoolExecutor(PROCESSING_THREADS, PROCESSING_THREADS, 0, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_QUEUED), threads);
	}

	/**
	 * The most bytes of a file.
	 */
	public long maxSize() {
		return this.properties.maxSize().toBytes();
	}

	/**
	 * Checks, before the body of a request with files is read, whether so many bytes may
	 * be uploaded, and takes the permits for them.
	 * @throws UploadRefusedException if not
	 */
	void admit(Seat seat, ClientAddress address, long bytes) {
		this.rates.take(seat.guest(), address, bytes);
		try {
			requireSpace(bytes);
			requireQuota(seat, bytes);
		}
		catch (UploadRefusedException ex) {
			this.rates.giveBack(seat.guest(), address, bytes);
			throw ex;
		}
	}

	/**
	 * Begins an upload.
	 * @param length how many bytes will be uploaded
	 * @throws UploadRefusedException if the file is too large, or exceeds a quota or a
	 * rate
	 */
	Upload begin(Seat seat, ClientAddress address, String name, long length, boolean isAsFile) {
		if (length > maxSize()) {
			throw new UploadRefusedException(ErrorCode.TOO_LARGE);
		}
		this.rates.take(seat.guest(), address, length);
		try {
			requireSpace(length);
			Upload upload = add(seat, FileId.random(), name, length, isAsFile);
			try {
				this.store.create(upload.id());
			}
			catch (IOException ex) {
				this.uploads.remove(upload);
				throw failed(ex, length);
			}
			return upload;
		}
		catch (UploadRefusedException ex) {
			this.rates.giveBack(seat.guest(), address, length);
			throw ex;
		}
	}

	/**
	 * Adds a file that has arrived as a whole, and finishes it. Nothing is left of a file
	 * that is refused.
	 * @throws UploadRefusedException if it exceeds a quota, or takes too long
	 */
	public AttachedFile add(Seat seat, ReceivedFile received, boolean isAsFile) {
		Upload upload = claim(seat, received, isAsFile);
		try {
			return finish(upload);
		}
		catch (UploadRefusedException ex) {
			remove(upload);
			throw ex;
		}
	}

	/**
	 * Adds a file that has arrived as a whole, and is to be finished.
	 * @throws UploadRefusedException if it exceeds a quota
	 */
	Upload claim(Seat seat, ReceivedFile received, boolean isAsFile) {
		Upload upload = add(seat, received.id(), received.name(), received.size(), isAsFile);
		received.claim();
		return upload;
	}

	/**
	 * The row is stored before the sums are read: of two uploads that do not both fit,
	 * the later one finds the earlier one in the sums, on whichever nodes they are.
	 */
	private Upload add(Seat seat, String id, String name, long length, boolean isAsFile) {
		Upload upload = new Upload(seat.room(), id, seat.id(), seat.guest(), plain(name), "", length, 0, 0, null, null,
				this.clock.millis(), null, false, isAsFile);
		this.uploads.add(upload);
		try {
			requireQuota(seat, 0);
		}
		catch (UploadRefusedException ex) {
			this.uploads.remove(upload);
			throw ex;
		}
		return upload;
	}

	private void requireQuota(Seat seat, long bytes) {
		if (!this.uploads.sums(seat.room(), seat.guest(), expired()).allow(bytes, this.properties)) {
			throw new UploadRefusedException(ErrorCode.FULL);
		}
	}

	private void requireSpace(long bytes) {
		if (!hasSpace(bytes)) {
			throw new UploadRefusedException(ErrorCode.FULL);
		}
	}

	private boolean hasSpace(long bytes) {
		try {
			return this.store.usableSpace() - bytes >= this.properties.keepFree().toBytes();
		}
		catch (IOException ex) {
			logger.warn("Cannot tell how much of the disk is free: {}", ex.toString());
			return false;
		}
	}

	/**
	 * A name that the database can store.
	 */
	private static String plain(String name) {
		String printable = name.replaceAll("\\p{Cntrl}", "");
		return printable.substring(Math.max(0, printable.length() - MAX_NAME));
	}

	/**
	 * Finds a file of a room that has not expired.
	 */
	Optional<Upload> find(RoomKey room, String id) {
		return FileId.isOne(id) ? this.uploads.find(room, id, expired()) : Optional.empty();
	}

	private long expired() {
		return this.clock.millis() - this.properties.expires().toMillis();
	}

	/**
	 * How many bytes have arrived. All of them, if the file is described.
	 */
	long received(Upload upload) {
		try {
			return upload.isDescribed() ? upload.length() : Math.max(0, this.store.received(upload.id()));
		}
		catch (IOException ex) {
			throw failed(ex, 0);
		}
	}

	/**
	 * Appends bytes. What arrives before the stream fails is kept.
	 * @param offset how many bytes the sender knows to have arrived
	 * @return how many bytes have arrived now; empty if other bytes have arrived than the
	 * sender knows of, or arrive at the moment
	 * @throws FileStore.StreamFailedException if the stream fails
	 * @throws UploadRefusedException if the bytes cannot be written
	 */
	Optional<Long> append(Upload upload, long offset, InputStream bytes) throws FileStore.StreamFailedException {
		requireSpace(0);
		try (FileStore.Lock lock = this.store.tryLock(upload.id())) {
			if (lock == null || received(upload) != offset) {
				return Optional.empty();
			}
			if (offset == upload.length()) {
				return Optional.of(offset);
			}
			return Optional.of(this.store.append(upload.id(), offset, bytes, upload.length() - offset));
		}
		catch (FileStore.StreamFailedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw failed(ex, upload.length() - offset);
		}
	}

	/**
	 * Finishes a file of which all bytes have arrived. Waits for some time. A file that
	 * takes longer is finished in the background.
	 * @throws UploadRefusedException if it is not finished now; it may be later
	 */
	AttachedFile finish(Upload upload) {
		if (upload.isDone()) {
			return upload.file();
		}
		CompletableFuture<@Nullable Upload> result = process(upload);
		boolean mayWait = this.waiting.tryAcquire();
		try {
			Upload done = result.get(mayWait ? this.wait.toMillis() : 0, TimeUnit.MILLISECONDS);
			if (done == null) {
				throw later();
			}
			return done.file();
		}
		catch (TimeoutException ex) {
			throw later();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw later();
		}
		catch (ExecutionException ex) {
			throw failed(Objects.requireNonNullElse(ex.getCause(), ex), upload.length());
		}
		finally {
			if (mayWait) {
				this.waiting.release();
			}
		}
	}

	private static UploadRefusedException later() {
		return UploadRefusedException.until(ErrorCode.UNAVAILABLE, RETRY_AFTER);
	}

	private CompletableFuture<@Nullable Upload> process(Upload upload) {
		CompletableFuture<@Nullable Upload> result = new CompletableFuture<>();
		CompletableFuture<@Nullable Upload> earlier = this.running.putIfAbsent(upload.id(), result);
		if (earlier != null) {
			return earlier;
		}
		try {
			this.processing.execute(() -> {
				Upload done = null;
				Throwable failure = null;
				try {
					done = processLocked(upload);
				}
				catch (IOException | RuntimeException | Error ex) {
					failure = ex;
				}
				// Before the result is told: the file can be tried again at once.
				this.running.remove(upload.id());
				if (failure != null) {
					result.completeExceptionally(failure);
				}
				else {
					result.complete(done);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.running.remove(upload.id());
			result.complete(null);
		}
		return result;
	}

	/**
	 * @return null if another node has the file at the moment, or if it was removed
	 */
	private @Nullable Upload processLocked(Upload upload) throws IOException {
		try (FileStore.Lock lock = this.store.tryLock(upload.id())) {
			Upload current = (lock != null) ? find(upload.room(), upload.id()).orElse(null) : null;
			if (current == null || current.isDone()) {
				return current;
			}
			Upload described = current.isDescribed() && this.store.isCommitted(current.id()) ? current
					: commit(current);
			if (described == null || !this.uploads.complete(described)) {
				this.store.delete(upload.id());
				return null;
			}
			return described;
		}
	}

	private @Nullable Upload commit(Upload upload) throws IOException {
		ProcessedFile result = this.processor.process(this.store.incoming(upload.id()), upload.name(),
				upload.isAsFile());
		Path thumbnail = result.thumbnail();
		Upload described = upload.described(result, result.size() + ((thumbnail != null) ? Files.size(thumbnail) : 0));
		if (!this.uploads.describe(described)) {
			return null;
		}
		this.store.commit(upload.id(), result.content(), thumbnail);
		return described;
	}

	/**
	 * Removes a file that no message has.
	 * @return false if a message has it
	 */
	boolean remove(Upload upload) {
		if (!this.uploads.remove(upload)) {
			return find(upload.room(), upload.id()).isEmpty();
		}
		try {
			this.store.delete(upload.id());
		}
		catch (IOException ex) {
			// The sweep deletes it.
			logger.warn("A file cannot be deleted: {}", ex.toString());
		}
		return true;
	}

	/**
	 * Removes a file that a guest has uploaded and does not send.
	 */
	public void remove(Seat seat, String id) {
		find(seat.room(), id).filter((upload) -> upload.seat().equals(seat.id())).ifPresent(this::remove);
	}

	/**
	 * @param bytes how many should be written
	 */
	private UploadRefusedException failed(Throwable cause, long bytes) {
		if (cause instanceof UploadRefusedException refused) {
			return refused;
		}
		if (cause instanceof DataAccessException failure) {
			throw failure;
		}
		if (cause instanceof TransactionException failure) {
			throw failure;
		}
		if (cause instanceof Error error) {
			throw error;
		}
		logger.warn("A file cannot be stored: {}", cause.toString());
		if (cause instanceof IOException || cause instanceof UncheckedIOException) {
			return hasSpace(bytes + MIN_SPACE) ? later() : new UploadRefusedException(ErrorCode.FULL);
		}
		return later();
	}

	@PreDestroy
	void stop() {
		this.processing.shutdown();
	}

}
