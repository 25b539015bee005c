package chat.foyer.web;

import java.util.Locale;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.LimitsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Describes refusals in the reader's language.
 */
@Component
public class Problems {

	private final MessageSource messages;

	private final LimitsProperties limits;

	Problems(MessageSource messages, LimitsProperties limits) {
		this.messages = messages;
		this.limits = limits;
	}

	/**
	 * The status of the response to a request that is refused for a reason.
	 */
	public static HttpStatus statusOf(ErrorCode reason) {
		return switch (reason) {
			case BAD_FRAME -> HttpStatus.BAD_REQUEST;
			case FORBIDDEN, NOT_A_MEMBER, SESSION_ENDED -> HttpStatus.FORBIDDEN;
			case GONE -> HttpStatus.GONE;
			case TOO_LATE, FULL -> HttpStatus.CONFLICT;
			case EMPTY -> HttpStatus.UNPROCESSABLE_CONTENT;
			case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
			case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
			case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
		};
	}

	/**
	 * The problem of a request that is refused for a reason, with the words that the page
	 * also shows for a message.
	 */
	public Problem of(ErrorCode reason, Locale locale) {
		@Nullable Object @Nullable [] arguments = (reason == ErrorCode.TOO_LARGE)
				? new Object[] { this.limits.messageCodePoints() } : null;
		return Problem.of(statusOf(reason), reason.word(),
				this.messages.getMessage("message." + reason.word(), arguments, locale));
	}

}
