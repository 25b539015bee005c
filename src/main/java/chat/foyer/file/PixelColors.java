package chat.foyer.file;

import org.jspecify.annotations.Nullable;

/**
 * How the samples of a decoded picture map to colours. Immutable.
 */
final class PixelColors {

	/**
	 * Opaque sRGB or grey.
	 */
	static final PixelColors PLAIN = new PixelColors(false, null, null, null);

	private final boolean hasAlpha;

	private final byte @Nullable [] profile;

	private final int @Nullable [] palette;

	private final int @Nullable [] transparent;

	private PixelColors(boolean hasAlpha, byte @Nullable [] profile, int @Nullable [] palette,
			int @Nullable [] transparent) {
		this.hasAlpha = hasAlpha;
		this.profile = profile;
		this.palette = palette;
		this.transparent = transparent;
	}

	/**
	 * RGB or grey.
	 * @param profile the ICC profile of RGB, which the reader does not apply
	 */
	static PixelColors direct(boolean hasAlpha, byte @Nullable [] profile) {
		return new PixelColors(hasAlpha, profile, null, null);
	}

	/**
	 * Indexes of 256 colours, which are as those of {@link PixelRows}.
	 */
	static PixelColors indexed(int[] palette, boolean hasAlpha, byte @Nullable [] profile) {
		return new PixelColors(hasAlpha, profile, palette, null);
	}

	/**
	 * RGB or grey of which one value is transparent.
	 */
	static PixelColors keyed(int[] transparent, byte @Nullable [] profile) {
		return new PixelColors(true, profile, null, transparent);
	}

	/**
	 * Whether pixels may be transparent.
	 */
	boolean hasAlpha() {
		return this.hasAlpha;
	}

	byte @Nullable [] profile() {
		return this.profile;
	}

	int @Nullable [] palette() {
		return this.palette;
	}

	int @Nullable [] transparent() {
		return this.transparent;
	}

}
