package chat.foyer.store;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the server keeps its data.
 *
 * @param dataDir the folder of the database and everything else that is kept; it is
 * created if it is missing, and used by one server at a time
 */
@ConfigurationProperties("foyer")
record StoreProperties(@DefaultValue("data") Path dataDir) {
}
