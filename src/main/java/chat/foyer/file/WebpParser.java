package chat.foyer.file;

import org.jspecify.annotations.Nullable;

import static chat.foyer.file.BrokenPictureException.unless;

/**
 * Reads the chunks of a WebP file and keeps those that the pixels of the first frame are
 * made of.
 */
final class WebpParser {

	/**
	 * Without loss or with alpha, the reader needs up to 8 bytes a pixel, however few it
	 * is asked for.
	 */
	static final int MAX_LOSSLESS_PIXELS = 12_000_000;

	private static final int RIFF_HEADER = 12;

	private static final int CHUNK_HEADER = 8;

	/**
	 * So long is the frame of an animation before its chunks.
	 */
	private static final int ANIMATION_HEADER = 16;

	private final PictureBytes bytes;

	private int orientation = Orientation.UPRIGHT;

	private byte @Nullable [] profile;

	/** The place of the picture's chunk. */
	private int picture;

	/** The place of the chunk with the alpha channel of a lossy picture. */
	private int alpha;

	private WebpParser(PictureBytes bytes) {
		this.bytes = bytes;
	}

	static StillPicture parse(PictureBytes bytes) throws BrokenPictureException {
		return new WebpParser(bytes).parse();
	}

	private StillPicture parse() throws BrokenPictureException {
		unless(this.bytes.has(0, "RIFF") && this.bytes.has(8, "WEBP"), "No WebP");
		int end = CHUNK_HEADER + this.bytes.lengthle(4);
		this.bytes.require(0, end);
		readChunks(RIFF_HEADER, end);
		unless(this.picture > 0, "No picture");
		boolean isLossless = this.bytes.has(this.picture, "VP8L");
		return isLossless ? lossless() : lossy();
	}

	private void readChunks(int from, int end) throws BrokenPictureException {
		int at = from;
		while (at <= end - CHUNK_HEADER) {
			int length = this.bytes.lengthle(at + 4);
			unless(length <= end - at - CHUNK_HEADER, "The file is cut off");
			readChunk(at, length);
			at += CHUNK_HEADER + length + (length & 1);
		}
	}

	private void readChunk(int at, int length) throws BrokenPictureException {
		int data = at + CHUNK_HEADER;
		boolean isMissing = this.picture == 0;
		if (this.bytes.has(at, "VP8X")) {
			unless(length == 10, "A strange header");
			StillPicture.checkSize(1 + this.bytes.u24le(data + 4), 1 + this.bytes.u24le(data + 7));
		}
		else if (this.bytes.has(at, "ANMF")) {
			if (isMissing) {
				unless(length > ANIMATION_HEADER, "An empty frame");
				readChunks(data + ANIMATION_HEADER, data + length);
			}
		}
		else if (this.bytes.has(at, "VP8 ") || this.bytes.has(at, "VP8L")) {
			this.picture = isMissing ? at : this.picture;
		}
		else if (this.bytes.has(at, "ALPH")) {
			this.alpha = isMissing ? at : this.alpha;
		}
		else if (this.bytes.has(at, "ICCP") && length <= StillPicture.MAX_PROFILE) {
			this.profile = this.bytes.copy(data, length);
		}
		else if (this.bytes.has(at, "EXIF")) {
			// Some write the header of JPEG before it.
			int header = this.bytes.has(data, "Exif\0\0") ? 6 : 0;
			this.orientation = Orientation.read(this.bytes, data + header, length - header);
		}
	}

	private StillPicture lossless() throws BrokenPictureException {
		int data = this.picture + CHUNK_HEADER;
		unless(this.bytes.u8(data) == 0x2F, "A strange header");
		int sizes = this.bytes.u16le(data + 1) | this.bytes.u16le(data + 3) << 16;
		int width = 1 + (sizes & 0x3FFF);
		int height = 1 + ((sizes >> 14) & 0x3FFF);
		unless(sizes >>> 29 == 0, "A strange version");
		boolean hasAlpha = ((sizes >> 28) & 1) == 1;
		checkLosslessSize(width, height);
		LosslessWebpTables.check(this.bytes, data + 5, data + this.bytes.lengthle(this.picture + 4), width, height);
		this.bytes.keep(0, RIFF_HEADER);
		keepChunk(this.picture);
		return finished(width, height, hasAlpha);
	}

	private StillPicture lossy() throws BrokenPictureException {
		int data = this.picture + CHUNK_HEADER;
		unless((this.bytes.u8(data) & 1) == 0 && this.bytes.has(data + 3, "\u009D\u0001*"), "A strange header");
		int width = this.bytes.u16le(data + 6) & 0x3FFF;
		int height = this.bytes.u16le(data + 8) & 0x3FFF;
		StillPicture.checkSize(width, height);
		boolean hasAlpha = this.alpha > 0;
		this.bytes.keep(0, RIFF_HEADER);
		if (hasAlpha) {
			checkLosslessSize(width, height);
			int alphaData = this.alpha + CHUNK_HEADER;
			if ((this.bytes.u8(alphaData) & 3) == 1) {
				LosslessWebpTables.check(this.bytes, alphaData + 1, alphaData + this.bytes.lengthle(this.alpha + 4),
						width, height);
			}
			unless(this.alpha >= RIFF_HEADER + CHUNK_HEADER + 10, "No header");
			this.bytes.put('V', 'P', '8', 'X', 10, 0, 0, 0, 0x10, 0, 0, 0);
			putU24le(width - 1);
			putU24le(height - 1);
			keepChunk(this.alpha);
		}
		keepChunk(this.picture);
		return finished(width, height, hasAlpha);
	}

	private static void checkLosslessSize(int width, int height) throws BrokenPictureException {
		StillPicture.checkSize(width, height);
		unless((long) width * height <= MAX_LOSSLESS_PIXELS, "Too large for its variety");
	}

	private void putU24le(int value) {
		this.bytes.put(value, value >> 8, value >> 16);
	}

	private void keepChunk(int at) throws BrokenPictureException {
		int length = this.bytes.lengthle(at + 4);
		this.bytes.keep(at, CHUNK_HEADER + length);
		if ((length & 1) == 1 && this.bytes.kept() < this.bytes.size()) {
			this.bytes.put(0);
		}
	}

	private StillPicture finished(int width, int height, boolean hasAlpha) {
		int length = this.bytes.kept() - CHUNK_HEADER;
		for (int i = 0; i < 4; i++) {
			this.bytes.set(4 + i, length >> (8 * i));
		}
		// The step is 2 at most, so it divides the blocks of 16 pixels that the reader
		// samples.
		return new StillPicture(PictureFormat.WEBP, this.bytes, width, height, this.orientation,
				PixelColors.direct(hasAlpha, this.profile), false, hasAlpha ? 4 : 3);
	}

}
