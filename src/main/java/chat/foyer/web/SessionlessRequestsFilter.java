package chat.foyer.web;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Hands requests for static files and for the probes of load balancers to Spring MVC past
 * all other filters: these need neither a session nor the security filter chain, and the
 * probes work without the database. Other spellings of these addresses, and requests with
 * parameters, take the usual way past the filters that check them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SessionlessRequestsFilter extends OncePerRequestFilter {

	private static final Pattern ADDRESS = Pattern.compile("/livez|/readyz|" + StaticFilesConfiguration.ADDRESSES);

	private final ObjectProvider<DispatcherServlet> dispatcher;

	/**
	 * Takes a provider: filters are made before the servlet.
	 */
	SessionlessRequestsFilter(ObjectProvider<DispatcherServlet> dispatcher) {
		this.dispatcher = dispatcher;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		return !AddressRepairFilter.isRead(request.getMethod()) || request.getQueryString() != null
				|| !ADDRESS.matcher(path).matches();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		this.dispatcher.getObject().service(request, response);
	}

}
