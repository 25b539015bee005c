package chat.foyer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The folder of the database, locked by this server until it is closed. The operating
 * system releases the lock when the process ends, in whatever way.
 */
final class DataFolder implements AutoCloseable {

	static final String LOCK = "foyer.lock";

	static final String DATABASE = "foyer.db";

	/**
	 * The folders that servers of this process have locked. On POSIX systems a process
	 * loses its lock on a file when it closes any channel to it, so it must not try to
	 * lock a folder twice (fcntl, "Advisory record locking").
	 */
	private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final Path real;

	private final FileChannel channel;

	private DataFolder(Path path, Path real, FileChannel channel) {
		this.path = path;
		this.real = real;
		this.channel = channel;
	}

	/**
	 * Locks a folder, which is created if it is missing.
	 * @param path the folder; a relative path starts at the working folder
	 * @throws StoreUnusableException if the folder cannot be created, written to or
	 * locked, or if another server has locked it
	 */
	static DataFolder open(Path path) {
		Path folder = path.toAbsolutePath().normalize();
		try {
			// Fails at a symbolic link to a folder before Java 20 (JDK-8294193).
			if (!Files.isDirectory(folder)) {
				Files.createDirectories(folder);
			}
			return lock(folder, folder.toRealPath(), ", or give this one a folder of its own with --foyer.data-dir=…");
		}
		catch (IOException | UncheckedIOException | ReadOnlyFileSystemException ex) {
			throw new StoreUnusableException(sentence(folder, ex), ex);
		}
	}

	/**
	 * Locks a folder of another installation, so that no server writes to it.
	 * @throws StoreUnusableException if a server has locked it
	 * @throws IOException if it cannot be written to
	 */
	static DataFolder openExisting(Path path) throws IOException {
		Path folder = path.toAbsolutePath().normalize();
		return lock(folder, folder.toRealPath(), ".");
	}

	private static DataFolder lock(Path folder, Path real, String otherwise) throws IOException {
		if (!LOCKED.add(real)) {
			throw inUse(folder, otherwise);
		}
		FileChannel channel = null;
		try {
			channel = FileChannel.open(real.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = tryLock(channel, folder, otherwise);
			if (lock == null) {
				throw inUse(folder, otherwise);
			}
			return new DataFolder(folder, real, channel);
		}
		catch (IOException | RuntimeException ex) {
			LOCKED.remove(real);
			if (channel != null) {
				channel.close();
			}
			throw ex;
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel, Path folder, String otherwise) {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			throw inUse(folder, otherwise);
		}
		catch (IOException ex) {
			throw new StoreUnusableException(
					("The data folder %s cannot be locked (%s). Set foyer.data-dir to a folder "
							+ "on a local disk; network file systems are not safe for the database.")
						.formatted(folder, ex.getMessage()),
					ex);
		}
	}

	private static StoreUnusableException inUse(Path folder, String otherwise) {
		return new StoreUnusableException(
				"Another Foyer server uses the data folder %s. Stop it first%s".formatted(folder, otherwise), null);
	}

	/**
	 * The absolute path of the folder, as it was configured.
	 */
	Path path() {
		return this.path;
	}

	/**
	 * The database file.
	 */
	Path database() {
		return this.path.resolve(DATABASE);
	}

	/**
	 * Releases the lock.
	 */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			LOCKED.remove(this.real);
		}
	}

	/**
	 * Describes for the operator why the folder cannot be used.
	 */
	static String sentence(Path folder, Exception failure) {
		return "foyer.data-dir is \"%s\", which cannot be used as data folder (%s).".formatted(folder, reason(failure));
	}

	/**
	 * Describes what is wrong with a file, as part of a sentence.
	 */
	static String reason(Exception failure) {
		if (failure instanceof FileAlreadyExistsException exists) {
			return exists.getFile() + " is a file";
		}
		if (failure instanceof AccessDeniedException denied) {
			return "user %s may not write to %s".formatted(System.getProperty("user.name"), denied.getFile());
		}
		if (failure instanceof NoSuchFileException missing) {
			return missing.getFile() + " cannot be made";
		}
		if (failure instanceof FileSystemException system && system.getReason() != null) {
			return system.getFile() + ": " + system.getReason();
		}
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
	}

}
