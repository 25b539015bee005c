package chat.foyer.limit;

import java.util.Locale;

import chat.foyer.message.ChangeRefusedException;
import chat.foyer.message.InvalidTextException;
import chat.foyer.message.SeatGoneException;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The error codes of refused requests and frames. Clients get no others, and none reveals
 * internals of the server.
 */
public enum ErrorCode {

	/**
	 * The request or frame is malformed.
	 */
	BAD_FRAME,

	/**
	 * The action is not allowed.
	 */
	FORBIDDEN,

	/**
	 * The guest has no seat in the room.
	 */
	NOT_A_MEMBER,

	/**
	 * The content exceeds a size limit.
	 */
	TOO_LARGE,

	/**
	 * A rate limit is exceeded.
	 */
	RATE_LIMITED,

	/**
	 * The guest's session, or seat in the room, has ended.
	 */
	SESSION_ENDED,

	/**
	 * The server cannot do it at the moment. The client can safely try again.
	 */
	UNAVAILABLE,

	/**
	 * The text has no visible characters.
	 */
	EMPTY,

	/**
	 * The message to change was deleted or purged, or never existed; or a file to attach
	 * is not there any more.
	 */
	GONE,

	/**
	 * The message can no longer be edited.
	 */
	TOO_LATE,

	/**
	 * The message has as many reactions, or the room as many pins, as it may have, or the
	 * server has no room left for a file.
	 */
	FULL;

	private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * The code as clients and pages get it, such as {@code not-a-member}.
	 */
	@JsonValue
	public String word() {
		return this.word;
	}

	/**
	 * Returns the code for a rejected text.
	 */
	public static ErrorCode of(InvalidTextException.Problem problem) {
		return switch (problem) {
			case EMPTY -> EMPTY;
			case TOO_LARGE -> TOO_LARGE;
			case CHARACTERS -> BAD_FRAME;
		};
	}

	/**
	 * Returns the code for an event that was not appended to a log.
	 * @param failure why the future of {@code EventLog} failed
	 */
	public static ErrorCode of(Throwable failure) {
		if (failure instanceof ChangeRefusedException refused) {
			return switch (refused.problem()) {
				case GONE -> GONE;
				case FORBIDDEN -> FORBIDDEN;
				case TOO_LATE -> TOO_LATE;
				case FULL -> FULL;
				case EMPTY -> EMPTY;
			};
		}
		return (failure instanceof SeatGoneException) ? NOT_A_MEMBER : UNAVAILABLE;
	}

}
