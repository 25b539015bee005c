package chat.foyer.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that loads nothing.
 *
 * @param html the page, with at most one style element
 */
record BareErrorPage(String html) {

	private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

	/**
	 * The policy that allows the style of the page and nothing else.
	 */
	String contentSecurityPolicy() {
		Matcher style = STYLE.matcher(this.html);
		return "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
				+ (style.find() ? "; style-src 'sha256-" + sha256(style.group(1)) + "'" : "");
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
