package chat.foyer.file;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import static chat.foyer.file.BrokenPictureException.unless;

/**
 * Reads the segments of a JPEG file and keeps those that pixels are made of.
 */
final class JpegParser {

	/**
	 * A progressive picture has about ten. Each costs a pass over all coefficients.
	 */
	static final int MAX_SCANS = 100;

	/**
	 * Pixels of all scans.
	 */
	static final long MAX_SCANNED = 800_000_000L;

	/**
	 * The native library holds the coefficients of a picture with several scans outside
	 * of the heap: enough for 50 megapixels with chroma of half the width and height.
	 */
	static final long MAX_COEFFICIENTS = 160_000_000L;

	private static final String EXIF = "Exif\0\0";

	private static final String ICC = "ICC_PROFILE\0";

	private static final int ICC_HEADER = ICC.length() + 2;

	private static final int CMYK_COMPONENTS = 4;

	private final PictureBytes bytes;

	private final List<Segment> segments = new ArrayList<>();

	private @Nullable Frame frame;

	private int scans;

	private int orientation = Orientation.UPRIGHT;

	private JpegParser(PictureBytes bytes) {
		this.bytes = bytes;
	}

	static StillPicture parse(PictureBytes bytes) throws BrokenPictureException {
		return new JpegParser(bytes).parse();
	}

	private StillPicture parse() throws BrokenPictureException {
		unless(this.bytes.u16(0) == 0xFFD8, "No JPEG");
		int at = 2;
		int marker = marker(at);
		while (marker != 0xD9) {
			at = segment(at, marker);
			marker = marker(at);
		}
		int end = at;
		Frame read = this.frame;
		if (read == null || this.scans == 0) {
			throw new BrokenPictureException("No picture");
		}
		unless((long) this.scans * read.width() * read.height() <= MAX_SCANNED, "Too many scans");
		unless((this.scans == 1) || read.coefficients() * 2 <= MAX_COEFFICIENTS, "Too many coefficients");
		boolean isCmyk = read.components() == CMYK_COMPONENTS;
		byte[] profile = isCmyk ? null : profile(read.components());
		keep(isCmyk, end);
		return new StillPicture(PictureFormat.JPEG, this.bytes, read.width(), read.height(), this.orientation,
				PixelColors.direct(false, profile), isCmyk, isCmyk ? 8 : read.components());
	}

	/**
	 * The marker at a place, of which each byte may be preceded by fill bytes.
	 */
	private int marker(int at) throws BrokenPictureException {
		unless(this.bytes.u8(at) == 0xFF, "No marker");
		return this.bytes.u8(at + 1);
	}

	/**
	 * Reads a segment and, after the head of a scan, the scan.
	 * @return the place after it
	 */
	private int segment(int at, int marker) throws BrokenPictureException {
		if (marker == 0xFF) {
			return at + 1;
		}
		unless(marker >= 0xC0 && (marker < 0xD0 || marker > 0xD8), "An unexpected marker");
		int length = this.bytes.u16(at + 2);
		unless(length >= 2, "A segment without length");
		this.bytes.require(at, 2 + length);
		int start = at + 4;
		int end = at + 2 + length;
		switch (marker) {
			case 0xC0, 0xC1, 0xC2 -> {
				unless(this.frame == null, "Two pictures in one");
				this.frame = frame(start, end);
				keep(marker, at, end);
			}
			case 0xC4, 0xDB, 0xDD, 0xE0, 0xE2, 0xEE -> keep(marker, at, end);
			case 0xDA -> {
				unless(this.frame != null && ++this.scans <= MAX_SCANS, "Too many scans");
				end = endOfScan(end);
				keep(marker, at, end);
			}
			case 0xE1 -> {
				if (this.bytes.has(start, EXIF) && this.orientation == Orientation.UPRIGHT) {
					int header = start + EXIF.length();
					this.orientation = Orientation.read(this.bytes, header, end - header);
				}
			}
			default -> unless(marker > 0xCF && marker != 0xDE, "Not supported");
		}
		return end;
	}

	private void keep(int marker, int start, int end) {
		this.segments.add(new Segment(marker, start, end));
	}

