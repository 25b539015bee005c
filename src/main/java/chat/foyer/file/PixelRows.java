package chat.foyer.file;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Rows of pixels of which each is an integer: alpha, red, green, blue, not premultiplied.
 */
interface PixelRows {

	int width();

	int height();

	/**
	 * Whether pixels may be transparent.
	 */
	boolean hasAlpha();

	/**
	 * Reads a row.
	 * @param row has room for {@link #width()} pixels
	 */
	void read(int y, int[] row);

	/**
	 * The rows of a decoded picture. Samples of 16 bits lose the lower half; grey is not
	 * converted, as it is stored with the gamma of sRGB.
	 */
	static PixelRows of(BufferedImage image, PixelColors colors) {
		Raster raster = image.getRaster();
		boolean isPlain = colors.palette() == null && colors.transparent() == null && raster.getNumBands() >= 3
				&& raster.getDataBuffer() instanceof DataBufferByte
				&& raster.getSampleModel() instanceof PixelInterleavedSampleModel;
		return isPlain ? new BytePixels(raster, colors.hasAlpha()) : new AnyPixels(raster, colors);
	}

	/**
	 * Pixels of three or four bytes, the usual ones.
	 */
	final class BytePixels implements PixelRows {

		private final Raster raster;

		private final byte[] data;

		private final int rowLength;

		private final int pixelLength;

		private final int start;

		private final int[] offsets;

		private final boolean hasAlpha;

		private BytePixels(Raster raster, boolean hasAlpha) {
			this.raster = raster;
			DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
			PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
			this.data = buffer.getData();
			this.start = buffer.getOffset() - raster.getSampleModelTranslateX() * model.getPixelStride()
					- raster.getSampleModelTranslateY() * model.getScanlineStride();
			this.rowLength = model.getScanlineStride();
			this.pixelLength = model.getPixelStride();
			this.offsets = model.getBandOffsets();
			this.hasAlpha = hasAlpha && this.offsets.length == 4;
		}

		@Override
		public int width() {
			return this.raster.getWidth();
		}

		@Override
		public int height() {
			return this.raster.getHeight();
		}

		@Override
		public boolean hasAlpha() {
			return this.hasAlpha;
		}

		@Override
		public void read(int y, int[] row) {
			byte[] from = this.data;
			int at = this.start + y * this.rowLength;
			int red = this.offsets[0];
			int green = this.offsets[1];
			int blue = this.offsets[2];
			int alpha = this.hasAlpha ? this.offsets[3] : 0;
			int width = width();
			for (int x = 0; x < width; x++, at += this.pixelLength) {
				int opacity = this.hasAlpha ? from[at + alpha] & 0xFF : 0xFF;
				row[x] = opacity << 24 | (from[at + red] & 0xFF) << 16 | (from[at + green] & 0xFF) << 8
						| (from[at + blue] & 0xFF);
			}
		}

	}

	/**
	 * Pixels of one to four samples of up to 16 bits, or indexes of a palette.
	 */
	final class AnyPixels implements PixelRows {

		private final Raster raster;

		private final int bands;

		private final int shift;

		private final int @Nullable [] palette;

		private final int @Nullable [] transparent;

		private final boolean hasAlpha;

		private final int[] samples;

		private AnyPixels(Raster raster, PixelColors colors) {
			this.raster = raster;
			this.bands = raster.getNumBands();
			this.shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
			this.palette = colors.palette();
			this.transparent = colors.transparent();
			this.hasAlpha = colors.hasAlpha();
			this.samples = new int[raster.getWidth() * this.bands];
		}

		@Override
		public int width() {
			return this.raster.getWidth();
		}

		@Override
		public int height() {
			return this.raster.getHeight();
		}

		@Override
		public boolean hasAlpha() {
			return this.hasAlpha;
		}

		@Override
		public void read(int y, int[] row) {
			int width = width();
			this.raster.getPixels(0, y, width, 1, this.samples);
			int[] indexed = this.palette;
			for (int x = 0; x < width; x++) {
				row[x] = (indexed != null) ? indexed[this.samples[x * this.bands] & 0xFF] : pixel(x * this.bands);
			}
		}

		private int pixel(int at) {
			int[] hidden = this.transparent;
			if (hidden != null && Arrays.equals(this.samples, at, at + this.bands, hidden, 0, hidden.length)) {
				return 0;
			}
			int red = this.samples[at] >> this.shift;
			int alpha = 0xFF;
			if (this.bands == 2 || this.bands == 4) {
				alpha = this.samples[at + this.bands - 1] >> this.shift;
			}
			if (this.bands <= 2) {
				return alpha << 24 | red * 0x010101;
			}
			return alpha << 24 | red << 16 | (this.samples[at + 1] >> this.shift) << 8
					| this.samples[at + 2] >> this.shift;
		}

	}

	/**
	 * Rows of a part of a larger picture that is transparent else.
	 */
	static PixelRows on(PixelRows part, int left, int top, int width, int height) {
		return new PixelRows() {

			private final int[] inner = new int[part.width()];

			@Override
			public int width() {
				return width;
			}

			@Override
			public int height() {
				return height;
			}

			@Override
			public boolean hasAlpha() {
				return true;
			}

			@Override
			public void read(int y, int[] row) {
				Arrays.fill(row, 0, width, 0);
				if (y >= top && y < top + part.height()) {
					part.read(y - top, this.inner);
					System.arraycopy(this.inner, 0, row, left, part.width());
				}
			}
		};
	}

}
