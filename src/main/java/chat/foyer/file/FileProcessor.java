package chat.foyer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * Finds out by its content what an uploaded file is, and makes of it what is kept:
 * pictures are encoded anew, and everything else stays as it is, under a name that says
 * what it is.
 * <p>
 * Thread-safe.
 */
@Component
class FileProcessor {

	/**
	 * Long, since others process pictures at the same time and nobody waits here: the
	 * clients ask again.
	 */
	private static final Duration WAIT = Duration.ofMinutes(5);

	private final Pictures pictures;

	FileProcessor(Pictures pictures) {
		this.pictures = pictures;
	}

	/**
	 * Processes a file. Blocks, for seconds where a picture is large. May be called again
	 * for the same file.
	 * @param incoming the file. What is made of it stands beside it, under its name with
	 * a suffix
	 * @param name what the sender calls it
	 * @param isAsFile whether a picture is kept as it is
	 * @throws IOException if files cannot be read or written. A file whose content is
	 * broken is kept as it is
	 * @throws PicturesBusyException if a picture waits too long for its turn
	 */
	ProcessedFile process(Path incoming, String name, boolean isAsFile) throws IOException {
		FileKind kind = FileKind.detect(incoming, name);
		Optional<PictureFormat> format = isAsFile ? Optional.empty() : kind.format();
		if (format.isPresent()) {
			Optional<ProcessedFile> picture = encode(incoming, name, format.get());
			if (picture.isPresent()) {
				return picture.get();
			}
		}
		return new ProcessedFile(FileNames.clean(name, kind), kind.type(), incoming, Files.size(incoming), null, null,
				null);
	}

	private Optional<ProcessedFile> encode(Path incoming, String name, PictureFormat format) throws IOException {
		Path content = beside(incoming, ".picture");
		Path thumbnail = beside(incoming, ".thumbnail");
		try {
			return this.pictures.process(incoming, format, content, thumbnail, WAIT)
				.map((result) -> new ProcessedFile(FileNames.clean(name, FileKind.of(result.format())),
						result.format().type(), content, result.size(), thumbnail, result.width(), result.height()));
		}
		catch (IOException ex) {
			Files.deleteIfExists(content);
			Files.deleteIfExists(thumbnail);
			throw ex;
		}
	}

	private static Path beside(Path incoming, String suffix) {
		return incoming.resolveSibling(incoming.getFileName() + suffix);
	}

}
