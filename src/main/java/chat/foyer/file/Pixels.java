package chat.foyer.file;

/**
 * A decoded picture in memory, of pixels as those of {@link PixelRows}.
 */
final class Pixels implements PixelRows {

	private final int width;

	private final int height;

	private final int[] colors;

	Pixels(int width, int height, int[] colors) {
		this.width = width;
		this.height = height;
		this.colors = colors;
	}

	@Override
	public int width() {
		return this.width;
	}

	@Override
	public int height() {
		return this.height;
	}

	/**
	 * The pixels themselves, row by row.
	 */
	int[] colors() {
		return this.colors;
	}

	@Override
	public boolean hasAlpha() {
		for (int color : this.colors) {
			if (color >>> 24 != 0xFF) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void read(int y, int[] row) {
		System.arraycopy(this.colors, y * this.width, row, 0, this.width);
	}

}
