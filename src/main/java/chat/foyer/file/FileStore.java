package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * The bytes of files, by the ids of the files. What arrives of a file is in a file of its
 * own, whose length is how much has arrived, until it is {@linkplain #commit committed}.
 * <p>
 * Thread-safe; calls block on the disk.
 */
interface FileStore {

	/**
	 * Locks a file against other threads and nodes that append to it or commit it.
	 * @return null if another one has locked it
	 * @throws IOException if the folder cannot lock
	 */
	@Nullable Lock tryLock(String id) throws IOException;

	/**
	 * Creates an empty incoming file.
	 */
	void create(String id) throws IOException;

	/**
	 * How many bytes have arrived.
	 * @return -1 if there is no incoming file
	 */
	long received(String id) throws IOException;

	/**
	 * Appends bytes to an incoming file that the caller has locked, up to the end of the
	 * stream or the limit. The bytes that have arrived are on disk when this method
	 * returns, and also when it fails because the stream fails.
	 * @param offset how many bytes have arrived before
	 * @param limit the most bytes to take of the stream
	 * @return how many bytes have arrived now
	 * @throws StreamFailedException if the stream fails
	 * @throws IOException if the bytes cannot be written
	 */
	long append(String id, long offset, InputStream bytes, long limit) throws IOException;

	/**
	 * The incoming file on the local disk or a network file system. Files that are made
	 * of it have its name and a suffix that begins with a dot, and are removed with it.
	 */
	Path incoming(String id);

	/**
	 * Makes a file readable under its id, once it is on disk. Removes the incoming file
	 * and all that was made of it.
	 * @param content the bytes of the file: the incoming one, or one that was made of it;
	 * it is moved
	 * @param thumbnail the bytes of its thumbnail, moved as well; null for none
	 */
	void commit(String id, Path content, @Nullable Path thumbnail) throws IOException;

	/**
	 * Whether a file is committed.
	 */
	boolean isCommitted(String id);

	/**
	 * The bytes of a committed file. The resource does not {@linkplain Resource#exists()
	 * exist} if the file was deleted.
	 */
	Resource content(String id);

	/**
	 * The bytes of the thumbnail of a committed picture, as {@link #content}.
	 */
	Resource thumbnail(String id);

	/**
	 * Deletes all bytes of a file, committed or not. Does nothing if there are none.
	 */
	void delete(String id) throws IOException;

	/**
	 * Deletes what has arrived of a file and all that was made of it. A committed file
	 * stays.
	 */
	void deleteIncoming(String id) throws IOException;

	/**
	 * Marks the store as that of an installation, unless it is that of another one.
	 * @param installation the id of the installation
	 * @return whether it is that of this installation
	 */
	boolean claim(String installation) throws IOException;

	/**
	 * Lists the files, in any order, folder by folder while the stream is read. A file
	 * may be listed more than once, since it may have several parts. The caller closes
	 * the stream, which fails with {@link java.io.UncheckedIOException}.
	 */
	Stream<Entry> list() throws IOException;

	/**
	 * How many more bytes the disk takes.
	 */
	long usableSpace() throws IOException;

	/**
	 * A part of a file.
	 *
	 * @param id the id of the file
	 * @param isIncoming whether it is of what arrives
	 * @param modified when it was last written
	 */
	record Entry(String id, boolean isIncoming, Instant modified) {
	}

	/**
	 * A lock of a file.
	 */
	interface Lock extends AutoCloseable {

		/**
		 * Releases the lock.
		 */
		@Override
		void close();

	}

	/**
	 * Thrown when the bytes that are appended cannot be read.
	 */
	final class StreamFailedException extends IOException {

		private static final long serialVersionUID = 1L;

		StreamFailedException(IOException cause) {
			super(cause);
		}

	}

}
