package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * A {@link FileStore} in a folder: {@code ab/cd/{id}} and {@code ab/cd/{id}.thumbnail},
 * where {@code ab} and {@code cd} are the first characters of the id, and
 * {@code incoming/{id}} for what arrives. The folder may be shared with other nodes, on a
 * file system with locks.
 */
final class FolderFileStore implements FileStore, AutoCloseable {

	private static final String INCOMING = "incoming";

	private static final String LOCKS = "locks";

	/**
	 * The id of the installation whose files these are.
	 */
	private static final String OWNER = "installation";

	private static final String THUMBNAIL = ".thumbnail";

	private static final int BUFFER_BYTES = 64 * 1024;

	/**
	 * The id is what stands before the first dot.
	 */
	private static final Pattern NAME = Pattern.compile("([0-9a-f]{32})(\\..+)?");

	private static final int HEX = 16;

	private final Path folder;

	private final Path incoming;

	private final FileChannel locks;

	/**
	 * Creates the folder if it is missing.
	 * @throws IOException if it cannot be created or written to
	 */
	FolderFileStore(Path folder) throws IOException {
		this.folder = folder.toAbsolutePath().normalize();
		this.incoming = this.folder.resolve(INCOMING);
		Files.createDirectories(this.incoming);
		// Stays open: closing any channel of a file releases all of its locks (fcntl,
		// "Advisory record locking").
		this.locks = FileChannel.open(this.incoming.resolve(LOCKS), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
	}

	/**
	 * Locks one byte, whose place is half of the id, of a file that stays empty.
	 */
	@Override
	public @Nullable Lock tryLock(String id) throws IOException {
		long place = Long.parseUnsignedLong(checked(id).substring(0, HEX), HEX) >>> 1;
		try {
			FileLock lock = this.locks.tryLock(Math.min(place, Long.MAX_VALUE - 1), 1, false);
			return (lock != null) ? () -> release(lock) : null;
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	private static void release(FileLock lock) {
		try {
			lock.release();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void create(String id) throws IOException {
		Files.createFile(incoming(id));
	}

	@Override
	public long received(String id) throws IOException {
		try {
			return Files.size(incoming(id));
		}
		catch (NoSuchFileException ex) {
			return -1;
		}
	}

	@Override
	public long append(String id, long offset, InputStream bytes, long limit) throws IOException {
		try (FileChannel file = FileChannel.open(incoming(id), StandardOpenOption.WRITE)) {
			try {
				copy(bytes, file.position(offset), limit);
			}
			catch (StreamFailedException ex) {
				file.force(false);
				throw ex;
			}
			file.force(false);
			return file.position();
		}
	}

	/**
	 * Writes large parts: a connection gives only some hundred bytes at a time.
	 */
	private static void copy(InputStream bytes, FileChannel file, long limit) throws IOException {
		byte[] array = new byte[BUFFER_BYTES];
		ByteBuffer buffer = ByteBuffer.wrap(array);
		long left = limit;
		boolean isEnd = false;
		while (left > 0 && !isEnd) {
			buffer.clear().limit((int) Math.min(left, buffer.capacity()));
			try {
				isEnd = !fill(buffer, array, bytes);
			}
			finally {
				left -= buffer.flip().remaining();
				while (buffer.hasRemaining()) {
					file.write(buffer);
				}
			}
		}
	}

	/**
	 * @return false at the end of the stream
	 */
	private static boolean fill(ByteBuffer buffer, byte[] array, InputStream bytes) throws StreamFailedException {
		while (buffer.hasRemaining()) {
			try {
				int read = bytes.read(array, buffer.position(), buffer.remaining());
				if (read < 0) {
					return false;
				}
				buffer.position(buffer.position() + read);
			}
			catch (IOException ex) {
				throw new StreamFailedException(ex);
			}
		}
		return true;
	}

	@Override
	public Path incoming(String id) {
		return this.incoming.resolve(checked(id));
	}

	@Override
	public void commit(String id, Path content, @Nullable Path thumbnail) throws IOException {
		Path file = committed(id);
		Path inner = Objects.requireNonNull(file.getParent());
		createFolders(inner);
		if (thumbnail != null) {
			move(thumbnail, file.resolveSibling(id + THUMBNAIL));
		}
		move(content, file);
		force(inner);
		deleteIncoming(id);
	}

	private void createFolders(Path inner) throws IOException {
		Path outer = Objects.requireNonNull(inner.getParent());
		if (!Files.isDirectory(inner)) {
			Files.createDirectories(inner);
			force(outer);
			force(this.folder);
		}
	}

	private static void move(Path from, Path to) throws IOException {
		try (FileChannel file = FileChannel.open(from, StandardOpenOption.WRITE)) {
			file.force(true);
		}
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Has the names in a folder written to disk.
	 */
	private static void force(Path folder) throws IOException {
		try (FileChannel names = FileChannel.open(folder)) {
			names.force(true);
		}
	}

	@Override
	public boolean isCommitted(String id) {
		return Files.exists(committed(id));
	}

	@Override
	public Resource content(String id) {
		return new FileSystemResource(committed(id));
	}

	@Override
	public Resource thumbnail(String id) {
		return new FileSystemResource(committed(id).resolveSibling(id + THUMBNAIL));
	}

	@Override
	public void delete(String id) throws IOException {
		Path file = committed(id);
		Files.deleteIfExists(file);
		Files.deleteIfExists(file.resolveSibling(id + THUMBNAIL));
		deleteIncoming(id);
	}

	@Override
	public void deleteIncoming(String id) throws IOException {
		Files.deleteIfExists(incoming(id));
		for (Path made : list(this.incoming, checked(id) + ".*")) {
			Files.deleteIfExists(made);
		}
	}

	private static List<Path> list(Path folder, String names) throws IOException {
		List<Path> found = new ArrayList<>();
		try (var paths = Files.newDirectoryStream(folder, names)) {
			paths.forEach(found::add);
		}
		return found;
	}

	@Override
	public boolean claim(String installation) throws IOException {
		Path owner = this.folder.resolve(OWNER);
		try {
			Files.writeString(owner, installation, StandardOpenOption.CREATE_NEW);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			String known = Files.readString(owner);
			if (known.isEmpty()) {
				// Killed between creating and writing it.
				Files.writeString(owner, installation);
				return true;
			}
			return known.equals(installation);
		}
	}

	@Override
	public Stream<Entry> list() {
		return Stream.concat(children(this.incoming).flatMap((path) -> entry(path, true).stream()),
				children(this.folder).filter((outer) -> !outer.equals(this.incoming))
					.flatMap(FolderFileStore::children)
					.flatMap(FolderFileStore::children)
					.flatMap((path) -> entry(path, false).stream()));
	}

	/**
	 * What is in a folder; empty if it is none. {@code flatMap} closes it.
	 */
	@SuppressWarnings("StreamResourceLeak")
	private static Stream<Path> children(Path folder) {
		try {
			return Files.list(folder);
		}
		catch (NotDirectoryException | NoSuchFileException ex) {
			return Stream.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A file may be deleted while it is listed.
	 */
	private static Optional<Entry> entry(Path path, boolean isIncoming) {
		Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
		if (!name.matches()) {
			return Optional.empty();
		}
		try {
			BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
			return file.isRegularFile()
					? Optional.of(new Entry(name.group(1), isIncoming, file.lastModifiedTime().toInstant()))
					: Optional.empty();
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public long usableSpace() throws IOException {
		return Files.getFileStore(this.folder).getUsableSpace();
	}

	private Path committed(String id) {
		checked(id);
		return this.folder.resolve(id.substring(0, 2)).resolve(id.substring(2, 4)).resolve(id);
	}

	/**
	 * An id that comes from an address must not lead out of the folder.
	 */
	private static String checked(String id) {
		if (!FileId.isOne(id)) {
			throw new IllegalArgumentException("Not the id of a file");
		}
		return id;
	}

	@Override
	public void close() throws IOException {
		this.locks.close();
	}

}
