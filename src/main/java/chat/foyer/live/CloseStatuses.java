package chat.foyer.live;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.limit.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Why the server closes connections (RFC 6455, 7.4.1), and how often it did.
 */
@Component
class CloseStatuses {

	static final CloseStatus SESSION_ENDED = CloseStatus.POLICY_VIOLATION.withReason(ErrorCode.SESSION_ENDED.word());

	static final CloseStatus RATE_LIMITED = CloseStatus.POLICY_VIOLATION.withReason(ErrorCode.RATE_LIMITED.word());

	static final CloseStatus LATE_CONNECT = CloseStatus.POLICY_VIOLATION.withReason("late-connect");

	static final CloseStatus LATE_FRAME = CloseStatus.POLICY_VIOLATION.withReason("late-frame");

	/**
	 * The server has no connection left. Asks the client to come back later.
	 */
	static final CloseStatus FULL = CloseStatus.SERVICE_OVERLOAD.withReason(ErrorCode.UNAVAILABLE.word());

	/**
	 * A newer connection took the place of this one before it sent its CONNECT.
	 */
	static final CloseStatus REPLACED = CloseStatus.SERVICE_OVERLOAD.withReason("replaced");

	/**
	 * Asks the client, if it is still there, to come back.
	 */
	static final CloseStatus SILENT = CloseStatus.SERVICE_OVERLOAD.withReason("silent");

	private final Map<CloseStatus, Counter> counters;

	CloseStatuses(MeterRegistry meters) {
		this.counters = Stream
			.concat(Stream.of(SESSION_ENDED, RATE_LIMITED, LATE_CONNECT, LATE_FRAME, FULL, REPLACED, SILENT,
					CloseStatus.GOING_AWAY, CloseStatus.SERVICE_OVERLOAD),
					Stream.of(ErrorCode.values()).map(CloseStatuses::refused))
			.distinct()
			.collect(Collectors.toUnmodifiableMap(Function.identity(),
					(status) -> meters.counter("foyer.cuts", "reason", reason(status))));
	}

	/**
	 * The status behind an ERROR frame.
	 */
	static CloseStatus refused(ErrorCode refusal) {
		CloseStatus status = switch (refusal) {
			case TOO_LARGE -> CloseStatus.TOO_BIG_TO_PROCESS;
			case UNAVAILABLE -> CloseStatus.SERVER_ERROR;
			case RATE_LIMITED, SESSION_ENDED -> CloseStatus.POLICY_VIOLATION;
			default -> CloseStatus.PROTOCOL_ERROR;
		};
		return status.withReason(refusal.word());
	}

	/**
	 * Counts a connection that is closed, unless it was not the server that closed it.
	 */
	void count(CloseStatus status) {
		Counter counter = this.counters.get(status);
		if (counter != null) {
			counter.increment();
		}
	}

	private static String reason(CloseStatus status) {
		String reason = status.getReason();
		return (reason != null) ? reason : (status.equals(CloseStatus.GOING_AWAY) ? "going-away" : "slow");
	}

}
