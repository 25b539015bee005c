package chat.foyer.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.message.AttachedFile;
import chat.foyer.message.Events;
import chat.foyer.message.LineKey;
import chat.foyer.message.LogParts;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatFreed;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link StoredFiles}, {@link FileRemover} and {@link FileSweep} remove, on a real
 * database and disk.
 */
@EachDatabase
@ExtendWith(OutputCaptureExtension.class)
class FileRemovalTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class, FileParts.class);

	private StoredFiles files;

	private FileStore bytes;

	private FileSweep sweep;

	@BeforeEach
	void empty() throws IOException {
		this.files = store.get(StoredFiles.class);
		this.bytes = store.get(FileStore.class);
		this.sweep = store.get(FileSweep.class);
		for (String id : onDisk()) {
			this.bytes.delete(id);
		}
	}

	@Test
	void filesOfDeletedMessagesLeaveTheDiskAfterTheCommit() {
		String first = attached(ATTIC, 3);
		String second = attached(ATTIC, 3);
		String other = attached(ATTIC, 4);
		String elsewhere = attached(CELLAR, 3);
		inTransaction(() -> {
			this.files.remove(List.of(new LineKey(ATTIC, 3), new LineKey(ATTIC, 7), new LineKey(CELLAR, 4)));
			settle();
			assertThat(onDisk()).hasSize(4);
		});
		settle();
		assertThat(onDisk()).containsExactlyInAnyOrder(other, elsewhere).doesNotContain(first, second);
		assertThat(rows()).isEqualTo(onDisk());
	}

	@Test
	void failedTransactionRemovesNothing() {
		String id = attached(ATTIC, 3);
		store.get(TransactionTemplate.class).executeWithoutResult((transaction) -> {
			this.files.remove(List.of(new LineKey(ATTIC, 3)));
			transaction.setRollbackOnly();
		});
		settle();
		assertThat(onDisk()).containsExactly(id);
		assertThat(this.files.find(ATTIC, id)).isPresent();
	}

	@Test
	void purgeTakesManyFilesAlong() {
		store.jdbc().sql("insert into room (room, name, last_seq) values ('attic', 'Attic', 0)").update();
		for (int seq = 1; seq <= 600; seq++) {
			store.jdbc()
				.sql("insert into event (room, seq, type, seat, author, at) values ('attic', ?, 'message', '1', 'Ann', 0)")
				.param(seq)
				.update();
		}
		LongStream.of(1, 255, 256, 257, 512, 513, 600).forEach((seq) -> attached(ATTIC, seq));
		String kept = attached(ATTIC, 601);
		assertThat(store.get(Events.class).deleteBefore(store.clock().instant(), 1_000)).isEqualTo(600);
		settle();
		assertThat(onDisk()).containsExactly(kept);
		assertThat(rows()).containsExactly(kept);
	}

	@Test
	void fileIsAttachedOnce() {
		String id = add(ATTIC, ANN, null, store.clock().instant());
		AttachedFile file = this.files.find(ATTIC, id).orElseThrow().file();
		this.files.attach(new LineKey(ATTIC, 3), List.of(file));
		assertThat(this.files.find(ATTIC, id).orElseThrow().isAttached()).isTrue();
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.files.attach(new LineKey(ATTIC, 4), List.of(file)));
		assertThat(this.files.removeExpired(store.clock().instant().plusSeconds(1), 10)).isFalse();
		assertThat(this.files.find(ATTIC, id)).isPresent();
	}

	@Test
	void seatThatIsGivenUpLeavesOnlyWhatWasSent() {
		String sent = attached(ATTIC, 3);
		add(ATTIC, ANN, null, store.clock().instant());
		String ofBob = add(ATTIC, BOB, null, store.clock().instant());
		store.get(FileRemover.class).on(new SeatFreed(ANN));
		// Rows first, bytes behind them.
		settle();
		settle();
		assertThat(onDisk()).containsExactlyInAnyOrder(sent, ofBob);
		assertThat(rows()).isEqualTo(onDisk());
	}

	@Test
	void filesExpireThatNoMessageGets() {
		Instant now = store.clock().instant();
		String sent = add(ATTIC, ANN, 3L, now.minus(Duration.ofDays(3)));
		String recent = add(ATTIC, ANN, null, now.minus(Duration.ofMinutes(59)));
		IntStream.range(0, 3).forEach((i) -> add(ATTIC, ANN, null, now.minus(Duration.ofMinutes(61))));
		String incomplete = incoming(now);
		store.jdbc()
			.sql("""
					insert into file (room, id, seat, guest, name, type, size, stored, created_at)
					values ('attic', ?, '1', 'ann', 'a', '', 0, 0, ?)""")
			.params(incomplete, now.minus(Duration.ofHours(2)).toEpochMilli())
			.update();
		this.sweep.expire();
		settle();
		assertThat(onDisk()).containsExactlyInAnyOrder(sent, recent);
		assertThat(rows()).isEqualTo(onDisk());
	}

	@Test
	void sweepDeletesBytesWithoutRow() {
		Instant old = store.clock().instant().minus(FileSweep.GRACE).minusSeconds(1);
		String known = attached(ATTIC, 3);
		age(known, old);
		IntStream.range(0, 3).forEach((i) -> age(commit(FileId.random(), true), old));
		incoming(old);
		String recent = commit(FileId.random(), false);
		String arriving = incoming(store.clock().instant());
		// What was made of a picture before the server was killed.
		create(known, old);
		this.sweep.compare();
		assertThat(onDisk()).containsExactlyInAnyOrder(known, recent, arriving);
		assertThat(this.bytes.incoming(known)).doesNotExist();
		assertThat(this.bytes.isCommitted(known)).isTrue();
	}

	@Test
	void sweepComparesManyFiles() {
		Instant old = store.clock().instant().minus(FileSweep.GRACE).minusSeconds(1);
		Set<String> known = IntStream.range(0, 700)
			.mapToObj((i) -> attached(ATTIC, i))
			.peek((id) -> age(id, old))
			.collect(Collectors.toSet());
		IntStream.range(0, 700).forEach((i) -> age(commit(FileId.random(), false), old));
		this.sweep.compare();
		assertThat(onDisk()).isEqualTo(known);
	}

	@Test
	void missingBytesAreReportedOnce(CapturedOutput output) throws IOException {
		String id = attached(ATTIC, 3);
		attached(ATTIC, 4);
		this.bytes.delete(id);
		this.sweep.compare();
		this.sweep.compare();
		assertThat(output.getOut().lines().filter((line) -> line.contains(id))).hasSize(1)
			.allMatch((line) -> line.contains("1 files are missing on disk"));
		assertThat(rows()).hasSize(2);
	}

	@Test
	void folderOfAnotherInstallationIsLeftAlone() throws IOException {
		String id = commit(FileId.random(), false);
		age(id, store.clock().instant().minus(FileSweep.GRACE).minusSeconds(1));
		Path owner = this.bytes.incoming(id).resolveSibling("../installation").normalize();
		String before = Files.exists(owner) ? Files.readString(owner) : null;
		Files.writeString(owner, "other");
		try {
			this.sweep.compare();
			assertThat(onDisk()).containsExactly(id);
		}
		finally {
			Files.delete(owner);
			if (before != null) {
				Files.writeString(owner, before);
			}
		}
		this.sweep.compare();
		assertThat(onDisk()).isEmpty();
	}

	/**
	 * Waits for the thread that removes bytes.
	 */
	private static void settle() {
		store.get(FileRemover.class).settle();
	}

	private static void inTransaction(Runnable task) {
		store.get(TransactionTemplate.class).executeWithoutResult((transaction) -> task.run());
	}

	private String attached(RoomKey room, long seq) {
		return add(room, ANN, seq, store.clock().instant());
	}

	private String add(RoomKey room, Seat seat, @Nullable Long seq, Instant createdAt) {
		String id = FileId.random();
		store.jdbc()
			.sql("""
					insert into file (room, id, seat, guest, name, type, size, stored, created_at, seq, done)
					values (?, ?, ?, ?, 'a.txt', 'text/plain', 1, 1, ?, cast(? as bigint), true)""")
			.params(room.value(), id, seat.id(), seat.guest(), createdAt.toEpochMilli(), seq)
			.update();
		return commit(id, true);
	}

	private String commit(String id, boolean hasThumbnail) {
		try {
			this.bytes.create(id);
			Path content = this.bytes.incoming(id);
			Path thumbnail = content.resolveSibling(id + ".small");
			if (hasThumbnail) {
				Files.createFile(thumbnail);
			}
			this.bytes.commit(id, content, hasThumbnail ? thumbnail : null);
			return id;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String incoming(Instant writtenAt) {
		return create(FileId.random(), writtenAt);
	}

	private String create(String id, Instant writtenAt) {
		try {
			this.bytes.create(id);
			Files.setLastModifiedTime(this.bytes.incoming(id), FileTime.from(writtenAt));
			return id;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void age(String id, Instant writtenAt) {
		try {
			for (Path part : List.of(this.bytes.content(id).getFile().toPath(),
					this.bytes.thumbnail(id).getFile().toPath())) {
				if (Files.exists(part)) {
					Files.setLastModifiedTime(part, FileTime.from(writtenAt));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Set<String> onDisk() {
		try (Stream<FileStore.Entry> entries = this.bytes.list()) {
			return entries.map(FileStore.Entry::id).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<String> rows() {
		return Set.copyOf(store.jdbc().sql("select id from file").query(String.class).list());
	}

}
