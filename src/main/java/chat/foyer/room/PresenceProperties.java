package chat.foyer.room;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long somebody still counts as here.
 *
 * @param leaveGrace after the last connection was lost
 * @param restartGrace after a restart of the server, for those who were here before it
 * @param visitGrace after a word of a guest who has no connection because the page runs
 * without scripts
 */
@Validated
@ConfigurationProperties("foyer.presence")
record PresenceProperties(
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration leaveGrace,
		@DefaultValue("45s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration restartGrace,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration visitGrace) {
}
