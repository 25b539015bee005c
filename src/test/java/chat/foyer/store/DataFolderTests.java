package chat.foyer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link DataFolder}.
 */
class DataFolderTests {

	@TempDir
	private Path temp;

	@Test
	void createsMissingFolders() {
		try (DataFolder folder = DataFolder.open(this.temp.resolve("some/folder"))) {
			assertThat(folder.path()).isAbsolute().isDirectory();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "data", "./data", "data/../data", "link", "link/.", "data/" })
	void rejectsSecondServerForAnyPathOfTheFolder(String spelling) throws IOException {
		Path data = Files.createDirectory(this.temp.resolve("data"));
		Files.createSymbolicLink(this.temp.resolve("link"), data);
		try (DataFolder first = DataFolder.open(data)) {
			assertThat(first.path()).isEqualTo(data);
			Path second = Path.of(this.temp + "/" + spelling);
			assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(second))
				.withMessage("Another Foyer server uses the data folder %s. Stop it first, "
						+ "or give this one a folder of its own with --foyer.data-dir=…", second.normalize());
		}
		DataFolder.open(this.temp.resolve("link")).close();
	}

	@Test
	void rejectedServerKeepsLockOfTheFirst() throws IOException {
		try (DataFolder first = DataFolder.open(this.temp)) {
			assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(this.temp));
			assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(first.path()));
			try (FileChannel other = FileChannel.open(this.temp.resolve("foyer.lock"), StandardOpenOption.WRITE)) {
				assertThatExceptionOfType(OverlappingFileLockException.class).isThrownBy(other::tryLock);
			}
		}
	}

	@Test
	void closingReleasesLock() {
		for (int i = 0; i < 3; i++) {
			DataFolder.open(this.temp).close();
		}
	}

	@Test
	void rejectsFileInPlaceOfTheFolder() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(file))
			.withMessage("foyer.data-dir is \"%1$s\", which cannot be used as data folder (%1$s is a file).", file);
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(file.resolve("data")))
			.withMessageStartingWith("foyer.data-dir is \"%s\", which cannot be used as data folder",
					file.resolve("data"));
	}

	@Test
	void rejectsFolderInPlaceOfTheLock() throws IOException {
		Files.createDirectory(this.temp.resolve("foyer.lock"));
		assertThatExceptionOfType(StoreUnusableException.class).isThrownBy(() -> DataFolder.open(this.temp))
			.withMessageStartingWith("foyer.data-dir is \"%s\", which cannot be used", this.temp);
	}

	@ParameterizedTest
	@MethodSource
	void describesFailure(Exception failure, String reason) {
		assertThat(DataFolder.sentence(Path.of("/data"), failure))
			.isEqualTo("foyer.data-dir is \"/data\", which cannot be used as data folder (" + reason + ").");
	}

	static Stream<Arguments> describesFailure() {
		return Stream.of(Arguments.of(new FileAlreadyExistsException("/data"), "/data is a file"),
				Arguments.of(new AccessDeniedException("/data"),
						"user " + System.getProperty("user.name") + " may not write to /data"),
				Arguments.of(new NoSuchFileException("/data"), "/data cannot be made"),
				Arguments.of(new FileSystemException("/data/x", null, "Read-only file system"),
						"/data/x: Read-only file system"),
				Arguments.of(new FileSystemException("/data", null, "No space left on device"),
						"/data: No space left on device"),
				Arguments.of(new IOException("Input/output error"), "Input/output error"),
				Arguments.of(new ReadOnlyFileSystemException(), "ReadOnlyFileSystemException"));
	}

}
