package chat.foyer.web;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches the requests whose responses tell browsers to use only TLS with this host
 * (HSTS, RFC 6797). That counts for all ports of the host, and would make the services
 * there unreachable that have no TLS. So by default it is said only of the address that a
 * browser uses without a port.
 */
final class StrictTransport implements RequestMatcher {

	private static final int HTTPS = 443;

	private static final String FORWARDED_HOST = "X-Forwarded-Host";

	private static final Pattern PORT = Pattern.compile(":(\\d{1,5})\\s*(?:,|$)");

	private final String when;

	/**
	 * @param when {@code auto}, {@code always} or {@code never}
	 */
	StrictTransport(String when) {
		this.when = when;
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return request.isSecure() && switch (this.when) {
			case "always" -> true;
			case "never" -> false;
			default -> request.getServerPort() == HTTPS && namesNoOtherPort(request);
		};
	}

	/**
	 * Without {@code X-Forwarded-Port} the port of a request that came through a proxy is
	 * taken for 443, while the host that the browser asked for may have another one.
	 */
	private static boolean namesNoOtherPort(HttpServletRequest request) {
		List<String> forwarded = Collections.list(request.getHeaders(FORWARDED_HOST));
		List<String> hosts = forwarded.isEmpty() ? Collections.list(request.getHeaders(HttpHeaders.HOST)) : forwarded;
		return hosts.stream()
			.flatMap((host) -> PORT.matcher(host).results())
			.allMatch((port) -> Integer.parseInt(port.group(1)) == HTTPS);
	}

}
