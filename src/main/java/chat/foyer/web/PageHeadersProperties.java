package chat.foyer.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the security headers of all responses say.
 *
 * @param frameAncestors the pages that may show Foyer's pages inside themselves, as CSP
 * writes them: {@code 'none'}, {@code 'self'} or origins
 * @param hsts when responses under TLS tell browsers to use only TLS with this host, on
 * all its ports: {@code auto} for the address on port 443 only, {@code always} or
 * {@code never}
 */
@Validated
@ConfigurationProperties("foyer.security")
record PageHeadersProperties(
		@DefaultValue("'none'") @NotNull @Pattern(regexp = PageHeadersProperties.SOURCES,
				message = "'none', 'self' or origins, with blanks between them") String frameAncestors,
		@DefaultValue("auto") @NotNull @Pattern(regexp = "auto|always|never",
				message = "auto, always or never") String hsts) {

	/**
	 * One list of sources: neither the end of a directive nor of a header.
	 */
	static final String SOURCES = "[!-~&&[^;,]]+( [!-~&&[^;,]]+)*";

}
