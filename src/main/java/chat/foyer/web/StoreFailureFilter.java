package chat.foyer.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 when the store fails, wherever it is needed: sessions are looked for before
 * any page is asked, and written behind it.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 3)
class StoreFailureFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(StoreFailureFilter.class);

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (!isOfStore(ex) || response.isCommitted()) {
				throw ex;
			}
			logger.warn("A request is refused because the store fails: {}",
					NestedExceptionUtils.getMostSpecificCause(ex).toString());
			response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
		}
	}

	/**
	 * The session is looked for once more when an answer that a request waited for is
	 * dispatched.
	 */
	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	private static boolean isOfStore(@Nullable Throwable ex) {
		return ex != null && (ex instanceof DataAccessException || ex instanceof TransactionException
				|| isOfStore(ex.getCause()));
	}

}
