package chat.foyer.live.connection;

import chat.foyer.limit.ErrorCode;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * The statuses with which the server closes connections (RFC 6455, 7.4.1).
 */
public final class CloseStatuses {

	public static final CloseStatus SESSION_ENDED = CloseStatus.POLICY_VIOLATION
		.withReason(ErrorCode.SESSION_ENDED.word());

	public static final CloseStatus RATE_LIMITED = CloseStatus.POLICY_VIOLATION
		.withReason(ErrorCode.RATE_LIMITED.word());

	public static final CloseStatus LATE_CONNECT = CloseStatus.POLICY_VIOLATION.withReason("late-connect");

	public static final CloseStatus LATE_FRAME = CloseStatus.POLICY_VIOLATION.withReason("late-frame");

	/**
	 * The server has no connection left. Asks the client to come back later.
	 */
	public static final CloseStatus FULL = CloseStatus.SERVICE_OVERLOAD.withReason(ErrorCode.UNAVAILABLE.word());

	/**
	 * A newer connection took the place of this one before it sent its CONNECT.
	 */
	public static final CloseStatus REPLACED = CloseStatus.SERVICE_OVERLOAD.withReason("replaced");

	/**
	 * Asks the client, if it is still there, to come back.
	 */
	public static final CloseStatus SILENT = CloseStatus.SERVICE_OVERLOAD.withReason("silent");

	/**
	 * Asks the client to come back, because the log lacks events that the client has.
	 */
	public static final CloseStatus LOG_WENT_BACK = CloseStatus.SERVICE_RESTARTED.withReason("log-went-back");

	/**
	 * Asks a client that reads too slowly to come back.
	 */
	public static final CloseStatus TOO_SLOW = CloseStatus.SERVICE_OVERLOAD;

	private CloseStatuses() {
	}

	/**
	 * Returns the status with which a connection is closed after an ERROR frame.
	 */
	public static CloseStatus refused(ErrorCode refusal) {
		CloseStatus status = switch (refusal) {
			case TOO_LARGE -> CloseStatus.TOO_BIG_TO_PROCESS;
			case UNAVAILABLE -> CloseStatus.SERVER_ERROR;
			case RATE_LIMITED, SESSION_ENDED -> CloseStatus.POLICY_VIOLATION;
			default -> CloseStatus.PROTOCOL_ERROR;
		};
		return status.withReason(refusal.word());
	}

	/**
	 * Returns one word for why the server closes a connection; null for a normal end.
	 */
	public static @Nullable String word(CloseStatus status) {
		if (status.getReason() != null) {
			return status.getReason();
		}
		return status.equals(TOO_SLOW) ? "slow" : status.equals(CloseStatus.GOING_AWAY) ? "going-away" : null;
	}

}
