package chat.foyer.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.message.AttachedFile;
import chat.foyer.message.LineKey;
import chat.foyer.message.MessageFiles;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import io.github.bucket4j.TimeMeter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link UploadService}.
 */
@EachDatabase
class UploadServiceTests {

	@RegisterExtension
	static final TestStore store = new TestStore(Uploads.class, StoredFiles.class);

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Seat ANN = new Seat("ann", ATTIC, "guest-of-ann", new Username("Ann"));

	private static final Seat BOB = new Seat("bob", ATTIC, "guest-of-bob", new Username("Bob"));

	private static final ClientAddress ADDRESS = ClientAddress.of("203.0.113.1");

	private static final int CHUNK = 512 * 1024;

	private static final byte[] BYTES = new byte[2 * CHUNK + 100_000];

	static {
		new Random(1).nextBytes(BYTES);
	}

	private final Uploads rows = store.get(Uploads.class);

	private final List<UploadService> opened = new ArrayList<>();

	private DiskStore disk;

	private UploadService uploads;

	private Processing processing = (incoming, name, isAsFile) -> new ProcessedFile(name, "text/plain", incoming,
			Files.size(incoming), null, null, null);

	@BeforeEach
	void open(@TempDir Path folder) throws IOException {
		this.disk = new DiskStore(folder);
		this.uploads = open(limits(100, 1000, 1000));
	}

	@AfterEach
	void close() throws IOException {
		this.opened.forEach(UploadService::stop);
		this.disk.close();
	}

	@Test
	void keepsWhatArrivedBeforeEachCut() throws Exception {
		for (int cut : new int[] { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 77_777, 2 * CHUNK, BYTES.length - 1 }) {
			Upload upload = begin(ANN, BYTES.length);
			assertThatExceptionOfType(FileStore.StreamFailedException.class)
				.isThrownBy(() -> this.uploads.append(upload, 0, new CutStream(cut)));
			assertThat(this.uploads.received(upload)).as("cut at %d", cut).isEqualTo(cut);
			assertThat(attachable(upload)).isFalse();
			assertThat(this.uploads.append(upload, cut, rest(cut))).contains((long) BYTES.length);
			assertThat(this.uploads.finish(upload).size()).isEqualTo(BYTES.length);
			assertThat(content(upload)).isEqualTo(BYTES);
			this.uploads.remove(upload);
		}
	}

	@Test
	void takesBytesOnlyWhereTheyBelong() throws Exception {
		Upload upload = begin(ANN, 10);
		assertThat(this.uploads.append(upload, 1, rest(BYTES.length - 1))).isEmpty();
		assertThat(this.uploads.append(upload, 0, rest(BYTES.length - 4))).contains(4L);
		assertThat(this.uploads.append(upload, 0, rest(BYTES.length - 4))).isEmpty();
		assertThat(this.uploads.append(upload, 4, rest(0))).as("no more than announced").contains(10L);
		assertThat(this.uploads.append(upload, 10, rest(BYTES.length))).contains(10L);
		assertThat(this.disk.received(upload.id())).isEqualTo(10);
	}

	@Test
	void refusesBytesWhileOthersArrive() throws Exception {
		Upload upload = begin(ANN, 4);
		try (PipedOutputStream first = new PipedOutputStream()) {
			InputStream slow = new PipedInputStream(first);
			Future<Optional<Long>> arrived = inBackground(() -> this.uploads.append(upload, 0, slow));
			first.write(new byte[] { 'a', 'b' });
			first.flush();
			await().until(() -> slow.available() == 0);
			assertThat(this.uploads.append(upload, 0, new ByteArrayInputStream(new byte[] { 'x', 'y', 'z', '!' })))
				.isEmpty();
			first.write(new byte[] { 'c', 'd' });
			assertThat(arrived.get()).contains(4L);
		}
		this.uploads.finish(upload);
		assertThat(content(upload)).asString().isEqualTo("abcd");
	}

