package chat.foyer.room;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long somebody still counts as here.
 *
 * @param leaveGrace after the last connection was lost
 * @param restartGrace after a restart of the server, for those who were here before it
 * @param visitGrace after a word of a guest who has no connection because the page runs
 * without scripts
 */
@ConfigurationProperties("foyer.presence")
record PresenceProperties(@DefaultValue("10s") Duration leaveGrace, @DefaultValue("45s") Duration restartGrace,
		@DefaultValue("5m") Duration visitGrace) {
}
