package chat.foyer.web;

import java.util.regex.Pattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Lets a page load and run what the server itself serves, and nothing else (CSP Level 3).
 * Of what stands in the page, only a script that bears the nonce of this one answer runs.
 */
public final class ContentSecurityPolicy implements HeaderWriter {

	/**
	 * The attribute of a request whose answer has a policy of its own, with the policy. A
	 * page that tells of an error has the usual one all the same.
	 */
	public static final String OWN = ContentSecurityPolicy.class.getName() + ".OWN";

	private static final String HEADER = "Content-Security-Policy";

	/**
	 * Anything else that a request brings as its host stays out of the header, and so do
	 * IPv6 addresses: CSP has no source for them, and browsers report an error.
	 */
	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");

	private final String frameAncestors;

	ContentSecurityPolicy(String frameAncestors) {
		this.frameAncestors = frameAncestors;
	}

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(OWN) instanceof String policy && request.getDispatcherType() != DispatcherType.ERROR) {
			response.setHeader(HEADER, policy);
			return;
		}
		String type = response.getContentType();
		boolean isPage = type != null && type.startsWith(MediaType.TEXT_HTML_VALUE);
		response.setHeader(HEADER, "default-src 'none'; " + (isPage ? page(request) : "connect-src 'self'")
				+ "; frame-ancestors " + this.frameAncestors);
	}

	/**
	 * Only pages load and run things; but for the worker, which fetches a page, all else
	 * needs nothing. It may be kept, too, and so should bear no secret.
	 */
	private static String page(HttpServletRequest request) {
		return "script-src 'self' 'nonce-" + request.getAttribute(PageHeadersFilter.NONCE)
				+ "'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'" + webSocket(request)
				+ "; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'";
	}

	/**
	 * To older browsers {@code 'self'} does not include WebSockets, so they are named.
	 */
	private static String webSocket(HttpServletRequest request) {
		String host = request.getServerName();
		if (!isHost(host)) {
			return "";
		}
		String scheme = request.isSecure() ? "wss" : "ws";
		int port = request.getServerPort();
		boolean isUsual = port == (request.isSecure() ? 443 : 80);
		return " " + scheme + "://" + host + (isUsual ? "" : ":" + port);
	}

	private static boolean isHost(@Nullable String host) {
		return host != null && HOST.matcher(host).matches();
	}

}
