package chat.foyer.file;

/**
 * How a picture is turned, as EXIF says it.
 */
final class Orientation {

	static final int UPRIGHT = 1;

	private static final int TAG = 0x0112;

	private static final int TYPE_SHORT = 3;

	private static final int ENTRY_SIZE = 12;

	private Orientation() {
	}

	/**
	 * Reads the orientation of EXIF data, 1 to 8. Nothing else of the data is looked at.
	 * What is damaged is upright.
	 * @param at the TIFF header's place
	 */
	static int read(PictureBytes bytes, int at, int length) {
		try {
			bytes.require(at, length);
			boolean little = bytes.has(at, "II*\0");
			if (!little && !bytes.has(at, "MM\0*")) {
				return UPRIGHT;
			}
			int directory = little ? bytes.lengthle(at + 4) : bytes.length(at + 4);
			if (directory > length - 2) {
				return UPRIGHT;
			}
			int entries = u16(bytes, at + directory, little);
			for (int i = 0; i < entries; i++) {
				int offset = directory + 2 + i * ENTRY_SIZE;
				if (offset + ENTRY_SIZE > length) {
					return UPRIGHT;
				}
				if (u16(bytes, at + offset, little) == TAG && u16(bytes, at + offset + 2, little) == TYPE_SHORT) {
					int orientation = u16(bytes, at + offset + 8, little);
					return (orientation >= 1 && orientation <= 8) ? orientation : UPRIGHT;
				}
			}
			return UPRIGHT;
		}
		catch (BrokenPictureException ex) {
			return UPRIGHT;
		}
	}

	private static int u16(PictureBytes bytes, int at, boolean little) throws BrokenPictureException {
		return little ? bytes.u16le(at) : bytes.u16(at);
	}

	/**
	 * Whether width and height change places.
	 */
	static boolean isSideways(int orientation) {
		return orientation >= 5;
	}

}
