package chat.foyer.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what was said is kept.
 *
 * @param keep how old an event may become
 * @param every how often older ones are looked for
 */
@ConfigurationProperties("foyer.retention")
public record RetentionProperties(@DefaultValue("30d") Duration keep, @DefaultValue("1h") Duration every) {
}
