package chat.foyer.live;

import chat.foyer.limit.ErrorCode;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * What became of something that was said.
 *
 * @param id what its sender calls it; absent if that could not be read
 * @param seq its place in the room's order, once it is on disk
 * @param error why it was refused
 * @param retryAfter where it came too soon: how many seconds to wait
 */
@JsonInclude(Include.NON_NULL)
record Reply(@Nullable String id, @Nullable Long seq, @Nullable ErrorCode error, @Nullable Long retryAfter) {
}
