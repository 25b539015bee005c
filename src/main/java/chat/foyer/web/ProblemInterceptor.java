package chat.foyer.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Sends JSON clients a {@link Problem} in the place of a page that says why a request is
 * refused. The errors of a form, which that page shows, become the title and the fields
 * of the problem.
 */
final class ProblemInterceptor implements HandlerInterceptor {

	private final MessageSource messages;

	ProblemInterceptor(MessageSource messages) {
		this.messages = messages;
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) throws IOException {
		if (page == null || !(page.getStatus() instanceof HttpStatus status) || !status.isError()
				|| !Problem.isPreferredBy(request)) {
			return;
		}
		Problem problem = page.getModel()
			.values()
			.stream()
			.filter(BindingResult.class::isInstance)
			.findFirst()
			.map((errors) -> problem(status, (Errors) errors))
			.orElseGet(() -> Problem.of(status));
		Optional<Long> retryAfter = Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER)).map(Long::valueOf);
		page.clear();
		retryAfter.map(problem::withRetryAfter).orElse(problem).writeTo(response);
	}

	private Problem problem(HttpStatus status, Errors errors) {
		Locale locale = LocaleContextHolder.getLocale();
		String title = errors.getAllErrors()
			.stream()
			.findFirst()
			.map((error) -> this.messages.getMessage(error, locale))
			.orElseGet(status::getReasonPhrase);
		Map<String, String> fields = new LinkedHashMap<>();
		errors.getFieldErrors()
			.forEach((error) -> fields.putIfAbsent(error.getField(), this.messages.getMessage(error, locale)));
		if (fields.isEmpty()) {
			return Problem.of(status, title);
		}
		return Problem.of(status, word(status, errors), title).withFields(fields);
	}

	private static String word(HttpStatus status, Errors errors) {
		if (!errors.hasFieldErrors("username")) {
			return "room-invalid";
		}
		return (status == HttpStatus.CONFLICT) ? "name-taken" : "name-invalid";
	}

}
