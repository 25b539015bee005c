package chat.foyer.live.broker;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * What guests in a room do at the moment, as the others are told. Absent fields are null.
 *
 * @param typing the usernames of guests who are typing, at most
 * {@value PendingSignals#MAX_NAMES}
 * @param more how many others are typing
 * @param away the username of a guest who is away
 * @param back the username of a guest who is back
 */
@JsonInclude(Include.NON_NULL)
record RoomSignal(@Nullable List<String> typing, @Nullable Integer more, @Nullable String away, @Nullable String back) {
}
