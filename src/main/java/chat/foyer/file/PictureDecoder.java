package chat.foyer.file;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

/**
 * Decodes pictures that a parser has checked.
 * <p>
 * The readers are created by name: the registry of ImageIO finds those of the class
 * loader that happens to use it first, which need not be the application's.
 */
final class PictureDecoder {

	private static final ImageReaderSpi JPEG = jpeg();

	private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

	private PictureDecoder() {
	}

	private static ImageReaderSpi jpeg() {
		JPEGImageReaderSpi provider = new JPEGImageReaderSpi();
		// Gives it the reader of the JDK, on which it builds.
		IIORegistry.getDefaultInstance().registerServiceProvider(provider, ImageReaderSpi.class);
		return provider;
	}

	/**
	 * Decodes a picture, or every n-th pixel of it, in the colours that it has.
	 * @param deadline a time of {@link System#nanoTime()} after which it fails
	 */
	static BufferedImage decode(StillPicture picture, long deadline) throws IOException {
		ImageReader reader = reader(picture.format());
		try (PictureInput input = new PictureInput(picture, deadline)) {
			reader.setInput(input, false, true);
			BrokenPictureException.unless(
					reader.getWidth(0) == picture.width() && reader.getHeight(0) == picture.height(),
					"The reader sees another size");
			reader.addIIOReadProgressListener(new Deadline(deadline));
			ImageReadParam parameters = reader.getDefaultReadParam();
			int step = picture.step();
			parameters.setSourceSubsampling(step, step, 0, 0);
			if (picture.format() == PictureFormat.WEBP || picture.isCmyk()) {
				parameters.setDestinationType(ImageTypeSpecifier.createFromBufferedImageType(
						picture.colors().hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR));
			}
			BufferedImage image = reader.read(0, parameters);
			BrokenPictureException.unless(System.nanoTime() - deadline < 0, "The time is over");
			return image;
		}
		finally {
			reader.dispose();
		}
	}

	private static ImageReader reader(PictureFormat format) throws IOException {
		return switch (format) {
			case JPEG -> JPEG.createReaderInstance();
			case WEBP -> WEBP.createReaderInstance();
			case PNG -> ofJdk("png");
			case GIF -> ofJdk("gif");
		};
	}

	private static ImageReader ofJdk(String name) throws IOException {
		Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
		BrokenPictureException.unless(readers.hasNext(), "No reader");
		return readers.next();
	}

	/**
	 * Aborts a reader after a time.
	 */
	private record Deadline(long time) implements IIOReadProgressListener {

		@Override
		public void imageProgress(ImageReader source, float percentageDone) {
			if (System.nanoTime() - this.time >= 0) {
				source.abort();
			}
		}

		@Override
		public void sequenceStarted(ImageReader source, int minIndex) {
		}

		@Override
		public void sequenceComplete(ImageReader source) {
		}

		@Override
		public void imageStarted(ImageReader source, int imageIndex) {
		}

		@Override
		public void imageComplete(ImageReader source) {
		}

		@Override
		public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {
		}

		@Override
		public void thumbnailProgress(ImageReader source, float percentageDone) {
		}

		@Override
		public void thumbnailComplete(ImageReader source) {
		}

		@Override
		public void readAborted(ImageReader source) {
		}

	}

}
