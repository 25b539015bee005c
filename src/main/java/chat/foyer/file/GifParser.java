package chat.foyer.file;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import static chat.foyer.file.BrokenPictureException.unless;

/**
 * Reads the blocks of a GIF file and keeps those that the animation is made of: no
 * comments, XMP, text or other extensions than the number of repetitions.
 */
final class GifParser {

	/**
	 * Larger files are not shown: they are stored as they come.
	 */
	static final int MAX_BYTES = 8_000_000;

	/**
	 * A minute of 33 frames a second.
	 */
	static final int MAX_FRAMES = 2_000;

	/**
	 * Pixels of the screen times the number of frames: a minute of 1,000 × 500 pixels. A
	 * browser decodes them all.
	 */
	static final long MAX_ANIMATED_PIXELS = 1_000_000_000L;

	private static final int SCREEN_END = 13;

	private final PictureBytes bytes;

	private int width;

	private int height;

	private int @Nullable [] globalPalette;

	/** The place of the graphic control for the next picture, or 0. */
	private int control;

	private int frames;

	private @Nullable GifPicture picture;

	private GifParser(PictureBytes bytes) {
		this.bytes = bytes;
	}

	static GifPicture parse(PictureBytes bytes) throws BrokenPictureException {
		return new GifParser(bytes).parse();
	}

	private GifPicture parse() throws BrokenPictureException {
		unless(this.bytes.size() <= MAX_BYTES, "Too large");
		unless(this.bytes.has(0, "GIF87a") || this.bytes.has(0, "GIF89a"), "No GIF");
		this.width = this.bytes.u16le(6);
		this.height = this.bytes.u16le(8);
		StillPicture.checkSize(this.width, this.height);
		int flags = this.bytes.u8(10);
		int at = SCREEN_END + paletteSize(flags);
		this.globalPalette = palette(SCREEN_END, flags);
		this.bytes.keep(0, at);
		// An older header must not have extensions.
		this.bytes.set(4, '9');
		while (this.bytes.u8(at) != 0x3B) {
			at = block(at);
		}
		GifPicture picture = this.picture;
		if (picture == null) {
			throw new BrokenPictureException("No picture");
		}
		this.bytes.keep(at, 1);
		return picture;
	}

	private int block(int at) throws BrokenPictureException {
		switch (this.bytes.u8(at)) {
			case 0x2C -> {
				return frame(at);
			}
			case 0x21 -> {
				return extension(at);
			}
			case 0 -> {
				return at + 1;
			}
			default -> throw new BrokenPictureException("An unknown block");
		}
	}

	private int extension(int at) throws BrokenPictureException {
		int label = this.bytes.u8(at + 1);
		int end = subBlocks(at + 2);
		if (label == 0xF9) {
			unless(this.bytes.u8(at + 2) == 4 && end == at + 8, "A strange graphic control");
			this.control = at;
		}
		else if (label == 0xFF && this.bytes.u8(at + 2) == 11
				&& (this.bytes.has(at + 3, "NETSCAPE2.0") || this.bytes.has(at + 3, "ANIMEXTS1.0"))
				&& this.bytes.u8(at + 14) == 3 && this.bytes.u8(at + 15) == 1) {
			this.bytes.keep(at, 18);
			this.bytes.put(0);
		}
		else if (label == 1) {
			// The control belongs to this text.
			this.control = 0;
		}
		return end;
	}

	/**
	 * The place behind a row of sub-blocks and the empty one that ends it.
	 */
	private int subBlocks(int at) throws BrokenPictureException {
		int next = at;
		while (this.bytes.u8(next) != 0) {
			next += 1 + this.bytes.u8(next);
		}
		return next + 1;
	}

	private int frame(int at) throws BrokenPictureException {
		int left = this.bytes.u16le(at + 1);
		int top = this.bytes.u16le(at + 3);
		int frameWidth = this.bytes.u16le(at + 5);
		int frameHeight = this.bytes.u16le(at + 7);
		unless(frameWidth > 0 && frameHeight > 0 && left + frameWidth <= this.width && top + frameHeight <= this.height,
				"A frame beyond the screen");
		this.frames++;
		unless(this.frames <= MAX_FRAMES && (long) this.frames * this.width * this.height <= MAX_ANIMATED_PIXELS,
				"Too many frames");
		int flags = this.bytes.u8(at + 9);
		int data = at + 10 + paletteSize(flags);
		int codeSize = this.bytes.u8(data);
		unless(codeSize >= 1 && codeSize <= 8 && this.bytes.u8(data + 1) != 0, "A strange code size");
		int end = subBlocks(data + 1);
		if (this.picture == null) {
			StillPicture first = first(at, end, frameWidth, frameHeight, flags);
			this.picture = new GifPicture(this.bytes, this.width, this.height, first, left, top);
		}
		if (this.control > 0) {
			this.bytes.keep(this.control, 8);
			this.control = 0;
		}
		this.bytes.keep(at, end - at);
		return end;
	}

	/**
	 * A file with nothing but the first frame, from before the kept bytes move.
	 */
	private StillPicture first(int at, int end, int frameWidth, int frameHeight, int flags)
			throws BrokenPictureException {
		int[] local = palette(at + 10, flags);
		int[] palette = (local != null) ? local : this.globalPalette;
		if (palette == null) {
			throw new BrokenPictureException("No palette");
		}
		boolean hasTransparency = this.control > 0 && (this.bytes.u8(this.control + 3) & 1) == 1;
		int[] colors = palette.clone();
		if (hasTransparency) {
			colors[this.bytes.u8(this.control + 6)] = 0;
		}
		ByteArrayOutputStream still = new ByteArrayOutputStream();
		still.writeBytes(this.bytes.copy(0, SCREEN_END + paletteSize(this.bytes.u8(10))));
		still.writeBytes(this.bytes.copy(at, end - at));
		still.write(0x3B);
		PictureBytes file = new PictureBytes(still.toByteArray());
		file.keep(0, file.size());
		return new StillPicture(PictureFormat.GIF, file, frameWidth, frameHeight, Orientation.UPRIGHT,
				PixelColors.indexed(colors, hasTransparency, null), false, 1);
	}

	private static int paletteSize(int flags) {
		return ((flags & 0x80) != 0) ? 3 << ((flags & 7) + 1) : 0;
	}

	private int @Nullable [] palette(int at, int flags) throws BrokenPictureException {
		int size = paletteSize(flags);
		if (size == 0) {
			return null;
		}
		int[] palette = new int[256];
		Arrays.fill(palette, 0xFF000000);
		for (int i = 0; i < size / 3; i++) {
			palette[i] |= this.bytes.u8(at + i * 3) << 16 | this.bytes.u8(at + i * 3 + 1) << 8
					| this.bytes.u8(at + i * 3 + 2);
		}
		return palette;
	}

	/**
	 * A GIF file without metadata.
	 *
	 * @param bytes the kept ones are the file
	 * @param first the first frame
	 * @param left where it stands on the screen
	 * @param top where it stands on the screen
	 */
	record GifPicture(PictureBytes bytes, int width, int height, StillPicture first, int left, int top) {
	}

}
