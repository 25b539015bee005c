package chat.foyer.web;

import java.util.Map;
import java.util.Set;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is answered when something went wrong: a page, or one word as JSON. Both are
 * chosen by the status alone, so that nothing of the cause gets out.
 */
@Controller
@RequestMapping("${spring.web.error.path:/error}")
class ErrorPagesController implements ErrorController {

	private static final Set<HttpStatus> OWN_PAGES = Set.of(HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND,
			HttpStatus.CONFLICT, HttpStatus.UNPROCESSABLE_CONTENT, HttpStatus.TOO_MANY_REQUESTS,
			HttpStatus.SERVICE_UNAVAILABLE);

	@RequestMapping
	Object answer(HttpServletRequest request) {
		HttpStatus status = status(request);
		return wantsJson(request) ? ResponseEntity.status(status).body(Map.of("error", word(status)))
				: new ModelAndView(view(status), status);
	}

	/**
	 * Whoever does not say is taken for a person.
	 */
	private static boolean wantsJson(HttpServletRequest request) {
		String wanted = request.getHeader(HttpHeaders.ACCEPT);
		return wanted != null && wanted.contains("json") && !wanted.contains(MediaType.TEXT_HTML_VALUE);
	}

	private static String view(HttpStatus status) {
		if (OWN_PAGES.contains(status)) {
			return "error/" + status.value();
		}
		return status.is5xxServerError() ? "error/5xx" : "error";
	}

	private static String word(HttpStatus status) {
		return switch (status) {
			case FORBIDDEN -> "forbidden";
			case NOT_FOUND -> "not-found";
			case CONTENT_TOO_LARGE -> "too-large";
			case TOO_MANY_REQUESTS -> "rate-limited";
			default -> status.is5xxServerError() ? "unavailable" : "bad-request";
		};
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
