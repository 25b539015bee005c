package chat.foyer.web;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Who may show Foyer's pages inside others.
 *
 * @param frameAncestors the pages that may, as CSP writes them: {@code 'none'},
 * {@code 'self'} or origins
 */
@ConfigurationProperties("foyer.security")
record FramingProperties(@DefaultValue("'none'") String frameAncestors) {

	/**
	 * One list of sources: neither the end of a directive nor of a header.
	 */
	private static final Pattern SOURCES = Pattern.compile("[!-~&&[^;,]]+( [!-~&&[^;,]]+)*");

	FramingProperties {
		Assert.isTrue(SOURCES.matcher(frameAncestors).matches(),
				"foyer.security.frame-ancestors must be sources with blanks in between");
	}

}