	@Test
	void sumsNeverExceedQuotaWhenUploadsRace() throws Exception {
		UploadService tight = open(limits(100, 300, 1000));
		ExecutorService threads = Executors.newFixedThreadPool(8);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Boolean>> begun = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Seat seat = new Seat("seat-" + i, ATTIC, "guest-" + i, new Username("Guest " + i));
			begun.add(threads.submit(() -> {
				start.await();
				try {
					tight.begin(seat, ADDRESS, "a", 90 * 1024, false);
					return true;
				}
				catch (UploadRefusedException ex) {
					return false;
				}
			}));
		}
		start.countDown();
		long taken = 0;
		for (Future<Boolean> one : begun) {
			taken += one.get() ? 1 : 0;
		}
		threads.shutdown();
		assertThat(taken).isLessThanOrEqualTo(3);
		for (long more = taken; more < 3; more++) {
			tight.begin(BOB, ADDRESS, "a", 90 * 1024, false);
		}
		assertRefused(ErrorCode.FULL, () -> tight.begin(BOB, ADDRESS, "a", 90 * 1024, false));
		assertThat(this.rows.sums(ATTIC, "", 0).room()).isEqualTo(270 * 1024);
	}

	@Test
	void refusesWhatExceedsLimits() {
		assertRefused(ErrorCode.TOO_LARGE, () -> open(limits(10, 1000, 1000)).begin(ANN, ADDRESS, "a", 10_241, false));
		assertRefused(ErrorCode.FULL, () -> open(limits(100, 20, 1000)).begin(ANN, ADDRESS, "a", 20_481, false));
		assertRefused(ErrorCode.FULL, () -> open(limits(100, 1000, 20)).begin(ANN, ADDRESS, "a", 20_481, false));
		UploadService few = open(new FileProperties(null, kilobytes(100), kilobytes(1000), kilobytes(1000),
				kilobytes(30), kilobytes(40), kilobytes(1000), 100, DataSize.ofBytes(0), Duration.ofHours(1)));
		few.begin(ANN, ADDRESS, "a", 30_000, false);
		assertThat(assertRefused(ErrorCode.RATE_LIMITED, () -> few.begin(ANN, ADDRESS, "a", 30_000, false)).delay())
			.hasValueSatisfying((delay) -> assertThat(delay.seconds()).isBetween(3_000L, 3_600L));
		assertRefused(ErrorCode.RATE_LIMITED, () -> few.begin(BOB, ADDRESS, "a", 30_000, false));
		few.begin(BOB, ClientAddress.of("192.168.0.1"), "a", 30_000, false);
		assertThat(this.rows.sums(ATTIC, ANN.guest(), 0)).isEqualTo(new Uploads.Sums(60_000, 60_000, 60_000, 30_000));
	}

	@Test
	void unattachedFilesHaveLimitsOfTheirOwnUntilTheyExpire() throws Exception {
		UploadService few = open(new FileProperties(null, kilobytes(100), kilobytes(1000), kilobytes(1000),
				kilobytes(1000), kilobytes(1000), kilobytes(50), 8, DataSize.ofBytes(0), Duration.ofHours(1)));
		Upload attached = few.begin(ANN, ADDRESS, "a", 50_000, false);
		assertRefused(ErrorCode.FULL, () -> few.begin(ANN, ADDRESS, "a", 2_000, false));
		few.begin(BOB, ADDRESS, "a", 20_000, false);
		assertRefused(ErrorCode.FULL, () -> few.begin(BOB, ADDRESS, "a", 20_000, false));
		few.append(attached, 0, rest(BYTES.length - 50_000));
		store.get(MessageFiles.class).attach(new LineKey(ATTIC, 7), List.of(few.finish(attached)));
		few.begin(ANN, ADDRESS, "a", 50_000, false);
		store.clock().move(Duration.ofHours(1));
		assertThat(this.rows.sums(ATTIC, BOB.guest(), store.clock().millis() - Duration.ofHours(1).toMillis()))
			.isEqualTo(new Uploads.Sums(50_000, 50_000, 0, 0));
		assertThat(few.find(ATTIC, attached.id())).isPresent();
		few.begin(BOB, ADDRESS, "a", 50_000, false);
	}

	@Test
	void findsNothingUnderMalformedIds() {
		MessageFiles files = store.get(MessageFiles.class);
		assertThat(files.find(ATTIC, List.of("\u0000".repeat(32), "\uD800", "", "../a"))).isEmpty();
	}

	@Test
	void findsExpiredFileNoMore() {
		Upload upload = begin(ANN, 10);
		assertThat(this.uploads.find(ATTIC, upload.id())).contains(upload);
		assertThat(this.uploads.find(RoomKey.of("Cellar"), upload.id())).isEmpty();
		store.clock().move(Duration.ofHours(1));
		assertThat(this.uploads.find(ATTIC, upload.id())).isEmpty();
	}

	@Test
	void keepsPartOfDiskFree() {
		this.disk.free = 1_000;
		UploadService careful = open(new FileProperties(null, kilobytes(100), kilobytes(1000), kilobytes(1000),
				kilobytes(1000), kilobytes(1000), kilobytes(1000), 100, DataSize.ofBytes(500), Duration.ofHours(1)));
		careful.begin(ANN, ADDRESS, "a", 500, false);
		assertRefused(ErrorCode.FULL, () -> careful.begin(ANN, ADDRESS, "a", 501, false));
		assertThat(this.rows.sums(ATTIC, ANN.guest(), 0).room()).isEqualTo(500);
	}

	@Test
	void fullDiskLeavesNothingHalfThatCouldBeAttached() throws Exception {
		Upload upload = begin(ANN, 10);
		this.disk.isFull = true;
		this.disk.free = 0;
		assertRefused(ErrorCode.FULL, () -> this.uploads.append(upload, 0, rest(BYTES.length - 10)));
		assertThat(this.uploads.received(upload)).isZero();
		assertRefused(ErrorCode.FULL, () -> begin(ANN, 10));
		this.disk.free = Long.MAX_VALUE;
		this.disk.isFull = false;
		this.uploads.append(upload, 0, rest(BYTES.length - 10));
		this.disk.isFull = true;
		assertRefused(ErrorCode.UNAVAILABLE, () -> this.uploads.finish(upload));
		assertThat(attachable(upload)).isFalse();
		this.disk.isFull = false;
		assertThat(this.uploads.finish(find(upload)).size()).isEqualTo(10);
		assertThat(attachable(upload)).isTrue();
	}

	@Test
	void diskThatFillsUpWhileFileIsProcessedIsFull() throws Exception {
		Upload upload = begin(ANN, 10);
		this.uploads.append(upload, 0, rest(BYTES.length - 10));
		this.disk.isFull = true;
		this.disk.free = 1_000;
		assertRefused(ErrorCode.FULL, () -> this.uploads.finish(upload));
		assertThat(attachable(upload)).isFalse();
	}

	@Test
	void nothingIsLeftOfFormFileThatIsRefused() throws Exception {
		String id = FileId.random();
		this.disk.create(id);
		this.disk.append(id, 0, rest(BYTES.length - 10), 10);
		this.disk.isFull = true;
		assertRefused(ErrorCode.UNAVAILABLE, () -> this.uploads.add(ANN, new ReceivedFile(id, "a.txt", 10), false));
		assertThat(this.uploads.find(ATTIC, id)).isEmpty();
		try (var files = this.disk.list()) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void finishesFileAfterServerEndedAtAnyMoment() throws Exception {
		for (Moment moment : Moment.values()) {
			Upload upload = begin(ANN, 10);
			this.uploads.append(upload, 0, rest(BYTES.length - 10));
			this.disk.end = moment;
			assertThatExceptionOfType(StoppedError.class).isThrownBy(() -> this.uploads.finish(upload));
			assertThat(attachable(upload)).as(moment.name()).isFalse();
			this.disk.end = null;
			assertThat(this.uploads.received(find(upload))).isEqualTo(10);
			AttachedFile file = this.uploads.finish(find(upload));
			assertThat(file.type()).isEqualTo("text/plain");
			assertThat(content(upload)).isEqualTo(Arrays.copyOfRange(BYTES, BYTES.length - 10, BYTES.length));
			assertThat(attachable(upload)).as(moment.name()).isTrue();
			assertThat(this.disk.received(upload.id())).as(moment.name()).isEqualTo(-1);
		}
	}

	@Test
	void finishesSlowFileInTheBackground() throws Exception {
		CountDownLatch processed = new CountDownLatch(1);
		Processing quick = this.processing;
		this.processing = (incoming, name, isAsFile) -> {
			await().until(() -> processed.getCount() == 0);
			return quick.process(incoming, name, isAsFile);
		};
		UploadService impatient = open(limits(100, 1000, 1000));
		Upload upload = begin(ANN, 10);
		impatient.append(upload, 0, rest(BYTES.length - 10));
		assertThat(assertRefused(ErrorCode.UNAVAILABLE, () -> impatient.finish(upload)).delay()).isPresent();
		assertThat(attachable(upload)).isFalse();
		processed.countDown();
		await().until(() -> attachable(upload));
		assertThat(impatient.finish(find(upload)).size()).isEqualTo(10);
	}

	@Test
	void removedFileLeavesNothing() throws Exception {
		Processing other = this.processing;
		List<Upload> removed = new ArrayList<>();
		this.processing = (incoming, name, isAsFile) -> {
			this.uploads.remove(removed.get(0));
			Files.createDirectories(incoming.getParent());
			Files.write(incoming, new byte[10]);
			return other.process(incoming, name, isAsFile);
		};
		UploadService slow = open(limits(100, 1000, 1000));
		Upload upload = begin(ANN, 10);
		removed.add(upload);
		slow.append(upload, 0, rest(BYTES.length - 10));
		assertRefused(ErrorCode.UNAVAILABLE, () -> slow.finish(upload));
		assertThat(this.uploads.find(ATTIC, upload.id())).isEmpty();
		try (var files = this.disk.list()) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void fileOfMessageIsNotRemoved() throws Exception {
		Upload upload = begin(ANN, 10);
		this.uploads.append(upload, 0, rest(BYTES.length - 10));
		this.uploads.finish(upload);
		store.get(MessageFiles.class).attach(new LineKey(ATTIC, 7), List.of(upload.file()));
		assertThat(this.uploads.remove(find(upload))).isFalse();
		assertThat(content(upload)).hasSize(10);
	}

	private UploadService open(FileProperties limits) {
		UploadService made = new UploadService(this.rows, this.disk, limits,
				new UploadRates(limits, TimeMeter.SYSTEM_NANOTIME), new FileProcessor(new Pictures()) {

					@Override
					ProcessedFile process(Path incoming, String name, boolean isAsFile) throws IOException {
						return UploadServiceTests.this.processing.process(incoming, name, isAsFile);
					}
				}, store.clock(), Duration.ofSeconds(1), 2);
		this.opened.add(made);
		return made;
	}

	private static FileProperties limits(long size, long room, long server) {
		return new FileProperties(null, (size == 100) ? DataSize.ofMegabytes(10) : kilobytes(size),
				(room == 1000) ? DataSize.ofMegabytes(100) : kilobytes(room),
				(server == 1000) ? DataSize.ofMegabytes(100) : kilobytes(server), DataSize.ofMegabytes(100),
				DataSize.ofMegabytes(100), DataSize.ofMegabytes(100), 100, DataSize.ofBytes(1), Duration.ofHours(1));
	}

	private static DataSize kilobytes(long size) {
		return DataSize.ofKilobytes(size);
	}

	private Upload begin(Seat seat, long length) {
		return this.uploads.begin(seat, ADDRESS, "a.txt", length, false);
	}

	private Upload find(Upload upload) {
		return this.uploads.find(upload.room(), upload.id()).orElseThrow();
	}

	private boolean attachable(Upload upload) {
		return !store.get(MessageFiles.class).find(upload.room(), List.of(upload.id())).isEmpty();
	}

	private byte[] content(Upload upload) throws IOException {
		return this.disk.content(upload.id()).getContentAsByteArray();
	}

	private static InputStream rest(int from) {
		return new ByteArrayInputStream(BYTES, from, BYTES.length - from);
	}

	private static <T> Future<T> inBackground(Callable<T> call) {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		Future<T> result = thread.submit(call);
		thread.shutdown();
		return result;
	}

	private static UploadRefusedException assertRefused(ErrorCode reason, ThrowingCallable call) {
		UploadRefusedException[] refused = new UploadRefusedException[1];
		assertThatExceptionOfType(UploadRefusedException.class).isThrownBy(call).satisfies((refusal) -> {
			assertThat(refusal.reason()).isEqualTo(reason);
			refused[0] = refusal;
		});
		return refused[0];
	}

	/**
	 * What is made of a file.
	 */
	private interface Processing {

		ProcessedFile process(Path incoming, String name, boolean isAsFile) throws IOException;

	}

	/**
	 * When the server ends.
	 */
	private enum Moment {

		DESCRIBED, COMMITTED

	}

	/**
	 * Stands for the end of the server.
	 */
	private static final class StoppedError extends Error {

		private static final long serialVersionUID = 1L;

	}

	/**
	 * A folder on a disk that may be full.
	 */
	private static final class DiskStore implements FileStore {

		private final FolderFileStore folder;

		private volatile long free = Long.MAX_VALUE;

		private volatile boolean isFull;

		private volatile @Nullable Moment end;

		DiskStore(Path folder) throws IOException {
			this.folder = new FolderFileStore(folder);
		}

		void close() throws IOException {
			this.folder.close();
		}

		private void requireSpace() throws IOException {
			if (this.isFull) {
				throw new IOException("No space left on device");
			}
		}

		@Override
		public @Nullable Lock tryLock(String id) throws IOException {
			return this.folder.tryLock(id);
		}

		@Override
		public void create(String id) throws IOException {
			this.folder.create(id);
		}

		@Override
		public long received(String id) throws IOException {
			return this.folder.received(id);
		}

		@Override
		public long append(String id, long offset, InputStream bytes, long limit) throws IOException {
			requireSpace();
			return this.folder.append(id, offset, bytes, limit);
		}

		@Override
		public Path incoming(String id) {
			return this.folder.incoming(id);
		}

		@Override
		public void commit(String id, Path content, @Nullable Path thumbnail) throws IOException {
			requireSpace();
			if (this.end == Moment.DESCRIBED) {
				throw new StoppedError();
			}
			this.folder.commit(id, content, thumbnail);
			if (this.end == Moment.COMMITTED) {
				throw new StoppedError();
			}
		}

		@Override
		public boolean isCommitted(String id) {
			return this.folder.isCommitted(id);
		}

		@Override
		public Resource content(String id) {
			return this.folder.content(id);
		}

		@Override
		public Resource thumbnail(String id) {
			return this.folder.thumbnail(id);
		}

		@Override
		public void delete(String id) throws IOException {
			this.folder.delete(id);
		}

		@Override
		public void deleteIncoming(String id) throws IOException {
			this.folder.deleteIncoming(id);
		}

		@Override
		public boolean claim(String installation) throws IOException {
			return this.folder.claim(installation);
		}

		@Override
		public Stream<Entry> list() throws IOException {
			return this.folder.list();
		}

		@Override
		public long usableSpace() {
			return this.free;
		}

	}

	/**
	 * A stream that fails after some bytes.
	 */
	private static final class CutStream extends InputStream {

		private final int end;

		private int at;

		CutStream(int end) {
			this.end = end;
		}

		@Override
		public int read() throws IOException {
			if (this.at == this.end) {
				throw new IOException("Connection reset");
			}
			return BYTES[this.at++] & 0xFF;
		}

		@Override
		public int read(byte[] into, int from, int length) throws IOException {
			if (this.at == this.end) {
				throw new IOException("Connection reset");
			}
			int some = Math.min(length, Math.min(8192, this.end - this.at));
			System.arraycopy(BYTES, this.at, into, from, some);
			this.at += some;
			return some;
		}

	}

}
