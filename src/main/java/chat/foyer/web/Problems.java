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
	 * The problem of a request that was refused with a word, which the page also shows
	 * for a message.
	 */
	public Problem of(HttpStatus status, ErrorCode refusal, Locale locale) {
		@Nullable Object @Nullable [] arguments = (refusal == ErrorCode.TOO_LARGE)
				? new Object[] { this.limits.messageCodePoints() } : null;
		return Problem.of(status, refusal.word(),
				this.messages.getMessage("message." + refusal.word(), arguments, locale));
	}

	/**
	 * The problem of a guest who has no seat in the room.
	 */
	public Problem notAMember(Locale locale) {
		return of(HttpStatus.FORBIDDEN, ErrorCode.NOT_A_MEMBER, locale);
	}

}
