package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Redirects a GET or HEAD of an address with a slash at its end to the address without it
 * (308). Runs behind the firewall of Spring Security, which rejects empty path segments,
 * so that no redirect begins with two slashes and leads to another host.
 */
@Component
class TrailingSlashFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = request.getRequestURI();
		if (path.endsWith("/") && path.length() > request.getContextPath().length() + 1
				&& AddressRepairFilter.isRead(request.getMethod())) {
			String query = request.getQueryString();
			response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
			response.setHeader(HttpHeaders.LOCATION,
					path.substring(0, path.length() - 1) + ((query != null) ? "?" + query : ""));
			return;
		}
		chain.doFilter(request, response);
	}

}
