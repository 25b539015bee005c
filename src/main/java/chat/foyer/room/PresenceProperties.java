package chat.foyer.room;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a guest counts as present without a connection, and how long a name stays
 * reserved.
 *
 * @param leaveGrace after the last connection was lost
 * @param restartGrace after a restart of the server, for guests who were here before it
 * @param visitGrace after the last request of a guest without a connection, such as one
 * whose browser runs no scripts
 * @param httpGrace after the last request of a page that sends and asks for events over
 * HTTP, because it gets no live connection
 * @param nameGrace how long after a guest's last connection a name is kept once the
 * session has ended; a name is never given away while the session lasts
 */
@Validated
@ConfigurationProperties("foyer.presence")
public record PresenceProperties(
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration leaveGrace,
		@DefaultValue("45s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration restartGrace,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration visitGrace,
		@DefaultValue("90s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration httpGrace,
		@DefaultValue("10m") @NotNull @DurationMin(millis = 1) @DurationMax(days = 3650) Duration nameGrace) {
}
