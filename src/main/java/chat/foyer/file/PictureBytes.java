package chat.foyer.file;

/**
 * The bytes of a picture's file, and the kept ones among them.
 * <p>
 * The containers' parsers read at any place and keep ranges in rising order, which move
 * down over what is dropped. So a picture needs no second copy. Reading beyond the end
 * fails.
 */
final class PictureBytes {

	private final byte[] bytes;

	private final int size;

	private int kept;

	PictureBytes(byte[] bytes) {
		this.bytes = bytes;
		this.size = bytes.length;
	}

	/**
	 * Bytes of which the first ones are kept.
	 */
	PictureBytes(byte[] bytes, int kept) {
		this(bytes);
		this.kept = kept;
	}

	int size() {
		return this.size;
	}

	int u8(int at) throws BrokenPictureException {
		require(at, 1);
		return this.bytes[at] & 0xFF;
	}

	int u16(int at) throws BrokenPictureException {
		return u8(at) << 8 | u8(at + 1);
	}

	int u16le(int at) throws BrokenPictureException {
		return u8(at) | u8(at + 1) << 8;
	}

	int u24le(int at) throws BrokenPictureException {
		return u16le(at) | u8(at + 2) << 16;
	}

	/**
	 * A length, which no file of this size can have if it is beyond an integer.
	 */
	int length(int at) throws BrokenPictureException {
		return checked(u16(at) << 16 | u16(at + 2));
	}

	int lengthle(int at) throws BrokenPictureException {
		return checked(u16le(at) | u16le(at + 2) << 16);
	}

	private int checked(int length) throws BrokenPictureException {
		BrokenPictureException.unless(length >= 0 && length <= this.size, "A part is longer than the file");
		return length;
	}

	/**
	 * Whether ASCII characters stand somewhere.
	 */
	boolean has(int at, String ascii) {
		if (at < 0 || ascii.length() > this.size - at) {
			return false;
		}
		for (int i = 0; i < ascii.length(); i++) {
			if ((this.bytes[at + i] & 0xFF) != ascii.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	byte[] copy(int at, int length) throws BrokenPictureException {
		require(at, length);
		byte[] copy = new byte[length];
		System.arraycopy(this.bytes, at, copy, 0, length);
		return copy;
	}

	void require(int at, int length) throws BrokenPictureException {
		BrokenPictureException.unless(at >= 0 && length >= 0 && length <= this.size - at, "The file is cut off");
	}

	/**
	 * Keeps a range that begins at or after all kept ones.
	 */
	void keep(int at, int length) throws BrokenPictureException {
		require(at, length);
		System.arraycopy(this.bytes, at, this.bytes, this.kept, length);
		this.kept += length;
	}

	/**
	 * Writes a byte behind what is kept. There must be as many dropped ones before.
	 */
	void put(int... values) {
		for (int value : values) {
			this.bytes[this.kept++] = (byte) value;
		}
	}

	/**
	 * Changes a kept byte.
	 */
	void set(int at, int value) {
		this.bytes[at] = (byte) value;
	}

	/**
	 * The number of kept bytes.
	 */
	int kept() {
		return this.kept;
	}

	/**
	 * All bytes, of which the first {@link #kept()} are kept.
	 */
	byte[] array() {
		return this.bytes;
	}

}
