package chat.foyer.room;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The contents of the server's log.
 *
 * @param names whether the log has the names of rooms instead of their hashes
 */
@ConfigurationProperties("foyer.log")
public record LogProperties(@DefaultValue("false") boolean names) {
}
