package chat.foyer.message;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of a message, as events have it.
 *
 * @param id its id in the room
 * @param name its name, cleaned
 * @param type its media type, such as {@code image/jpeg}
 * @param size its size in bytes
 * @param width of a picture that pages show: its width in pixels; absent otherwise
 * @param height of a picture that pages show: its height in pixels; absent otherwise
 * @param alt what the sender says of it for those who do not see it, at most
 * {@value #MAX_ALT_CHARACTERS} characters; absent if nothing
 */
@JsonInclude(Include.NON_NULL)
public record AttachedFile(String id, String name, String type, long size, @Nullable Integer width,
		@Nullable Integer height, @Nullable String alt) {

	/**
	 * How long the alternative text may be, in code points.
	 */
	public static final int MAX_ALT_CHARACTERS = 500;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Whether pages show it as a picture. It has a thumbnail then.
	 */
	@JsonIgnore
	public boolean isPicture() {
		return this.width != null;
	}

	/**
	 * The same file with an alternative text.
	 */
	AttachedFile withAlt(@Nullable String text) {
		return new AttachedFile(this.id, this.name, this.type, this.size, this.width, this.height, text);
	}

	/**
	 * Reads the files of a message as they are stored.
	 * @param data what {@link #data} gives
	 * @return null if it has none
	 */
	static @Nullable List<AttachedFile> read(@Nullable String data) {
		return (data != null) ? MAPPER.readValue(data, Data.class).files() : null;
	}

	/**
	 * What is stored of the files of a message, as JSON; null if it has none.
	 */
	static @Nullable String data(@Nullable List<AttachedFile> files) {
		return (files != null) ? MAPPER.writeValueAsString(new Data(files)) : null;
	}

	private record Data(@Nullable List<AttachedFile> files) {
	}

}
