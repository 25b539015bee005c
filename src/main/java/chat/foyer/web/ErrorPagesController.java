package chat.foyer.web;

import java.util.Objects;
import java.util.Set;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers a request that failed with a page or, for JSON clients, a {@link Problem}. Both
 * depend on the status alone, so that nothing of the cause gets out. What a
 * {@link RefusedRequestAdvice} knows of the cause is the title of the problem.
 * <p>
 * The page offers other languages, in which the same address is asked for again. Its form
 * needs a token even where the request failed before Spring Security saw it.
 */
@Controller
class ErrorPagesController implements ErrorController {

	private static final Set<HttpStatus> OWN_TEXTS = Set.of(HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND,
			HttpStatus.CONFLICT, HttpStatus.CONTENT_TOO_LARGE, HttpStatus.UNPROCESSABLE_CONTENT,
			HttpStatus.TOO_MANY_REQUESTS, HttpStatus.SERVICE_UNAVAILABLE);

	private final CsrfTokenRepository csrfTokens;

	private final CsrfTokenRequestHandler csrfAttributes = new XorCsrfTokenRequestAttributeHandler();

	ErrorPagesController(CsrfTokenRepository csrfTokens) {
		this.csrfTokens = csrfTokens;
	}

	/**
	 * The page that browsers keep to show it where there is no connection.
	 */
	@GetMapping("/offline")
	String offline() {
		return "offline";
	}

	@RequestMapping("${spring.web.error.path:/error}")
	Object answer(HttpServletRequest request, HttpServletResponse response) {
		HttpStatus status = status(request);
		if (HttpMethod.TRACE.matches(String.valueOf(request.getAttribute(RequestDispatcher.ERROR_METHOD)))) {
			// The web server rejects TRACE itself, and lists methods that no address
			// supports.
			response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
		}
		if (Problem.isPreferredBy(request)) {
			return problem(status, request, response).answer();
		}
		if (request.getAttribute(CsrfToken.class.getName()) == null) {
			this.csrfAttributes.handle(request, response, this.csrfTokens.loadDeferredToken(request, response));
		}
		String address = address(request);
		return new ModelAndView("error", status).addObject("words", words(status, address != null))
			.addObject("address", address);
	}

	private static Problem problem(HttpStatus status, HttpServletRequest request, HttpServletResponse response) {
		Problem problem = (request.getAttribute(RefusedRequestAdvice.TITLE) instanceof String title)
				? Problem.of(status, title) : Problem.of(status);
		String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
		return (retryAfter != null) ? problem.withRetryAfter(Long.parseLong(retryAfter)) : problem;
	}

	/**
	 * The path and query that were asked for, below the context path; null where that was
	 * neither by GET nor by HEAD.
	 */
	private static @Nullable String address(HttpServletRequest request) {
		String path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		Object method = Objects.requireNonNullElse(request.getAttribute(RequestDispatcher.ERROR_METHOD),
				request.getMethod());
		if (path == null || !AddressRepairFilter.isRead(method.toString())
				|| !path.startsWith(request.getContextPath())) {
			return null;
		}
		Object query = request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING);
		return path.substring(request.getContextPath().length()) + ((query != null) ? "?" + query : "");
	}

	/**
	 * The key of the page's texts without its end. Of a GET that is rejected only the
	 * address can be wrong.
	 */
	private static String words(HttpStatus status, boolean isGet) {
		if (status == HttpStatus.BAD_REQUEST && isGet) {
			return words(HttpStatus.NOT_FOUND, true);
		}
		if (OWN_TEXTS.contains(status)) {
			return "error." + status.value();
		}
		return status.is5xxServerError() ? "error.5xx" : "error";
	}

	/**
	 * An address that is asked for like any other leads nowhere.
	 */
	private static HttpStatus status(HttpServletRequest request) {
		if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code)) {
			return HttpStatus.NOT_FOUND;
		}
		HttpStatus status = HttpStatus.resolve(code);
		return (status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR;
	}

}
