package chat.foyer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.FileSystemUtils;

/**
 * The parts of the server that keep, remove and sweep files, without timers and in a
 * folder of their own: for {@link chat.foyer.store.TestStore}, beside
 * {@link chat.foyer.message.LogParts}.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileProperties.class)
@Import({ FileRemover.class, FileSweep.class })
class FileParts {

	@Bean
	Folder folder() throws IOException {
		return new Folder(Files.createTempDirectory("foyer-files"));
	}

	@Bean
	FolderFileStore fileStore(Folder folder) throws IOException {
		return new FolderFileStore(folder.path());
	}

	record Folder(Path path) implements AutoCloseable {

		@Override
		public void close() throws IOException {
			FileSystemUtils.deleteRecursively(this.path);
		}

	}

}
