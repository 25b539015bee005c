package chat.foyer.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the parameters of a request, before anything else needs them.
 * <p>
 * Reading a form takes a thread for as long as its sender takes. No more than half of the
 * threads read forms at a time, so that the others stay free for pages and messages; a
 * request that waits too long for one of them gets a 503. What is done with the form
 * afterwards does not count.
 * <p>
 * Rejects a request whose parameters cannot be parsed: 400 for malformed ones and for a
 * malformed or truncated form body, 413 for one that is too large, 415 for a body that is
 * no form. Later readers of a parameter would fail with an exception whose message
 * contains the input. The bodies of {@linkplain UploadRequests uploads} are read later,
 * and have threads of their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class SlowSendersFilter extends OncePerRequestFilter {

	private static final String RETRY_AFTER_SECONDS = "1";

	/**
	 * A form that has arrived is read at once; so many of these may come together that
	 * some wait for a moment.
	 */
	private static final Duration WAIT = Duration.ofMillis(500);

	private final Semaphore threads;

	private final int maxWaiting;

	private final Duration wait;

	@Autowired
	SlowSendersFilter(@Value("${server.tomcat.threads.max:200}") int threads) {
		this(threads, WAIT);
	}

	SlowSendersFilter(int threads, Duration wait) {
		this.threads = new Semaphore(Math.max(1, threads / 2), true);
		this.maxWaiting = threads / 4;
		this.wait = wait;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			if (!hasBody(request) || UploadRequests.isForm(request) || UploadRequests.isPart(request)) {
				// Of an upload only those in the query are read.
				request.getParameterMap();
			}
			else if (request.getContentType() != null && !isForm(request)) {
				response.setHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_FORM_URLENCODED_VALUE);
				response.sendError(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
				return;
			}
			else if (!readBody(request)) {
				response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
				response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
				return;
			}
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

	private static boolean hasBody(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private static boolean isForm(HttpServletRequest request) {
		return StringUtils.startsWithIgnoreCase(request.getContentType(), MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	private boolean readBody(HttpServletRequest request) {
		try {
			// Those that wait take threads as well, so there are few of them.
			if (!this.threads.tryAcquire() && (this.threads.getQueueLength() >= this.maxWaiting
					|| !this.threads.tryAcquire(this.wait.toMillis(), TimeUnit.MILLISECONDS))) {
				return false;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		try {
			request.getParameterMap();
			return true;
		}
		finally {
			this.threads.release();
		}
	}

}
