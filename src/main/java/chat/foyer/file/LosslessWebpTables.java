package chat.foyer.file;

import java.util.Arrays;

import static chat.foyer.file.BrokenPictureException.unless;

/**
 * Counts the groups of Huffman tables of a lossless WebP picture before a reader builds
 * them: 160 KB can say that there are 65,536, which take 360 MB.
 * <p>
 * The number is the highest value of a small picture within the picture, which stands
 * behind those of the transforms. So this reads such small pictures (RFC 9649).
 */
final class LosslessWebpTables {

	/**
	 * Encoders use a few thousand at most. A reader needs 6 KB for each.
	 */
	static final int MAX_GROUPS = 10_000;

	private static final int[] ORDER_OF_LENGTHS = { 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

	private static final int LITERALS = 256;

	private static final int LENGTHS = 24;

	private static final int DISTANCES = 40;

	private static final int NEAR_PIXELS = 120;

	/**
	 * The pixels near by, of which the rows above are the high digits, and the low ones
	 * eight minus the columns to the left.
	 */
	private static final String NEAR = "1807171928062729161a262a38053739151b363a252b48044749141c353b464a242c58454b343c03"
			+ "5759131d565a232d444c555b333d68026769121e666a222e545c434d656b323e78017779535d111f"
			+ "646c424e767a212f757b313f636d525e00747c414f1020626e30737d515f40727e616f50717f6070";

	private final PictureBytes bytes;

	private final int end;

	private int at;

	private int bit;

	private LosslessWebpTables(PictureBytes bytes, int at, int end) {
		this.bytes = bytes;
		this.at = at;
		this.end = end;
	}

	/**
	 * Checks the tables of a picture.
	 * @param at the place behind the header
	 * @param end the place behind the picture
	 */
	static void check(PictureBytes bytes, int at, int end, int width, int height) throws BrokenPictureException {
		new LosslessWebpTables(bytes, at, end).check(width, height);
	}

	private void check(int fullWidth, int height) throws BrokenPictureException {
		int width = fullWidth;
		for (int transforms = 0; bits(1) == 1; transforms++) {
			unless(transforms < 4, "Too many transforms");
			switch (bits(2)) {
				case 0, 1 -> {
					int blocks = bits(3) + 2;
					highest(divided(width, blocks), divided(height, blocks));
				}
				case 3 -> {
					int colors = bits(8) + 1;
					highest(colors, 1);
					width = divided(width, (colors > 16) ? 0 : (colors > 4) ? 1 : (colors > 2) ? 2 : 3);
				}
				default -> {
					// Green is subtracted: no data.
				}
			}
		}
		if (bits(1) == 1) {
			bits(4);
		}
		if (bits(1) == 1) {
			int blocks = bits(3) + 2;
			unless(highest(divided(width, blocks), divided(height, blocks)) < MAX_GROUPS, "Too many tables");
		}
	}

	private static int divided(int side, int bits) {
		return (side + (1 << bits) - 1) >> bits;
	}

	/**
	 * Reads a small picture.
	 * @return the highest value of red and green
	 */
	private int highest(int width, int height) throws BrokenPictureException {
		int cacheBits = (bits(1) == 1) ? bits(4) : 0;
		unless(cacheBits <= 11, "A strange cache");
		int[] cache = new int[1 << cacheBits];
		Table green = table(LITERALS + LENGTHS + ((cacheBits > 0) ? cache.length : 0));
		Table red = table(LITERALS);
		Table blue = table(LITERALS);
		Table alpha = table(LITERALS);
		Table distance = table(DISTANCES);
		int[] pixels = new int[width * height];
		int highest = 0;
		int x = 0;
		while (x < pixels.length) {
			int symbol = green.read();
			int count = 1;
			int from = -1;
			if (symbol < LITERALS) {
				int reds = red.read();
				int blues = blue.read();
				pixels[x] = alpha.read() << 24 | reds << 16 | symbol << 8 | blues;
			}
			else if (symbol < LITERALS + LENGTHS) {
				count = prefixed(symbol - LITERALS);
				from = x - distance(prefixed(distance.read()), width);
				unless(from >= 0 && count <= pixels.length - x, "A strange copy");
			}
			else {
				pixels[x] = cache[symbol - LITERALS - LENGTHS];
			}
			for (int i = 0; i < count; i++) {
				if (from >= 0) {
					pixels[x] = pixels[from + i];
				}
				highest = Math.max(highest, (pixels[x] >> 8) & 0xFFFF);
				if (cacheBits > 0) {
					cache[(0x1E35A7BD * pixels[x]) >>> (32 - cacheBits)] = pixels[x];
				}
				x++;
			}
		}
		return highest;
	}

	private int prefixed(int symbol) throws BrokenPictureException {
		if (symbol < 4) {
			return symbol + 1;
		}
		int extra = (symbol - 2) >> 1;
		return ((2 + (symbol & 1)) << extra) + bits(extra) + 1;
	}

	private static int distance(int code, int width) {
		if (code > NEAR_PIXELS) {
			return code - NEAR_PIXELS;
		}
		int rows = Character.digit(NEAR.charAt(2 * code - 2), 16);
		int columns = 8 - Character.digit(NEAR.charAt(2 * code - 1), 16);
		return Math.max(1, rows * width + columns);
	}

	private Table table(int symbols) throws BrokenPictureException {
		int[] lengths = new int[Math.max(symbols, LITERALS)];
		if (bits(1) == 1) {
			int count = bits(1) + 1;
			lengths[bits((bits(1) == 1) ? 8 : 1)] = 1;
			if (count == 2) {
				lengths[bits(8)] = 1;
			}
			return new Table(lengths);
		}
		int[] lengthsOfLengths = new int[ORDER_OF_LENGTHS.length];
		int count = bits(4) + 4;
		unless(count <= ORDER_OF_LENGTHS.length, "Strange tables");
		for (int i = 0; i < count; i++) {
			lengthsOfLengths[ORDER_OF_LENGTHS[i]] = bits(3);
		}
		readLengths(new Table(lengthsOfLengths), lengths, symbols);
		return new Table(lengths);
	}

	private void readLengths(Table table, int[] lengths, int symbols) throws BrokenPictureException {
		int codes = (bits(1) == 1) ? 2 + bits(2 + 2 * bits(3)) : symbols;
		int previous = 8;
		int symbol = 0;
		while (symbol < symbols && codes-- > 0) {
			int length = table.read();
			if (length < 16) {
				lengths[symbol++] = length;
				previous = (length > 0) ? length : previous;
			}
			else {
				int repeated = switch (length) {
					case 16 -> 3 + bits(2);
					case 17 -> 3 + bits(3);
					default -> 11 + bits(7);
				};
				unless(repeated <= symbols - symbol, "Strange tables");
				Arrays.fill(lengths, symbol, symbol + repeated, (length == 16) ? previous : 0);
				symbol += repeated;
			}
		}
	}

	private int bits(int count) throws BrokenPictureException {
		int value = 0;
		for (int i = 0; i < count; i++) {
			unless(this.at < this.end, "The file is cut off");
			value |= ((this.bytes.u8(this.at) >> this.bit) & 1) << i;
			this.bit = (this.bit + 1) & 7;
			this.at += (this.bit == 0) ? 1 : 0;
		}
		return value;
	}

	/**
	 * A canonical Huffman code.
	 */
	private final class Table {

		private static final int MAX_LENGTH = 15;

		private final int[] counts = new int[MAX_LENGTH + 1];

		/** By length, then by value. */
		private final int[] symbols;

		Table(int[] lengths) throws BrokenPictureException {
			for (int length : lengths) {
				this.counts[length]++;
			}
			this.symbols = new int[lengths.length - this.counts[0]];
			unless(this.symbols.length > 0, "An empty table");
			int next = 0;
			for (int length = 1; length <= MAX_LENGTH; length++) {
				for (int symbol = 0; symbol < lengths.length; symbol++) {
					if (lengths[symbol] == length) {
						this.symbols[next++] = symbol;
					}
				}
			}
		}

		int read() throws BrokenPictureException {
			if (this.symbols.length == 1) {
				return this.symbols[0];
			}
			int code = 0;
			int first = 0;
			int index = 0;
			for (int length = 1; length <= MAX_LENGTH; length++) {
				code |= bits(1);
				int count = this.counts[length];
				if (code - first < count) {
					return this.symbols[index + code - first];
				}
				index += count;
				first = (first + count) << 1;
				code <<= 1;
			}
			throw new BrokenPictureException("A strange code");
		}

	}

}
