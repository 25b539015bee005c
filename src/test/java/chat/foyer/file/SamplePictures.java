package chat.foyer.file;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Files of pictures for tests, made on the fly. Most show a red, green, blue and white
 * quarter: top left, top right, bottom left, bottom right.
 */
final class SamplePictures {

	/**
	 * What no stored picture may have.
	 */
	static final String SECRET = "GPS 48.8584 N 2.2945 E";

	private static final String WEBP = "UklGRmYAAABXRUJQVlA4IFoAAADQAwCdASogACAAAUAmJaACdMoRwN4B+Ff6zcwZoF3V/ZXO+xAVLkAA"
			+ "/vLrf/zW02qd/9LpVSquPwEL8vfnf3qafR3/E8+DtQggvGaTJv+1RzYjsUPMSvcLQAA=";

	private static final String TRANSPARENT_WEBP = "UklGRpYAAABXRUJQVlA4WAoAAAAQAAAAHwAAHwAAQUxQSBUAAAABDzD/ERFCIED4nxZAQET/J8BBaAEA"
			+ "VlA4IFoAAADQAwCdASogACAAAUAmJaACdMoRwN4B+Ff6zcwZoF3V/ZXO+xAVOgAA/vLrf/zW02qd/9LpVSquPwEL8vfnf3qafR3/E8+DtQgg"
			+ "vGaTJv5Q/mPMjksWTMBUAAA=";

	private static final String LOSSLESS_WEBP = "UklGRjoAAABXRUJQVlA4TC0AAAAvH8AHEB8gEEjaH3qN+RcQFPk/2vwH8KWAMNtokpOc5BHcP6L/"
			+ "sW1Vv6oAtwAA";

	private SamplePictures() {
	}

