package chat.foyer.live.handshake;

import java.util.List;

import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of live connections.
 *
 * @param allowedOrigins the origins, such as {@code https://chat.example.org}, whose
 * pages may open live connections besides the server's own origin
 */
@Validated
@ConfigurationProperties("foyer")
public record LiveProperties(@DefaultValue List<@Pattern(regexp = LiveProperties.ORIGIN,
		message = "an origin such as https://chat.example.org, without a path") String> allowedOrigins) {

	/**
	 * An origin as browsers send it (RFC 6454, section 6.2); {@code *} stands for all.
	 */
	static final String ORIGIN = "\\*|https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?";

}
