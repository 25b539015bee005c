package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The formats of pictures that are shown.
 */
enum PictureFormat {

	JPEG("image/jpeg", "jpg"),

	PNG("image/png", "png"),

	WEBP("image/webp", "webp"),

	GIF("image/gif", "gif");

	private final String type;

	private final String extension;

	PictureFormat(String type, String extension) {
		this.type = type;
		this.extension = extension;
	}

	/**
	 * The media type.
	 */
	String type() {
		return this.type;
	}

	/**
	 * The usual extension, without a dot.
	 */
	String extension() {
		return this.extension;
	}

	/**
	 * The format of a thumbnail that {@link Pictures} has written, which is JPEG or PNG.
	 */
	static PictureFormat ofThumbnail(Path thumbnail) throws IOException {
		try (InputStream in = Files.newInputStream(thumbnail)) {
			return (in.read() == 0x89) ? PNG : JPEG;
		}
	}

}
