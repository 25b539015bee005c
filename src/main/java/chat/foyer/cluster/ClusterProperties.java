package chat.foyer.cluster;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How several nodes work together.
 *
 * @param bell whether they notify each other by {@code LISTEN} and {@code NOTIFY}, which
 * some databases of PostgreSQL's kind lack; without it, what happens on one node arrives
 * on the others up to a second later
 */
@ConfigurationProperties("foyer.cluster")
record ClusterProperties(@DefaultValue("true") boolean bell) {
}
