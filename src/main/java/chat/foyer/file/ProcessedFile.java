package chat.foyer.file;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a file.
 *
 * @param name its name, cleaned
 * @param type its media type, by its content
 * @param content the file with its bytes
 * @param size how many these are
 * @param thumbnail the file with its thumbnail; null if it is no picture that pages show
 * @param width the width of a picture that pages show, in pixels
 * @param height its height
 */
record ProcessedFile(String name, String type, Path content, long size, @Nullable Path thumbnail,
		@Nullable Integer width, @Nullable Integer height) {
}
