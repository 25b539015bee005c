package chat.foyer.message;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What later events have changed of a line.
 *
 * @param rev the number of the last event that is folded in; the line's own number if
 * there is none
 * @param editedAt when the text was last changed; absent if it never was
 * @param deletedAt when the message was deleted; absent if it was not
 * @param reactions the reactions in the order in which their emoji were first used
 * @param pinned whether the message is pinned
 */
@JsonInclude(Include.NON_EMPTY)
public record LineState(@JsonInclude(Include.ALWAYS) long rev,
		@JsonFormat(pattern = LineState.TIME, timezone = "UTC", locale = "en") @Nullable Instant editedAt,
		@JsonFormat(pattern = LineState.TIME, timezone = "UTC", locale = "en") @Nullable Instant deletedAt,
		List<Reaction> reactions, @JsonInclude(Include.NON_DEFAULT) boolean pinned) {

	static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSX";

	public LineState {
		reactions = List.copyOf(reactions);
	}

	/**
	 * The state of a line that nothing has changed.
	 */
	public static LineState unchanged(long seq) {
		return new LineState(seq, null, null, List.of(), false);
	}

	/**
	 * Whether the text was changed.
	 */
	@JsonProperty
	@JsonInclude(Include.NON_DEFAULT)
	public boolean edited() {
		return this.editedAt != null;
	}

	/**
	 * Whether the message was deleted.
	 */
	@JsonProperty
	@JsonInclude(Include.NON_DEFAULT)
	public boolean deleted() {
		return this.deletedAt != null;
	}

	/**
	 * The same state with other reactions.
	 */
	LineState withReactions(List<Reaction> changed) {
		return new LineState(this.rev, this.editedAt, this.deletedAt, changed, this.pinned);
	}

}
