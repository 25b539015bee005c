package chat.foyer.cluster;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the payloads of notifications: JSON in ASCII, with the name of the
 * sender, below the 8,000 bytes that PostgreSQL takes. During an update two versions of
 * the server run side by side: unknown fields are ignored.
 * <p>
 * Thread-safe.
 */
final class RingFormat {

	static final int MAX_BYTES = 7_900;

	private final JsonMapper json = JsonMapper.builder()
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.changeDefaultNullHandling((nulls) -> nulls.withContentNulls(Nulls.FAIL))
		.build();

	private final String sender;

	/**
	 * @param sender the name of this node among all
	 */
	RingFormat(String sender) {
		this.sender = sender;
	}

	/**
	 * Writes a ring, or {@link Ring#LOOK} where it is too long.
	 */
	String write(Ring ring) {
		Payload payload = new Payload(this.sender, ring.look() ? true : null, ring.heads(), ring.typing(), ring.away(),
				ring.guests(), ring.ended());
		String text = this.json.writeValueAsString(payload);
		// One byte a character.
		return (text.length() >= MAX_BYTES) ? write(Ring.LOOK) : text;
	}

	/**
	 * Reads a ring.
	 * @return {@link Ring#LOOK} if the payload cannot be read; null if this node sent it
	 */
	@Nullable Ring read(String text) {
		try {
			Payload payload = this.json.readValue(text, Payload.class);
			if (payload == null) {
				return Ring.LOOK;
			}
			return this.sender.equals(payload.from()) ? null
					: new Ring(Boolean.TRUE.equals(payload.look()), orEmpty(payload.heads()), orEmpty(payload.typing()),
							orEmpty(payload.away()), orEmpty(payload.guests()),
							(payload.ended() != null) ? payload.ended() : Set.of());
		}
		catch (JacksonException ex) {
			// Without the cause, which may quote names of rooms.
			return Ring.LOOK;
		}
	}

	private static <T> Map<String, T> orEmpty(@Nullable Map<String, T> map) {
		return (map != null) ? map : Map.of();
	}

	@JsonInclude(Include.NON_EMPTY)
	private record Payload(@Nullable String from, @Nullable Boolean look, @Nullable Map<String, Long> heads,
			@Nullable Map<String, Set<String>> typing, @Nullable Map<String, Map<String, Boolean>> away,
			@Nullable Map<String, Set<String>> guests, @Nullable Set<String> ended) {
	}

}
