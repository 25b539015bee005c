package chat.foyer.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture as it is stored.
 *
 * @param bytes the kept ones are the file
 */
record EncodedPicture(PictureFormat format, PictureBytes bytes) {

	int size() {
		return this.bytes.kept();
	}

	/**
	 * Writes the picture to a file, which is created or replaced.
	 */
	void writeTo(Path file) throws IOException {
		try (OutputStream out = Files.newOutputStream(file)) {
			out.write(this.bytes.array(), 0, this.bytes.kept());
		}
	}

}
