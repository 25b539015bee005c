package chat.foyer.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import chat.foyer.store.Installation;
import chat.foyer.store.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Removes files that expire because no message has them, and what is on disk without
 * need: bytes of files without a row, as after a kill, and incoming bytes of files that
 * are complete. Reports files whose bytes are missing. On several nodes one does it at a
 * time. Works in small parts, so that no writer waits long.
 */
@Component
class FileSweep {

	private static final Logger logger = LoggerFactory.getLogger(FileSweep.class);

	/**
	 * What was written later may belong to a transaction that is not committed yet.
	 */
	static final Duration GRACE = Duration.ofMinutes(10);

	private static final String LEASE = "files";

	private static final Duration LEASE_TIME = Duration.ofMinutes(2);

	private static final int FILES_A_QUERY = 500;

	private final StoredFiles files;

	private final FileStore store;

	private final FileProperties properties;

	private final Installation installation;

	private final Leases leases;

	private final Clock clock;

	private final Set<String> reported = new HashSet<>();

	FileSweep(StoredFiles files, FileStore store, FileProperties properties, Installation installation,
			Optional<Leases> leases, Clock clock) {
		this.files = files;
		this.store = store;
		this.properties = properties;
		this.installation = installation;
		this.leases = leases.orElse(Leases.NO_OTHERS);
		this.clock = clock;
	}

	/**
	 * Removes files that no message got in time, complete or not.
	 */
	@Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
	void expire() {
		try {
			Instant createdBefore = this.clock.instant().minus(this.properties.expires());
			boolean hasMore = true;
			while (hasMore && holdsLease()) {
				hasMore = this.files.removeExpired(createdBefore, FILES_A_QUERY);
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("Files expire later", ex);
		}
	}

	/**
	 * Compares the files on disk and in the database, both ways.
	 */
	@Scheduled(fixedDelayString = "1h", initialDelayString = "2m")
	void compare() {
		try {
			if (holdsLease()) {
				if (this.store.claim(this.installation.id())) {
					removeUnknown();
				}
				else {
					logger.warn("The folder of files is that of another installation: files of unknown messages stay");
				}
				reportMissing();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			logger.warn("The files on disk are compared later: {}", ex.toString());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The files on disk are compared later", ex);
		}
	}

	private boolean holdsLease() {
		return this.leases.take(LEASE, LEASE_TIME);
	}

	private void removeUnknown() throws IOException {
		Instant writtenBefore = this.clock.instant().minus(GRACE);
		int removed = 0;
		try (Stream<FileStore.Entry> entries = this.store.list()) {
			Iterator<FileStore.Entry> old = entries.filter((entry) -> entry.modified().isBefore(writtenBefore))
				.iterator();
			while (old.hasNext() && holdsLease()) {
				removed += removeUnknown(next(old));
			}
		}
		if (removed > 0) {
			logger.info("Deleted {} files from disk that no message has", removed);
		}
	}

	private static List<FileStore.Entry> next(Iterator<FileStore.Entry> entries) {
		List<FileStore.Entry> some = new ArrayList<>(FILES_A_QUERY);
		while (entries.hasNext() && some.size() < FILES_A_QUERY) {
			some.add(entries.next());
		}
		return some;
	}

	/**
	 * @return how many files were removed
	 */
	private int removeUnknown(List<FileStore.Entry> entries) throws IOException {
		Map<String, Boolean> known = this.files.findDone(entries.stream().map(FileStore.Entry::id).distinct().toList());
		Set<String> removed = new HashSet<>();
		for (FileStore.Entry entry : entries) {
			Boolean isDone = known.get(entry.id());
			if (isDone == null) {
				this.store.delete(entry.id());
				removed.add(entry.id());
			}
			else if (isDone && entry.isIncoming()) {
				this.store.deleteIncoming(entry.id());
			}
		}
		return removed.size();
	}

	private void reportMissing() {
		Set<String> missing = new HashSet<>();
		List<String> ids = this.files.doneAfter("", FILES_A_QUERY);
		while (!ids.isEmpty() && holdsLease()) {
			ids.stream().filter((id) -> !this.store.isCommitted(id)).forEach(missing::add);
			ids = this.files.doneAfter(ids.get(ids.size() - 1), FILES_A_QUERY);
		}
		// A file may be removed between the two looks.
		missing.removeIf((id) -> this.reported.contains(id) || !this.files.findDone(List.of(id)).containsKey(id));
		if (!missing.isEmpty()) {
			this.reported.addAll(missing);
			logger.warn("{} files are missing on disk, such as {}: their addresses answer 404", missing.size(),
					missing.iterator().next());
		}
	}

}
