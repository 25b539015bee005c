package chat.foyer.file;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

import static chat.foyer.file.BrokenPictureException.unless;

/**
 * Reads the chunks of a PNG file and keeps those that pixels are made of.
 */
final class PngParser {

	private static final String SIGNATURE = "\u0089PNG\r\n\u001A\n";

	private static final int GREY = 0;

	private static final int RGB = 2;

	private static final int INDEXED = 3;

	private static final int GREY_ALPHA = 4;

	private static final int RGBA = 6;

	private final PictureBytes bytes;

	private int width;

	private int height;

	private int depth;

	private int colorType;

	private int orientation = Orientation.UPRIGHT;

	private boolean isSrgb;

	private byte @Nullable [] profile;

	private int @Nullable [] palette;

	private int @Nullable [] transparent;

	private PngParser(PictureBytes bytes) {
		this.bytes = bytes;
	}

	static StillPicture parse(PictureBytes bytes) throws BrokenPictureException {
		return new PngParser(bytes).parse();
	}

	private StillPicture parse() throws BrokenPictureException {
		unless(this.bytes.has(0, SIGNATURE) && this.bytes.has(12, "IHDR") && this.bytes.length(8) == 13, "No PNG");
		readHeader(16);
		this.bytes.keep(0, 8 + 12 + 13);
		int at = 8 + 12 + 13;
		boolean hasData = false;
		while (!this.bytes.has(at + 4, "IEND")) {
			int length = this.bytes.length(at);
			this.bytes.require(at, 12 + length);
			boolean isData = this.bytes.has(at + 4, "IDAT");
			hasData |= isData;
			if (isData || readChunk(at, length)) {
				checkSum(at, length);
				this.bytes.keep(at, 12 + length);
			}
			at += 12 + length;
		}
		unless(hasData, "No picture");
		this.bytes.keep(at, 12);
		return new StillPicture(PictureFormat.PNG, this.bytes, this.width, this.height, this.orientation, colors(),
				false, samples() * ((this.depth + 7) / 8));
	}

	private void readHeader(int at) throws BrokenPictureException {
		this.width = this.bytes.u16(at) << 16 | this.bytes.u16(at + 2);
		this.height = this.bytes.u16(at + 4) << 16 | this.bytes.u16(at + 6);
		StillPicture.checkSize(this.width, this.height);
		this.depth = this.bytes.u8(at + 8);
		this.colorType = this.bytes.u8(at + 9);
		unless(switch (this.colorType) {
			case GREY -> this.depth <= 16;
			case INDEXED -> this.depth <= 8;
			case RGB, GREY_ALPHA, RGBA -> this.depth == 8 || this.depth == 16;
			default -> false;
		} && Integer.bitCount(this.depth) == 1, "A strange header");
		unless(this.bytes.u8(at + 10) == 0 && this.bytes.u8(at + 11) == 0 && this.bytes.u8(at + 12) <= 1,
				"A strange header");
		checkSum(8, 13);
	}

	private int samples() {
		return switch (this.colorType) {
			case RGB -> 3;
			case GREY_ALPHA -> 2;
			case RGBA -> 4;
			default -> 1;
		};
	}

	/**
	 * Reads what is of use in a chunk that is not the picture's data.
	 * @return whether the reader needs it, too
	 */
	private boolean readChunk(int at, int length) throws BrokenPictureException {
		int data = at + 8;
		if (this.bytes.has(at + 4, "PLTE")) {
			unless(length % 3 == 0 && length > 0 && length <= 768 && this.palette == null, "A strange palette");
			if (this.colorType == INDEXED) {
				this.palette = palette(data, length / 3);
				return true;
			}
		}
		else if (this.bytes.has(at + 4, "tRNS")) {
			readTransparency(data, length);
		}
		else if (this.bytes.has(at + 4, "sRGB")) {
			this.isSrgb = true;
		}
		else if (this.bytes.has(at + 4, "iCCP")) {
			this.profile = profile(data, length);
		}
		else if (this.bytes.has(at + 4, "eXIf")) {
			this.orientation = Orientation.read(this.bytes, data, length);
		}
		else {
			// A lower-case letter marks what a reader need not know.
			unless((this.bytes.u8(at + 4) & 0x20) != 0, "An unknown chunk");
		}
		return false;
	}

	private int[] palette(int at, int size) throws BrokenPictureException {
		int[] read = new int[256];
		Arrays.fill(read, 0xFF000000);
		for (int i = 0; i < size; i++) {
			read[i] |= this.bytes.u8(at + i * 3) << 16 | this.bytes.u8(at + i * 3 + 1) << 8
					| this.bytes.u8(at + i * 3 + 2);
		}
		return read;
	}

	private void readTransparency(int at, int length) throws BrokenPictureException {
		if (this.palette != null) {
			for (int i = 0; i < Math.min(length, 256); i++) {
				this.palette[i] = (this.palette[i] & 0xFFFFFF) | this.bytes.u8(at + i) << 24;
			}
			this.transparent = new int[0];
		}
		else if ((this.colorType == GREY || this.colorType == RGB) && length == 2 * samples()) {
			this.transparent = new int[samples()];
			for (int i = 0; i < this.transparent.length; i++) {
				this.transparent[i] = this.bytes.u16(at + 2 * i);
			}
		}
	}

	private PixelColors colors() throws BrokenPictureException {
		int[] indexed = (this.colorType == GREY && this.depth < 8) ? greys() : this.palette;
		int[] hidden = this.transparent;
		if (indexed != null) {
			return PixelColors.indexed(indexed, hidden != null, rgbProfile());
		}
		unless(this.colorType != INDEXED, "No palette");
		return (hidden != null) ? PixelColors.keyed(hidden, rgbProfile())
				: PixelColors.direct(this.colorType >= GREY_ALPHA, rgbProfile());
	}

	/**
	 * Readers give grey pixels of less than 8 bits as indexes.
	 */
	private int[] greys() {
		int[] greys = new int[256];
		int max = (1 << this.depth) - 1;
		for (int i = 0; i <= max; i++) {
			boolean isTransparent = this.transparent != null && this.transparent[0] == i;
			greys[i] = (isTransparent ? 0 : 0xFF000000) | i * 255 / max * 0x010101;
		}
		return greys;
	}

	private byte @Nullable [] rgbProfile() {
		return (this.isSrgb || this.colorType == GREY || this.colorType == GREY_ALPHA) ? null : this.profile;
	}

	/**
	 * Inflates a profile, which stands behind its name and the method.
	 */
	private byte @Nullable [] profile(int at, int length) throws BrokenPictureException {
		int name = 0;
		while (name < length && this.bytes.u8(at + name) != 0) {
			name++;
		}
		int start = name + 2;
		if (start >= length) {
			return null;
		}
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(this.bytes.copy(at + start, length - start));
			byte[] inflated = new byte[StillPicture.MAX_PROFILE];
			int size = inflater.inflate(inflated);
			return inflater.finished() ? Arrays.copyOf(inflated, size) : null;
		}
		catch (DataFormatException ex) {
			return null;
		}
		finally {
			inflater.end();
		}
	}

	private void checkSum(int at, int length) throws BrokenPictureException {
		this.bytes.require(at, 12 + length);
		CRC32 sum = new CRC32();
		sum.update(this.bytes.array(), at + 4, 4 + length);
		int end = at + 8 + length;
		long stored = (long) this.bytes.u16(end) << 16 | this.bytes.u16(end + 2);
		unless(sum.getValue() == stored, "A damaged chunk");
	}

}
