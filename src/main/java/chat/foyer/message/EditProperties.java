package chat.foyer.message;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How messages may be edited.
 *
 * @param window how long after a message was sent its author may edit it; 0s for never.
 * Messages may always be deleted
 */
@Validated
@ConfigurationProperties("foyer.edit")
public record EditProperties(@DefaultValue("15m") @NotNull @DurationMin @DurationMax(days = 3650) Duration window) {
}
