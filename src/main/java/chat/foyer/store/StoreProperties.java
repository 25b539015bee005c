package chat.foyer.store;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the server keeps what must outlive it.
 *
 * @param dataDir the folder of the database and all else that is kept; it is made when it
 * is missing
 */
@ConfigurationProperties("foyer")
record StoreProperties(@DefaultValue("data") Path dataDir) {
}
