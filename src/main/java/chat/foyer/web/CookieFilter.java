package chat.foyer.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import chat.foyer.store.Installation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Shows what is behind it the cookies of this installation only, by their plain names
 * ({@code theme} for {@code foyer-1a2b3c-theme}), and gives each request its
 * {@link CookieScope}. Of cookies with one name, which come from several paths, that of
 * the longest path comes first, as browsers send them.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 1)
class CookieFilter extends OncePerRequestFilter {

	private final Installation installation;

	CookieFilter(Installation installation) {
		this.installation = installation;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		CookieScope scope = CookieScope.of(this.installation.id(), request);
		request.setAttribute(CookieScope.ATTRIBUTE, scope);
		chain.doFilter(new OwnCookiesRequest(request, scope), response);
	}

	/**
	 * The page of an error is made for a new request.
	 */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	private static final class OwnCookiesRequest extends HttpServletRequestWrapper {

		private final CookieScope scope;

		OwnCookiesRequest(HttpServletRequest request, CookieScope scope) {
			super(request);
			this.scope = scope;
		}

		@Override
		public Cookie @Nullable [] getCookies() {
			Cookie[] all = super.getCookies();
			if (all == null) {
				return null;
			}
			List<Cookie> own = new ArrayList<>();
			for (Cookie cookie : all) {
				String plain = this.scope.plainNameOf(cookie.getName());
				if (!plain.isEmpty()) {
					own.add(new Cookie(plain, cookie.getValue()));
				}
			}
			return own.toArray(Cookie[]::new);
		}

	}

}
