package chat.foyer.live.broker;

import chat.foyer.limit.ErrorCode;
import chat.foyer.limit.RetryDelay;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a message. Absent fields are null.
 *
 * @param id the id that the sender gave the message; absent if it could not be read
 * @param seq the message's number in the room, once it is on disk
 * @param error why the message was refused
 * @param retryAfter how many seconds to wait before the next try
 */
@JsonInclude(Include.NON_NULL)
record Reply(@Nullable String id, @Nullable Long seq, @Nullable ErrorCode error, @Nullable Long retryAfter) {

	static Reply stored(String id, long seq) {
		return new Reply(id, seq, null, null);
	}

	static Reply refused(@Nullable String id, ErrorCode error) {
		return new Reply(id, null, error, null);
	}

	static Reply rateLimited(@Nullable String id, RetryDelay delay) {
		return new Reply(id, null, ErrorCode.RATE_LIMITED, delay.seconds());
	}

}
