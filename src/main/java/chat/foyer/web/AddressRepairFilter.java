package chat.foyer.web;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Redirects a GET or HEAD of a malformed address to the one that it stands for, before
 * the firewall of Spring Security rejects it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class AddressRepairFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<String> path = isRead(request.getMethod()) ? AddressRepair.repair(request.getRequestURI())
				: Optional.empty();
		if (path.isPresent()) {
			String query = request.getQueryString();
			response.setStatus(HttpStatus.SEE_OTHER.value());
			response.setHeader(HttpHeaders.LOCATION, path.get() + ((query != null) ? "?" + query : ""));
			return;
		}
		chain.doFilter(request, response);
	}

	/**
	 * Whether a method changes nothing, so that it can be redirected.
	 */
	static boolean isRead(String method) {
		return "GET".equals(method) || "HEAD".equals(method);
	}

}
