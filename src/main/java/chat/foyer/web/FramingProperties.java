package chat.foyer.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may show Foyer's pages inside others.
 *
 * @param frameAncestors the pages that may, as CSP writes them: {@code 'none'},
 * {@code 'self'} or origins
 */
@Validated
@ConfigurationProperties("foyer.security")
record FramingProperties(@DefaultValue("'none'") @NotNull @Pattern(regexp = FramingProperties.SOURCES,
		message = "'none', 'self' or origins, with blanks between them") String frameAncestors) {

	/**
	 * One list of sources: neither the end of a directive nor of a header.
	 */
	static final String SOURCES = "[!-~&&[^;,]]+( [!-~&&[^;,]]+)*";

}