	static BufferedImage quarters(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, width / 2, height / 2);
		graphics.setColor(Color.GREEN);
		graphics.fillRect(width / 2, 0, width - width / 2, height / 2);
		graphics.setColor(Color.BLUE);
		graphics.fillRect(0, height / 2, width / 2, height - height / 2);
		graphics.dispose();
		return image;
	}

	static byte[] jpeg(BufferedImage image) {
		return jpeg(new IIOImage(image, null, null), false);
	}

	static byte[] jpeg(IIOImage image, boolean isProgressive) {
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		ImageWriteParam parameters = writer.getDefaultWriteParam();
		if (isProgressive) {
			parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
			writer.setOutput(stream);
			writer.write(null, image, parameters);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			writer.dispose();
		}
		return out.toByteArray();
	}

	/**
	 * Puts segments behind the first marker of a JPEG file.
	 */
	static byte[] withSegments(byte[] jpeg, byte[]... segments) {
		byte[] inserted = concat(segments);
		return concat(new byte[] { (byte) 0xFF, (byte) 0xD8 }, inserted, part(jpeg, 2, jpeg.length));
	}

	static byte[] segment(int marker, byte[]... data) {
		byte[] all = concat(data);
		int length = all.length + 2;
		return concat(new byte[] { (byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length }, all);
	}

	/**
	 * EXIF data with an orientation and a place.
	 */
	static byte[] exif(int orientation, ByteOrder order) {
		byte[] secret = latin1(SECRET);
		ByteBuffer tiff = ByteBuffer.allocate(38 + secret.length).order(order);
		tiff.put(latin1((order == ByteOrder.LITTLE_ENDIAN) ? "II" : "MM")).putShort((short) 42).putInt(8);
		tiff.putShort((short) 2);
		tiff.putShort((short) 0x010E).putShort((short) 2).putInt(secret.length).putInt(38);
		tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
		tiff.putInt(0);
		tiff.put(secret);
		return tiff.array();
	}

	/**
	 * All that cameras and programs write into JPEG files besides the picture.
	 */
	static byte[] chattyJpeg(BufferedImage image, int orientation, ByteOrder order) {
		return withSegments(jpeg(image), segment(0xE1, latin1("Exif\0\0"), exif(orientation, order)),
				segment(0xE1, latin1("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET)),
				segment(0xED, latin1("Photoshop 3.0\0" + SECRET)), segment(0xFE, latin1(SECRET)),
				segment(0xE2, latin1("MPF\0" + SECRET)));
	}

	static byte[] png(BufferedImage image) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, "png", out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	/**
	 * A PNG file of rows that each begin with the number of a filter.
	 * @param chunks those before the data
	 */
	static byte[] png(int width, int height, int depth, int colorType, byte[] rows, byte[]... chunks) {
		byte[] header = ByteBuffer.allocate(13)
			.putInt(width)
			.putInt(height)
			.put((byte) depth)
			.put((byte) colorType)
			.array();
		return concat(latin1("\u0089PNG\r\n\u001A\n"), chunk("IHDR", header), concat(chunks),
				chunk("IDAT", deflate(rows)), chunk("IEND", new byte[0]));
	}

	static byte[] chunk(String type, byte[] data) {
		CRC32 sum = new CRC32();
		sum.update(latin1(type));
		sum.update(data);
		return ByteBuffer.allocate(12 + data.length)
			.putInt(data.length)
			.put(latin1(type))
			.put(data)
			.putInt((int) sum.getValue())
			.array();
	}

	static byte[] deflate(byte[] data) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
			deflater.write(data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	/**
	 * An ICC profile of Adobe RGB: its primaries, and a gamma of 2.2.
	 */
	static byte[] adobeRgb() {
		String[] tags = { "rXYZ", "gXYZ", "bXYZ", "wtpt", "rTRC", "gTRC", "bTRC" };
		double[][] values = { { 0.60974, 0.31111, 0.01947 }, { 0.20528, 0.62567, 0.06087 },
				{ 0.14919, 0.06322, 0.74457 }, { 0.9642, 1, 0.8249 } };
		int data = 128 + 4 + 12 * tags.length;
		int size = data + 20 * 4 + 16;
		ByteBuffer profile = ByteBuffer.allocate(size);
		profile.putInt(size).putInt(0).putInt(0x02100000).put(latin1("mntrRGB XYZ "));
		profile.position(36).put(latin1("acsp"));
		profile.position(68).putInt(0xF6D6).putInt(0x10000).putInt(0xD32D);
		profile.position(128).putInt(tags.length);
		for (int i = 0; i < tags.length; i++) {
			profile.put(latin1(tags[i])).putInt(data + 20 * Math.min(i, 4)).putInt((i < 4) ? 20 : 14);
		}
		for (double[] xyz : values) {
			profile.put(latin1("XYZ \0\0\0\0"));
			for (double value : xyz) {
				profile.putInt((int) Math.round(value * 0x10000));
			}
		}
		profile.put(latin1("curv\0\0\0\0")).putInt(1).putShort((short) 0x0233);
		return profile.array();
	}

	static byte[] webp() {
		return Base64.getDecoder().decode(WEBP);
	}

	/**
	 * Of lossy colours, with a transparent quarter in place of the white one.
	 */
	static byte[] transparentWebp() {
		return Base64.getDecoder().decode(TRANSPARENT_WEBP);
	}

	/**
	 * The same without loss.
	 */
	static byte[] losslessWebp() {
		return Base64.getDecoder().decode(LOSSLESS_WEBP);
	}

	/**
	 * A lossless WebP file of 16 × 16 pixels, of which each block says that it uses the
	 * last of 65,536 groups of Huffman tables.
	 */
	static byte[] webpOfManyTables() {
		BitSet bits = new BitSet();
		int at = 0;
		// No transform, no cache, groups of tables by blocks of 4 × 4 pixels, of which
		// the
		// picture has no cache either.
		for (int bit : new int[] { 0, 0, 1, 0, 0, 0, 0 }) {
			bits.set(at++, bit == 1);
		}
		// Green and red have one symbol, 255; the others have one, 0.
		for (int table = 0; table < 2; table++) {
			for (int bit : new int[] { 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1 }) {
				bits.set(at++, bit == 1);
			}
		}
		for (int table = 0; table < 3 + 5 * 65_536; table++, at += 4) {
			bits.set(at);
		}
		byte[] header = { 0x2F, 15, (byte) 0xC0, 3, 0 };
		return riff(riffChunk("VP8L", header, bits.toByteArray(), new byte[8]));
	}

	/**
	 * Chunks of a WebP file, as large as they are said to be.
	 */
	static byte[] riff(byte[]... chunks) {
		byte[] all = concat(chunks);
		return concat(ByteBuffer.allocate(12)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(latin1("RIFF"))
			.putInt(4 + all.length)
			.put(latin1("WEBP"))
			.array(), all);
	}

	static byte[] riffChunk(String type, byte[]... data) {
		byte[] all = concat(data);
		return ByteBuffer.allocate(8 + all.length + (all.length & 1))
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(latin1(type))
			.putInt(all.length)
			.put(all)
			.array();
	}

	/**
	 * A GIF file with four colours: those of the quarters.
	 * @param blocks frames and extensions
	 */
	static byte[] gif(int width, int height, byte[]... blocks) {
		byte[] screen = ByteBuffer.allocate(13)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(latin1("GIF89a"))
			.putShort((short) width)
			.putShort((short) height)
			.put((byte) 0x81)
			.array();
		byte[] palette = latin1("\u00FF\0\0\0\u00FF\0\0\0\u00FF\u00FF\u00FF\u00FF");
		return concat(screen, palette, concat(blocks), latin1(";"));
	}

	/**
	 * A frame of the quarters. Each pixel has a code to clear the table before it.
	 */
	static byte[] gifFrame(int left, int top, int width, int height) {
		ByteArrayOutputStream codes = new ByteArrayOutputStream();
		int bits = 0;
		int count = 0;
		for (int i = 0; i <= width * height; i++) {
			int color = ((i % width < width / 2) ? 0 : 1) + ((i / width < height / 2) ? 0 : 2);
			int pair = (i < width * height) ? 4 | color << 3 : 5;
			bits |= pair << count;
			for (count += 6; count >= 8; count -= 8) {
				codes.write(bits);
				bits >>= 8;
			}
		}
		codes.write(bits);
		byte[] head = ByteBuffer.allocate(11)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put((byte) 0x2C)
			.putShort((short) left)
			.putShort((short) top)
			.putShort((short) width)
			.putShort((short) height)
			.put(10, (byte) 2)
			.array();
		return concat(head, subBlocks(codes.toByteArray()));
	}

	static byte[] gifExtension(int label, String... subBlocks) {
		byte[] extension = { 0x21, (byte) label };
		for (String block : subBlocks) {
			extension = concat(extension, new byte[] { (byte) block.length() }, latin1(block));
		}
		return concat(extension, new byte[1]);
	}

	private static byte[] subBlocks(byte[] data) {
		ByteArrayOutputStream blocks = new ByteArrayOutputStream();
		for (int at = 0; at < data.length; at += 255) {
			int length = Math.min(255, data.length - at);
			blocks.write(length);
			blocks.write(data, at, length);
		}
		blocks.write(0);
		return blocks.toByteArray();
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	static byte[] part(byte[] bytes, int from, int to) {
		return Arrays.copyOfRange(bytes, from, to);
	}

	static byte[] latin1(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
