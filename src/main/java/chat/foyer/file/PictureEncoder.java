package chat.foyer.file;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Encodes pixels as JPEG or PNG, without metadata.
 */
final class PictureEncoder {

	private static final float JPEG_QUALITY = 0.85f;

	private static final int MAX_COLORS = 256;

	private PictureEncoder() {
	}

	/**
	 * Encodes an opaque picture as JPEG.
	 */
	static EncodedPicture jpeg(Pixels pixels) throws IOException {
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		ImageWriteParam parameters = writer.getDefaultWriteParam();
		parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		parameters.setCompressionQuality(JPEG_QUALITY);
		LimitedOutput out = new LimitedOutput(Integer.MAX_VALUE);
		write(writer, direct(pixels, false), parameters, out);
		return new EncodedPicture(PictureFormat.JPEG, out.bytes());
	}

	/**
	 * Encodes a picture as PNG, with a palette if it has few colours.
	 * @param limit the largest number of bytes
	 * @return null if there would be more
	 */
	static @Nullable EncodedPicture png(Pixels pixels, boolean hasAlpha, int limit) throws IOException {
		ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		LimitedOutput out = new LimitedOutput(limit);
		BufferedImage indexed = indexed(pixels);
		try {
			write(writer, (indexed != null) ? indexed : direct(pixels, hasAlpha), writer.getDefaultWriteParam(), out);
		}
		catch (IOException | RuntimeException ex) {
			// The writer's own clean-up fails, too, and hides the reason.
			if (out.isFull()) {
				return null;
			}
			throw ex;
		}
		return new EncodedPicture(PictureFormat.PNG, out.bytes());
	}

	private static void write(ImageWriter writer, BufferedImage image, ImageWriteParam parameters, LimitedOutput out)
			throws IOException {
		try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, null), parameters);
		}
		finally {
			writer.dispose();
		}
	}

	private static BufferedImage direct(Pixels pixels, boolean hasAlpha) {
		BufferedImage image = new BufferedImage(pixels.width(), pixels.height(),
				hasAlpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
		byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
		int at = 0;
		for (int color : pixels.colors()) {
			if (hasAlpha) {
				samples[at++] = (byte) (color >>> 24);
			}
			samples[at++] = (byte) color;
			samples[at++] = (byte) (color >> 8);
			samples[at++] = (byte) (color >> 16);
		}
		return image;
	}

	private static @Nullable BufferedImage indexed(Pixels pixels) {
		Map<Integer, Integer> indexes = new HashMap<>();
		int last = pixels.colors()[0] + 1;
		for (int color : pixels.colors()) {
			if (color != last) {
				indexes.putIfAbsent(color, indexes.size());
				if (indexes.size() > MAX_COLORS) {
					return null;
				}
				last = color;
			}
		}
		int[] palette = new int[indexes.size()];
		indexes.forEach((color, index) -> palette[index] = color);
		IndexColorModel model = new IndexColorModel(8, palette.length, palette, 0, true, -1, DataBuffer.TYPE_BYTE);
		BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_BYTE_INDEXED,
				model);
		byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
		int at = 0;
		byte index = 0;
		last = pixels.colors()[0] + 1;
		for (int color : pixels.colors()) {
			if (color != last) {
				index = indexes.getOrDefault(color, 0).byteValue();
				last = color;
			}
			samples[at++] = index;
		}
		return image;
	}

	/**
	 * Bytes in memory up to a limit.
	 */
	private static final class LimitedOutput extends ByteArrayOutputStream {

		private final int limit;

		private boolean full;

		private LimitedOutput(int limit) {
			this.limit = limit;
		}

		@Override
		public synchronized void write(int value) {
			check(1);
			super.write(value);
		}

		@Override
		public synchronized void write(byte[] source, int offset, int length) {
			check(length);
			super.write(source, offset, length);
		}

		/**
		 * What was written, not copied.
		 */
		PictureBytes bytes() {
			return new PictureBytes(this.buf, this.count);
		}

		boolean isFull() {
			return this.full;
		}

		private void check(int length) {
			this.full |= length > this.limit - this.count;
			if (this.full) {
				throw new IllegalStateException("Too many bytes");
			}
		}

	}

}
