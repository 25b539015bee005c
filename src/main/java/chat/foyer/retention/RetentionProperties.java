package chat.foyer.retention;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long events are kept.
 *
 * @param keep the retention period
 * @param every how often older events are deleted; at most {@code keep}, so that no event
 * is kept for twice as long
 */
@Validated
@ConfigurationProperties("foyer.retention")
public record RetentionProperties(
		@DefaultValue("30d") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 3650) Duration keep,
		@DefaultValue("1h") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration every) {

	public RetentionProperties {
		every = (every.compareTo(keep) < 0) ? every : keep;
	}

}
