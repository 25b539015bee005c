package chat.foyer.message;

import chat.foyer.room.SeatProperties;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The parts of the server that read and write the log, without threads: for
 * {@link chat.foyer.store.TestStore}.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(SeatProperties.class)
@ComponentScan(basePackages = { "chat.foyer.room", "chat.foyer.message", "chat.foyer.search", "chat.foyer.file" },
		useDefaultFilters = false, includeFilters = @Filter(type = FilterType.REGEX,
				pattern = "chat\\.foyer\\.(room\\.(Browsers|RoomRegistry|Usernames)|message\\.(AppendRows|Appender|Events|MessageRenderer|NodeSeats|RenderingCache|RetentionClock)|file\\.StoredFiles|search\\.(Sqlite|Postgres)SearchIndex|search\\.(Indexer|MessageTokens|SearchService))"))
public class LogParts {

}
