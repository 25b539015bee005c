package chat.foyer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import chat.foyer.file.GifParser.GifPicture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Converts uploaded pictures into those that are shown.
 * <p>
 * A picture is written anew: turned upright, in sRGB, no side over {@value #MAX_SIDE}
 * pixels, without any metadata, and with a thumbnail. Of a GIF the blocks of its
 * animation are copied. The size is read by parsers of this package before a library sees
 * the picture, and the libraries see only the bytes that pixels are made of.
 * <p>
 * Thread-safe. Pictures are decoded one at a time, in the order of the calls, as each
 * takes up to 150 MB of memory.
 */
@Component
class Pictures {

	/**
	 * The longest side of a picture.
	 */
	static final int MAX_SIDE = 2_560;

	/**
	 * The longest side of a thumbnail.
	 */
	static final int MAX_THUMBNAIL_SIDE = 960;

	/**
	 * A larger file is not read.
	 */
	static final int MAX_SOURCE = 32_000_000;

	/**
	 * A larger opaque picture is a photo, and becomes JPEG.
	 */
	private static final int MAX_PNG = 2_000_000;

	private static final int MAX_THUMBNAIL_PNG = 250_000;

	private static final int MAX_TRANSPARENT_PNG = 16_000_000;

	private static final Duration MAX_TIME = Duration.ofSeconds(20);

	private static final Logger logger = LoggerFactory.getLogger(Pictures.class);

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Writes a picture and its thumbnail anew. Blocks while others are processed, and
	 * takes up to 20 seconds more.
	 * @param source the file as it came, which stays as it is
	 * @param format what it is by its content
	 * @param picture the file to write the picture to
	 * @param thumbnail the file to write the thumbnail to, a JPEG or PNG
	 * @param wait how long to wait for the turn
	 * @return empty if the source cannot be shown as a picture: it is damaged, too large
	 * or takes too long. Nothing is written then.
	 * @throws PicturesBusyException if the turn does not come in time, or the thread is
	 * interrupted. The call can be repeated.
	 * @throws IOException if a file cannot be read or written; what was written must be
	 * deleted
	 */
	Optional<Result> process(Path source, PictureFormat format, Path picture, Path thumbnail, Duration wait)
			throws IOException {
		takeTurn(wait);
		Optional<Written> written;
		try {
			written = write(source, format);
		}
		finally {
			this.turn.release();
		}
		if (written.isPresent()) {
			written.get().picture().writeTo(picture);
			written.get().thumbnail().writeTo(thumbnail);
		}
		return written.map(Written::result);
	}

	private void takeTurn(Duration wait) {
		try {
			if (!this.turn.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new PicturesBusyException();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PicturesBusyException();
		}
	}

	private static Optional<Written> write(Path source, PictureFormat format) throws IOException {
		if (Files.size(source) > MAX_SOURCE) {
			return Optional.empty();
		}
		byte[] bytes = Files.readAllBytes(source);
		try {
			return Optional.of(write(new PictureBytes(bytes), format, System.nanoTime() + MAX_TIME.toNanos()));
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Keeping a picture as a plain file: {}", ex.toString());
		}
		catch (Error ex) {
			// Readers run out of memory with pictures that are made for it, and assert.
			logger.warn("Keeping a picture as a plain file", ex);
		}
		return Optional.empty();
	}

	private static Written write(PictureBytes bytes, PictureFormat format, long deadline) throws IOException {
		return switch (format) {
			case JPEG -> write(JpegParser.parse(bytes), deadline);
			case PNG -> write(PngParser.parse(bytes), deadline);
			case WEBP -> write(WebpParser.parse(bytes), deadline);
			case GIF -> write(GifParser.parse(bytes), deadline);
		};
	}

	private static Written write(StillPicture source, long deadline) throws IOException {
		Pixels pixels = decode(source, deadline);
		boolean isPng = source.format() == PictureFormat.PNG;
		EncodedPicture picture = encode(pixels, isPng, MAX_PNG);
		Pixels small = AreaScaler.scale(pixels, MAX_THUMBNAIL_SIDE, Orientation.UPRIGHT);
		boolean isSmall = small.width() == pixels.width() && picture.size() <= MAX_THUMBNAIL_PNG;
		return new Written(picture, isSmall ? picture : encode(small, isPng, MAX_THUMBNAIL_PNG), pixels.width(),
				pixels.height());
	}

	/**
	 * Decodes a picture and scales it to the size in which it is kept. The decoded one is
	 * garbage when this returns.
	 */
	private static Pixels decode(StillPicture source, long deadline) throws IOException {
		PixelRows rows = PixelRows.of(PictureDecoder.decode(source, deadline), source.colors());
		Pixels pixels = AreaScaler.scale(rows, MAX_SIDE, source.orientation());
		byte[] profile = source.colors().profile();
		if (profile != null) {
			ProfileConverter.convert(pixels, profile);
		}
		return pixels;
	}

	private static Written write(GifPicture source, long deadline) throws IOException {
		StillPicture first = source.first();
		PixelRows frame = PixelRows.of(PictureDecoder.decode(first, deadline), first.colors());
		boolean isWhole = first.width() == source.width() && first.height() == source.height();
		PixelRows screen = (isWhole || first.step() > 1) ? frame
				: PixelRows.on(frame, source.left(), source.top(), source.width(), source.height());
		Pixels small = AreaScaler.scale(screen, MAX_THUMBNAIL_SIDE, Orientation.UPRIGHT);
		return new Written(new EncodedPicture(PictureFormat.GIF, source.bytes()),
				encode(small, true, MAX_THUMBNAIL_PNG), source.width(), source.height());
	}

	private static EncodedPicture encode(Pixels pixels, boolean isPng, int maxPng) throws IOException {
		boolean hasAlpha = pixels.hasAlpha();
		EncodedPicture png = (isPng || hasAlpha)
				? PictureEncoder.png(pixels, hasAlpha, hasAlpha ? MAX_TRANSPARENT_PNG : maxPng) : null;
		BrokenPictureException.unless(png != null || !hasAlpha, "Too many bytes");
		return (png != null) ? png : PictureEncoder.jpeg(pixels);
	}

	/**
	 * A picture that was written.
	 *
	 * @param format the format, which may be another than the source's
	 * @param size the bytes of the picture
	 */
	record Result(PictureFormat format, int width, int height, long size) {
	}

	private record Written(EncodedPicture picture, EncodedPicture thumbnail, int width, int height) {

		Result result() {
			return new Result(this.picture.format(), this.width, this.height, this.picture.size());
		}

	}

}
