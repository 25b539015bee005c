package chat.foyer.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an event changes.
 *
 * @param of the number of the message that it changes
 * @param emoji of a reaction: which one, as {@link ReactionEmoji} writes it; absent
 * otherwise
 * @param on of a reaction or a pin: whether it is there afterwards; absent otherwise
 */
@JsonInclude(Include.NON_NULL)
public record Change(long of, @Nullable String emoji, @Nullable Boolean on) {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Reads a change as it is stored.
	 * @param data what {@link #data} gives
	 */
	static Change read(long of, @Nullable String data) {
		Data fields = (data != null) ? MAPPER.readValue(data, Data.class) : new Data(null, null);
		return new Change(of, fields.emoji(), fields.on());
	}

	/**
	 * What is stored of it besides the number of the message, as JSON; null if there is
	 * nothing.
	 */
	@Nullable String data() {
		return (this.on != null) ? MAPPER.writeValueAsString(new Data(this.emoji, this.on)) : null;
	}

	@JsonInclude(Include.NON_NULL)
	private record Data(@Nullable String emoji, @Nullable Boolean on) {
	}

}
