package chat.foyer.file;

/**
 * A picture before it is decoded: what its header says, and what a reader needs of its
 * bytes.
 *
 * @param bytes the kept ones have no metadata and nothing after the picture's end
 * @param width of the pixels as they are stored, before they are turned
 * @param height likewise
 * @param orientation the EXIF orientation, 1 to 8
 * @param isCmyk whether the reader converts from CMYK
 * @param bytesOfPixel the memory that the reader needs for a pixel that it reads
 */
record StillPicture(PictureFormat format, PictureBytes bytes, int width, int height, int orientation,
		PixelColors colors, boolean isCmyk, int bytesOfPixel) {

	/**
	 * Larger pictures are not decoded.
	 */
	static final int MAX_PIXELS = 50_000_000;

	/**
	 * A picture with a longer side is not decoded.
	 */
	static final int MAX_SIDE = 16_383;

	/**
	 * Larger profiles are ignored.
	 */
	static final int MAX_PROFILE = 1024 * 1024;

	/**
	 * Of a picture that takes more memory only every second, third … pixel is read: 21
	 * megapixels of three bytes.
	 */
	private static final int DECODED_BYTES = 64_000_000;

	static void checkSize(int width, int height) throws BrokenPictureException {
		BrokenPictureException.unless(width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
				&& (long) width * height <= MAX_PIXELS, "Too large or empty");
	}

	/**
	 * The distance between the pixels that are read, for the memory that they take.
	 */
	int step() {
		int step = 1;
		while ((long) divided(this.width, step) * divided(this.height, step) * this.bytesOfPixel > DECODED_BYTES) {
			step++;
		}
		return step;
	}

	private static int divided(int side, int step) {
		return (side + step - 1) / step;
	}

}
