package chat.foyer.web;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.util.Assert;

/**
 * What all cookies of this installation have in common. Browsers send the cookies of a
 * host to all its ports, so the names contain the id of the installation.
 * <p>
 * Under TLS the names begin with {@code __Host-}, or {@code __Secure-} below a context
 * path (RFC 6265bis, section 4.1.3): browsers accept those from secure pages only, and
 * {@code __Host-} from this host only.
 *
 * @param prefix what the names begin with
 * @param path the context path, or {@code /}
 * @param secure whether the request came under TLS
 */
public record CookieScope(String prefix, String path, boolean secure) {

	/**
	 * The attribute of a request, and so the variable of a page, with the scope.
	 */
	static final String ATTRIBUTE = "cookieScope";

	private static final String SAME_SITE = "Lax";

	/**
	 * The scope of the cookies of an installation, for the address of a request.
	 * @param installation the id of the installation
	 */
	public static CookieScope of(String installation, HttpServletRequest request) {
		String context = request.getContextPath();
		String guard = "";
		if (request.isSecure()) {
			guard = context.isEmpty() ? "__Host-" : "__Secure-";
		}
		return new CookieScope(guard + "foyer-" + installation + "-", context.isEmpty() ? "/" : context,
				request.isSecure());
	}

	/**
	 * The scope of the cookies of this installation.
	 * @throws IllegalStateException if {@link CookieFilter} has not seen the request
	 */
	public static CookieScope of(HttpServletRequest request) {
		CookieScope scope = (CookieScope) request.getAttribute(ATTRIBUTE);
		Assert.state(scope != null, "The request did not pass the filter of cookies");
		return scope;
	}

	/**
	 * The name of a cookie in a browser.
	 * @param name the plain name, such as {@code theme}
	 */
	public String nameOf(String name) {
		return this.prefix + name;
	}

	/**
	 * The plain name of a cookie, empty if it is none of this installation.
	 * @param name the name in the browser
	 */
	String plainNameOf(String name) {
		return name.startsWith(this.prefix) ? name.substring(this.prefix.length()) : "";
	}

	/**
	 * Gives the browser a cookie that no script reads and no page of another site sends
	 * along.
	 * @param name the plain name
	 * @param kept how long the browser keeps it; negative until the browser is closed,
	 * zero deletes it
	 */
	public void write(String name, String value, Duration kept, HttpServletResponse response) {
		write(name, value, kept, true, response);
	}

	/**
	 * Gives the browser a cookie that the scripts of the page may write too.
	 * @param name the plain name
	 */
	public void writeForScripts(String name, String value, Duration kept, HttpServletResponse response) {
		write(name, value, kept, false, response);
	}

	private void write(String name, String value, Duration kept, boolean isHttpOnly, HttpServletResponse response) {
		ResponseCookie cookie = ResponseCookie.from(nameOf(name), value)
			.path(this.path)
			.maxAge(kept)
			.httpOnly(isHttpOnly)
			.secure(this.secure)
			.sameSite(SAME_SITE)
			.build();
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

}
