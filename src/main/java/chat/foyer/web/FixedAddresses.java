package chat.foyer.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Lets browsers keep for ever what lies at an address made of its content or version; it
 * is only ever replaced by something at another address.
 */
final class FixedAddresses implements HeaderWriter {

	private static final Pattern FIXED = Pattern.compile(".*-[0-9a-f]{32}\\.\\w+|.*/webjars/[^/]+/\\d[^/]*/.+");

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		// Only static files are sent with this; a page stays out whatever its address. A
		// cookie that comes with a file is for one browser.
		boolean isStatic = "no-cache".equals(response.getHeader(HttpHeaders.CACHE_CONTROL))
				&& !response.containsHeader(HttpHeaders.SET_COOKIE);
		if (isStatic && FIXED.matcher(request.getRequestURI()).matches()) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
		}
	}

}
