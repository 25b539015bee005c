package chat.foyer.chat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

import chat.foyer.message.AttachedFile;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * A file as it is shown in the line of its message. The script shows it alike
 * ({@code line-files.js}).
 *
 * @param file the file
 * @param folder the address of the room's files below the context path
 * @param label what screen readers call it
 * @param detail its kind and size in words
 * @param wide whether it is one of the two pictures of its row rather than of three
 */
record LineFile(AttachedFile file, String folder, String label, String detail, boolean wide) {

	/**
	 * How large a picture is shown at the most, in pixels.
	 */
	private static final int MAX_WIDTH = 480;

	private static final int MAX_HEIGHT = 320;

	/**
	 * The shorter side of a very long picture, of which a part is shown.
	 */
	private static final int MIN_SIDE_OF_LONG = 96;

	private static final int MIN_SIDE = 24;

	/**
	 * The media types that browsers play, and other names of them.
	 */
	private static final Set<String> PLAYED = Set.of("mp4", "webm", "ogg", "mpeg", "mp3", "m4a", "x-m4a", "wav",
			"x-wav", "wave", "vnd.wave", "flac", "x-flac", "vorbis", "opus");

	/**
	 * How it is shown: {@code picture}, {@code video}, {@code audio} or {@code other}.
	 */
	public String kind() {
		if (this.file.isPicture()) {
			return "picture";
		}
		int slash = this.file.type().indexOf('/');
		String kind = this.file.type().substring(0, Math.max(0, slash));
		boolean isMedia = kind.equals("video") || kind.equals("audio");
		return (isMedia && PLAYED.contains(this.file.type().substring(slash + 1))) ? kind : "other";
	}

	/**
	 * The address of the file below the context path.
	 */
	public String address() {
		return this.folder + this.file.id() + "/" + UriUtils.encode(this.file.name(), StandardCharsets.UTF_8);
	}

	/**
	 * The address of the small picture below the context path.
	 */
	public String thumbnail() {
		return this.folder + this.file.id() + "/thumbnail";
	}

	/**
	 * The width of a picture as it is shown.
	 */
	public @Nullable Integer shownWidth() {
		return shown(this.file.width());
	}

	/**
	 * The height of a picture as it is shown.
	 */
	public @Nullable Integer shownHeight() {
		return shown(this.file.height());
	}

	/**
	 * Whether a side of a picture would be too short to be seen, so that only a part of
	 * the picture is shown.
	 */
	public boolean isLong() {
		return isTooShort(this.file.width()) || isTooShort(this.file.height());
	}

	private boolean isTooShort(@Nullable Integer side) {
		return side != null && Math.round(side * scale()) < leastSide(side);
	}

	private @Nullable Integer shown(@Nullable Integer side) {
		return (side != null) ? (int) Math.max(Math.round(side * scale()), leastSide(side)) : null;
	}

	private double scale() {
		int width = Objects.requireNonNullElse(this.file.width(), 1);
		int height = Objects.requireNonNullElse(this.file.height(), 1);
		return Math.min(1, Math.min((double) MAX_WIDTH / width, (double) MAX_HEIGHT / height));
	}

	private static int leastSide(int side) {
		return Math.max(MIN_SIDE, Math.min(MIN_SIDE_OF_LONG, side));
	}

}
