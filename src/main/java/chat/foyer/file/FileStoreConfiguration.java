package chat.foyer.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import chat.foyer.store.Database;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.StoreUnusableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Configures the folder of the files.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileProperties.class)
class FileStoreConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(FileStoreConfiguration.class);

	/**
	 * Opens the folder.
	 * @param database opened before, since it locks the data folder
	 * @throws StoreUnusableException if the folder cannot be used
	 */
	@Bean
	FolderFileStore fileStore(FileProperties properties, @Value("${foyer.data-dir:data}") Path dataDir,
			Database database, Environment environment) {
		Path folder = Optional.ofNullable(properties.dir()).orElseGet(() -> dataDir.resolve("files"));
		if (properties.dir() == null && DatabaseKind.of(environment) == DatabaseKind.POSTGRESQL) {
			logger.warn("Keeping files in {}: set foyer.files.dir to a folder that all nodes share",
					folder.toAbsolutePath().normalize());
		}
		try {
			return new FolderFileStore(folder);
		}
		catch (IOException ex) {
			throw new StoreUnusableException(
					"The folder of files %s cannot be used (%s). Set foyer.files.dir to another folder."
						.formatted(folder.toAbsolutePath().normalize(), ex),
					ex);
		}
	}

}
