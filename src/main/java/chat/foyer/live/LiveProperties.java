package chat.foyer.live;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may open a live connection.
 *
 * @param allowedOrigins the origins, such as {@code https://chat.example.org}, whose
 * pages may; when empty, only pages of the server's own origin
 */
@ConfigurationProperties("foyer")
record LiveProperties(@DefaultValue List<String> allowedOrigins) {
}
