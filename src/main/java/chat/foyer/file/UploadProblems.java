package chat.foyer.file;

import java.util.Locale;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RefusalCounter;
import chat.foyer.message.SentFile;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Describes refusals of files in the reader's language, and counts them.
 */
@Component
public class UploadProblems {

	private final MessageSource messages;

	private final Problems problems;

	private final RefusalCounter refusals;

	private final FileSizes sizes;

	private final long maxSize;

	UploadProblems(MessageSource messages, Problems problems, RefusalCounter refusals, FileProperties properties) {
		this.messages = messages;
		this.problems = problems;
		this.refusals = refusals;
		this.sizes = new FileSizes(messages);
		this.maxSize = properties.maxSize().toBytes();
	}

	/**
	 * The status of the response to a request whose file is refused.
	 */
	public static HttpStatus statusOf(ErrorCode reason) {
		return (reason == ErrorCode.FULL) ? HttpStatus.INSUFFICIENT_STORAGE : Problems.statusOf(reason);
	}

	/**
	 * The key of the sentence that tells a reason. Its argument {@code {1}} is
	 * {@link #maxSize}, and {@code {2}} how many files a message may have.
	 */
	public static String keyOf(ErrorCode reason) {
		return switch (reason) {
			case TOO_LARGE, FULL, RATE_LIMITED, BAD_FRAME -> "upload." + reason.word();
			default -> "message." + reason.word();
		};
	}

	/**
	 * The most bytes of a file, such as "25 MB".
	 */
	public String maxSize(Locale locale) {
		return this.sizes.format(this.maxSize, locale);
	}

	/**
	 * The problem of a refused file.
	 */
	Problem of(UploadRefusedException refusal, Locale locale) {
		ErrorCode reason = refusal.reason();
		this.refusals.count(reason);
		Problem problem = of(reason, locale);
		return refusal.delay().map((delay) -> problem.withRetryAfter(delay.seconds())).orElse(problem);
	}

	/**
	 * The problem of a request that is refused because of a file. Does not count it.
	 */
	public Problem of(ErrorCode reason, Locale locale) {
		return keyOf(reason).startsWith("message.") ? this.problems.of(reason, locale)
				: Problem.of(statusOf(reason), reason.word(), text(reason, locale));
	}

	private String text(ErrorCode reason, Locale locale) {
		@Nullable Object[] arguments = { null, maxSize(locale), SentFile.MAX_FILES };
		return this.messages.getMessage(keyOf(reason), arguments, locale);
	}

}
