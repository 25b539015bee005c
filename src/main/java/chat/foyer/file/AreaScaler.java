package chat.foyer.file;

import java.util.Arrays;

/**
 * Scales pictures down: each pixel is the mean of the area that it covers, so that
 * neither fine patterns nor thin lines disappear. Reads the picture row by row, and turns
 * it on the way.
 */
final class AreaScaler {

	private static final int CHANNELS = 4;

	private final PixelRows source;

	private final int width;

	private final int height;

	private final int orientation;

	private final Pixels target;

	/** Of each source column the target column that it begins in. */
	private final int[] column;

	/** The part of the source column that lies in it, and not in the next. */
	private final float[] part;

	private AreaScaler(PixelRows source, int width, int height, int orientation) {
		this.source = source;
		this.width = width;
		this.height = height;
		this.orientation = orientation;
		boolean isSideways = Orientation.isSideways(orientation);
		this.target = new Pixels(isSideways ? height : width, isSideways ? width : height, new int[width * height]);
		this.column = new int[source.width()];
		this.part = new float[source.width()];
		for (int x = 0; x < this.column.length; x++) {
			this.column[x] = first(x, width, source.width());
			this.part[x] = firstPart(x, width, source.width());
		}
	}

	/**
	 * Scales a picture so that no side is longer than a maximum. A smaller one keeps its
	 * size.
	 * @param orientation how the source is turned; the result is upright
	 */
	static Pixels scale(PixelRows source, int maxSide, int orientation) {
		int longest = Math.max(source.width(), source.height());
		if (longest <= maxSide) {
			return new AreaScaler(source, source.width(), source.height(), orientation).copy();
		}
		int width = Math.max(1, Math.round((float) source.width() * maxSide / longest));
		int height = Math.max(1, Math.round((float) source.height() * maxSide / longest));
		return new AreaScaler(source, width, height, orientation).scale();
	}

	private static int first(int at, int target, int source) {
		return (int) ((long) at * target / source);
	}

	/**
	 * Which part of a source row or column, itself {@code target / source} wide, lies in
	 * the target one that it begins in.
	 */
	private static float firstPart(int at, int target, int source) {
		long begin = (long) at * target;
		long next = (begin / source + 1) * source;
		return Math.min(1f, (float) (next - begin) / target);
	}

	private Pixels copy() {
		int[] row = new int[this.width];
		for (int y = 0; y < this.height; y++) {
			this.source.read(y, row);
			write(y, row);
		}
		return this.target;
	}

	private Pixels scale() {
		int[] row = new int[this.source.width()];
		int[] scaled = new int[this.width];
		float[] across = new float[(this.width + 1) * CHANNELS];
		float[] current = new float[across.length];
		float[] next = new float[across.length];
		boolean hasAlpha = this.source.hasAlpha();
		float weight = (float) this.width / this.source.width() * this.height / this.source.height();
		int at = 0;
		for (int y = 0; y < this.source.height(); y++) {
			this.source.read(y, row);
			Arrays.fill(across, 0);
			if (hasAlpha) {
				addTransparent(row, across);
			}
			else {
				addOpaque(row, across);
			}
			if (first(y, this.height, this.source.height()) > at) {
				finish(current, scaled, hasAlpha, weight);
				write(at++, scaled);
				float[] empty = current;
				current = next;
				next = empty;
				Arrays.fill(next, 0);
			}
			add(across, current, firstPart(y, this.height, this.source.height()), next);
		}
		finish(current, scaled, hasAlpha, weight);
		write(at, scaled);
		return this.target;
	}

	private void addOpaque(int[] row, float[] across) {
		for (int x = 0; x < row.length; x++) {
			int color = row[x];
			float here = this.part[x];
			float there = 1 - here;
			int to = this.column[x] * CHANNELS;
			float red = (color >> 16) & 0xFF;
			float green = (color >> 8) & 0xFF;
			float blue = color & 0xFF;
			across[to] += here * red;
			across[to + 1] += here * green;
			across[to + 2] += here * blue;
			if (there > 0) {
				across[to + 4] += there * red;
				across[to + 5] += there * green;
				across[to + 6] += there * blue;
			}
		}
	}

	/**
	 * Colours count as much as they are opaque.
	 */
	private void addTransparent(int[] row, float[] across) {
		for (int x = 0; x < row.length; x++) {
			int color = row[x];
			float alpha = color >>> 24;
			float here = this.part[x] * alpha;
			float there = alpha - here;
			int to = this.column[x] * CHANNELS;
			float red = (color >> 16) & 0xFF;
			float green = (color >> 8) & 0xFF;
			float blue = color & 0xFF;
			across[to] += here * red;
			across[to + 1] += here * green;
			across[to + 2] += here * blue;
			across[to + 3] += here;
			if (there > 0) {
				across[to + 4] += there * red;
				across[to + 5] += there * green;
				across[to + 6] += there * blue;
				across[to + 7] += there;
			}
		}
	}

	private static void add(float[] across, float[] current, float here, float[] next) {
		if (here >= 1) {
			for (int i = 0; i < across.length; i++) {
				current[i] += across[i];
			}
			return;
		}
		float there = 1 - here;
		for (int i = 0; i < across.length; i++) {
			current[i] += here * across[i];
			next[i] += there * across[i];
		}
	}

	private static void finish(float[] sums, int[] row, boolean hasAlpha, float weight) {
		for (int x = 0; x < row.length; x++) {
			int at = x * CHANNELS;
			float alpha = hasAlpha ? sums[at + 3] : 0;
			int opacity = hasAlpha ? (int) (alpha * weight + 0.5f) : 0xFF;
			float scale = hasAlpha ? (alpha > 0) ? 1 / alpha : 0 : weight;
			row[x] = Math.min(opacity, 0xFF) << 24 | sample(sums[at] * scale) << 16 | sample(sums[at + 1] * scale) << 8
					| sample(sums[at + 2] * scale);
		}
	}

	private static int sample(float value) {
		return Math.min((int) (value + 0.5f), 0xFF);
	}

	/**
	 * Writes an upright row or, of a turned picture, the row or column that it is.
	 */
	private void write(int y, int[] row) {
		int stride = this.target.width();
		int right = this.width - 1;
		int bottom = this.height - 1;
		switch (this.orientation) {
			case 2 -> write(row, y * stride + right, -1);
			case 3 -> write(row, (bottom - y) * stride + right, -1);
			case 4 -> write(row, (bottom - y) * stride, 1);
			case 5 -> write(row, y, stride);
			case 6 -> write(row, bottom - y, stride);
			case 7 -> write(row, right * stride + bottom - y, -stride);
			case 8 -> write(row, right * stride + y, -stride);
			default -> write(row, y * stride, 1);
		}
	}

	private void write(int[] row, int start, int step) {
		int[] colors = this.target.colors();
		int to = start;
		for (int x = 0; x < this.width; x++) {
			colors[to] = row[x];
			to += step;
		}
	}

}
