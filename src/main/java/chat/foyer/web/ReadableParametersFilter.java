package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects a request whose parameters cannot be parsed: 400 for malformed ones and for a
 * malformed or truncated form body, 413 for one that is too large. Later readers of a
 * parameter would fail with an exception whose message contains the input.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class ReadableParametersFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			request.getParameterMap();
		}
		catch (InvalidParameterException ex) {
			// Tomcat has ended the response already where the body itself is malformed.
			if (!response.isCommitted()) {
				response.sendError(ex.getErrorCode());
			}
			return;
		}
		chain.doFilter(request, response);
	}

}