	private Frame frame(int at, int end) throws BrokenPictureException {
		unless(this.bytes.u8(at) == 8, "Not 8 bits");
		int height = this.bytes.u16(at + 1);
		int width = this.bytes.u16(at + 3);
		StillPicture.checkSize(width, height);
		int components = this.bytes.u8(at + 5);
		unless((components == 1 || components == 3 || components == CMYK_COMPONENTS) && end - at == 6 + components * 3,
				"A strange number of components");
		int maxHorizontal = 1;
		int maxVertical = 1;
		int blocks = 0;
		for (int i = 0; i < components; i++) {
			int sampling = this.bytes.u8(at + 6 + i * 3 + 1);
			int horizontal = sampling >> 4;
			int vertical = sampling & 0xF;
			unless(horizontal >= 1 && horizontal <= 4 && vertical >= 1 && vertical <= 4, "Strange sampling");
			maxHorizontal = Math.max(maxHorizontal, horizontal);
			maxVertical = Math.max(maxVertical, vertical);
			blocks += horizontal * vertical;
		}
		long units = (long) units(width, maxHorizontal) * units(height, maxVertical);
		return new Frame(width, height, components, units * blocks * 64);
	}

	private static int units(int side, int sampling) {
		return (side + 8 * sampling - 1) / (8 * sampling);
	}

	private int endOfScan(int start) throws BrokenPictureException {
		byte[] array = this.bytes.array();
		int last = this.bytes.size() - 1;
		for (int at = start; at < last; at++) {
			if (array[at] == (byte) 0xFF) {
				int next = array[at + 1] & 0xFF;
				if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
					return at;
				}
			}
		}
		throw new BrokenPictureException("The file is cut off");
	}

	/**
	 * Puts the parts of an ICC profile together.
	 */
	private byte @Nullable [] profile(int components) throws BrokenPictureException {
		SortedMap<Integer, Segment> parts = new TreeMap<>();
		long size = 0;
		for (Segment segment : this.segments) {
			if (isProfile(segment)) {
				parts.putIfAbsent(this.bytes.u8(segment.start() + 4 + ICC.length()), segment);
				size += segment.end() - segment.start();
			}
		}
		if (parts.isEmpty() || components != 3 || size > StillPicture.MAX_PROFILE) {
			return null;
		}
		ByteArrayOutputStream profile = new ByteArrayOutputStream();
		for (Segment part : parts.values()) {
			int from = part.start() + 4 + ICC_HEADER;
			profile.writeBytes(this.bytes.copy(from, part.end() - from));
		}
		return profile.toByteArray();
	}

	private boolean isProfile(Segment segment) {
		return segment.marker() == 0xE2 && this.bytes.has(segment.start() + 4, ICC)
				&& segment.end() - segment.start() > 4 + ICC_HEADER;
	}

	private void keep(boolean profiles, int end) throws BrokenPictureException {
		this.bytes.keep(0, 2);
		for (Segment segment : this.segments) {
			int length = segment.end() - segment.start();
			switch (segment.marker()) {
				case 0xE0 -> keepJfif(segment.start(), length);
				case 0xE2 -> {
					if (profiles && isProfile(segment)) {
						this.bytes.keep(segment.start(), length);
					}
				}
				case 0xEE -> {
					if (this.bytes.has(segment.start() + 4, "Adobe") && length == 16) {
						this.bytes.keep(segment.start(), length);
					}
				}
				default -> this.bytes.keep(segment.start(), length);
			}
		}
		this.bytes.keep(end, 2);
	}

	/**
	 * Keeps a JFIF header, which says how colours are stored, without its thumbnail.
	 */
	private void keepJfif(int start, int length) throws BrokenPictureException {
		if (this.bytes.has(start + 4, "JFIF\0") && length >= 18) {
			int at = this.bytes.kept();
			this.bytes.keep(start, 18);
			this.bytes.set(at + 2, 0);
			this.bytes.set(at + 3, 16);
			this.bytes.set(at + 16, 0);
			this.bytes.set(at + 17, 0);
		}
	}

	private record Segment(int marker, int start, int end) {
	}

	private record Frame(int width, int height, int components, long coefficients) {
	}

}
