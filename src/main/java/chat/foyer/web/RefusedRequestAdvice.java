package chat.foyer.web;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Answers a request that Spring MVC cannot hand to a controller: with the status and the
 * headers of the exception, 404 for the name of a room that cannot exist, and 400 for any
 * other path variable or parameter that cannot be converted. Nothing is logged: the
 * client made the mistake.
 */
@ControllerAdvice
class RefusedRequestAdvice {

	/**
	 * The attribute of a request with the reason why it is refused, in English.
	 */
	static final String TITLE = RefusedRequestAdvice.class.getName() + ".TITLE";

	@ExceptionHandler
	void on(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		boolean isRoom = mismatch.getRequiredType() == RoomKey.class;
		request.setAttribute(TITLE, isRoom ? "There is no such room" : "Invalid parameter: " + mismatch.getName());
		response.sendError((isRoom ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST).value());
	}

	@ExceptionHandler
	void on(Exception refusal, HttpServletRequest request, HttpServletResponse response) throws Exception {
		if (!(refusal instanceof ErrorResponse known) || !known.getStatusCode().is4xxClientError()) {
			throw refusal;
		}
		request.setAttribute(TITLE, title(refusal));
		known.getHeaders().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
		if (refusal instanceof HttpRequestMethodNotSupportedException unsupported) {
			response.setHeader(HttpHeaders.ALLOW, allow(unsupported));
		}
		response.sendError(known.getStatusCode().value());
	}

	private static @Nullable String title(Exception refusal) {
		if (refusal instanceof MissingServletRequestParameterException missing) {
			return "Missing parameter: " + missing.getParameterName();
		}
		return (refusal instanceof HandlerMethodValidationException invalid)
				? "Invalid parameter: " + invalid.getParameterValidationResults()
					.stream()
					.map((result) -> String.valueOf(result.getMethodParameter().getParameterName()))
					.collect(Collectors.joining(", "))
				: null;
	}

	/**
	 * All methods that the address supports. Spring knows of those that it supports by
	 * itself, HEAD and OPTIONS, only where it answers to OPTIONS.
	 */
	private static String allow(HttpRequestMethodNotSupportedException refusal) {
		Set<String> methods = new TreeSet<>(Set.of(HttpMethod.OPTIONS.name()));
		Stream.ofNullable(refusal.getSupportedMethods()).flatMap(Stream::of).forEach(methods::add);
		if (methods.contains(HttpMethod.GET.name())) {
			methods.add(HttpMethod.HEAD.name());
		}
		return String.join(", ", methods);
	}

}
