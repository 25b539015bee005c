package chat.foyer.file;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;

import chat.foyer.file.Pictures.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Pictures}.
 */
class PicturesTests {

	private static final Color TRANSPARENT = new Color(0, 0, 0, 0);

	private static final byte[] LOOP = SamplePictures.gifExtension(0xFF, "NETSCAPE2.0", "\u0001\0\0");

	private static final byte[] SHORT_DELAY = SamplePictures.gifExtension(0xF9, "\u0004\u0005\0\0");

	private final Pictures pictures = new Pictures();

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB" })
	void turnsPicturesUpright(int orientation, String quarters) throws IOException {
		byte[] jpeg = SamplePictures.chattyJpeg(SamplePictures.quarters(96, 64), orientation, ByteOrder.LITTLE_ENDIAN);

		Result result = show(jpeg, PictureFormat.JPEG);

		assertThat(quarters(picture())).isEqualTo(quarters);
		assertThat(quarters(thumbnail())).isEqualTo(quarters);
		assertThat(result.width()).isEqualTo((orientation < 5) ? 96 : 64);
		assertThat(picture().getWidth()).isEqualTo(result.width());
		assertThat(picture().getHeight()).isEqualTo(result.height()).isEqualTo(160 - result.width());
	}

	@Test
	void turnsPngAndWebpUpright() throws IOException {
		byte[] exif = SamplePictures.exif(6, ByteOrder.BIG_ENDIAN);
		byte[] png = SamplePictures.png(SamplePictures.quarters(20, 10));
		int afterHeader = 8 + 12 + 13;
		byte[] turned = SamplePictures.concat(SamplePictures.part(png, 0, afterHeader),
				SamplePictures.chunk("eXIf", exif), SamplePictures.part(png, afterHeader, png.length));

		show(turned, PictureFormat.PNG);
		assertThat(quarters(picture())).isEqualTo("BRWG");
		assertThat(stored()).noneMatch(PicturesTests::tells);

		show(extendedWebp(SamplePictures.riffChunk("EXIF", exif)), PictureFormat.WEBP);
		assertThat(quarters(picture())).isEqualTo("BRWG");
		assertThat(stored()).noneMatch(PicturesTests::tells);
	}

	@Test
	void dropsMetadataAndWhatFollowsThePicture() throws IOException {
		byte[] tail = SamplePictures.latin1("PK\u0003\u0004<script>" + SamplePictures.SECRET);
		byte[] text = SamplePictures.latin1("Comment\0" + SamplePictures.SECRET);
		byte[] png = SamplePictures.png(2, 1, 8, 2, new byte[7], SamplePictures.chunk("tEXt", text), SamplePictures
			.chunk("iTXt", SamplePictures.latin1("XML:com.adobe.xmp\0\0\0\0\0" + SamplePictures.SECRET)));
		byte[] webp = extendedWebp(SamplePictures.riffChunk("XMP ", text));
		byte[] gif = SamplePictures.gif(8, 8, LOOP, SamplePictures.gifExtension(0xFE, SamplePictures.SECRET),
				SamplePictures.gifExtension(0xFF, "XMP DataXMP", SamplePictures.SECRET), SHORT_DELAY,
				SamplePictures.gifFrame(0, 0, 8, 8), SHORT_DELAY,
				SamplePictures.gifExtension(1, "123456789012", SamplePictures.SECRET),
				SamplePictures.gifFrame(0, 0, 4, 4));

		assertDropped(SamplePictures.chattyJpeg(SamplePictures.quarters(50, 50), 1, ByteOrder.BIG_ENDIAN), tail,
				PictureFormat.JPEG);
		assertDropped(png, tail, PictureFormat.PNG);
		assertDropped(webp, tail, PictureFormat.WEBP);
		assertDropped(gif, tail, PictureFormat.GIF);
	}

	private void assertDropped(byte[] picture, byte[] tail, PictureFormat format) throws IOException {
		assertThat(process(SamplePictures.concat(picture, tail), format)).isPresent();
		assertThat(stored()).hasSize(2).noneMatch(PicturesTests::tells);
	}

	private static boolean tells(byte[] stored) {
		String content = new String(stored, StandardCharsets.ISO_8859_1);
		return List
			.of(SamplePictures.SECRET, "Exif", "eXIf", "http://ns.adobe.com", "XMP", "Photoshop", "ICC_PROFILE",
					"Comment", "PK\u0003\u0004", "<script>")
			.stream()
			.anyMatch(content::contains);
	}

	@Test
	void keepsAnimation() throws IOException {
		byte[] gif = SamplePictures.gif(8, 8, LOOP, SHORT_DELAY, SamplePictures.gifFrame(0, 0, 8, 8), SHORT_DELAY,
				SamplePictures.gifFrame(2, 2, 4, 4));
		byte[] commented = SamplePictures.gif(8, 8, LOOP, SamplePictures.gifExtension(0xFE, "a comment"), SHORT_DELAY,
				SamplePictures.gifFrame(0, 0, 8, 8), SHORT_DELAY, SamplePictures.gifFrame(2, 2, 4, 4));

		Result result = show(commented, PictureFormat.GIF);

		assertThat(result.format()).isEqualTo(PictureFormat.GIF);
		assertThat(result.width()).isEqualTo(8);
		assertThat(stored().get(0)).isEqualTo(gif);
		assertThat(quarters(thumbnail())).isEqualTo("RGBW");
	}

	@Test
	void showsFirstFrameOnScreenOfGif() throws IOException {
		show(SamplePictures.gif(16, 8, SamplePictures.gifFrame(8, 0, 8, 8)), PictureFormat.GIF);

		assertThat(thumbnail().getWidth()).isEqualTo(16);
		assertThat(color(thumbnail(), 2, 2)).isEqualTo(TRANSPARENT);
		assertThat(color(thumbnail(), 9, 1)).isEqualTo(Color.RED);
		assertThat(color(thumbnail(), 15, 7)).isEqualTo(Color.WHITE);
	}

	@Test
	void scalesLargePictures() throws IOException {
		Result result = show(SamplePictures.jpeg(SamplePictures.quarters(3_000, 2_000)), PictureFormat.JPEG);

		assertThat(result).returns(2_560, Result::width).returns(1_707, Result::height);
		assertThat(picture().getWidth()).isEqualTo(2_560);
		assertThat(thumbnail()).returns(960, BufferedImage::getWidth).returns(640, BufferedImage::getHeight);
		assertThat(quarters(picture())).isEqualTo("RGBW");
		assertThat(quarters(thumbnail())).isEqualTo("RGBW");
		assertThat(result.size()).isEqualTo(Files.size(this.folder.resolve("picture")));
	}

	@Test
	void averagesAreas() throws IOException {
		BufferedImage stripes = new BufferedImage(5_120, 40, BufferedImage.TYPE_3BYTE_BGR);
		for (int x = 0; x < stripes.getWidth(); x += 2) {
			for (int y = 0; y < stripes.getHeight(); y++) {
				stripes.setRGB(x, y, 0xFFFFFF);
			}
		}

		show(SamplePictures.png(stripes), PictureFormat.PNG);

		assertThat(new Color(picture().getRGB(7, 7)).getRed()).isBetween(127, 128);
		assertThat(new Color(thumbnail().getRGB(500, 3)).getRed()).isBetween(126, 129);
	}

	@Test
	void readsPartOfPixelsOfVeryLargePictures() throws IOException {
		Result result = show(SamplePictures.jpeg(SamplePictures.quarters(16_000, 1_400)), PictureFormat.JPEG);

		assertThat(result).returns(2_560, Result::width).returns(224, Result::height);
		assertThat(quarters(picture())).isEqualTo("RGBW");
	}

	@Test
	void showsThinPictures() throws IOException {
		Result result = show(SamplePictures.png(10_000, 1, 8, 0, new byte[10_001]), PictureFormat.PNG);

		assertThat(result).returns(2_560, Result::width).returns(1, Result::height);
		assertThat(thumbnail()).returns(960, BufferedImage::getWidth).returns(1, BufferedImage::getHeight);
	}

	@Test
	void showsSmallestPicture() throws IOException {
		Result result = show(SamplePictures.png(1, 1, 1, 0, new byte[] { 0, (byte) 0x80 }), PictureFormat.PNG);

		assertThat(result).returns(1, Result::width).returns(1, Result::height);
		assertThat(color(picture(), 0, 0)).isEqualTo(Color.WHITE);
	}

	@Test
	void storesScreenshotsAsPngAndPhotosAsJpeg() throws IOException {
		BufferedImage noise = new BufferedImage(1_200, 1_000, BufferedImage.TYPE_3BYTE_BGR);
		Random random = new Random(1);
		for (int y = 0; y < noise.getHeight(); y++) {
			for (int x = 0; x < noise.getWidth(); x++) {
				noise.setRGB(x, y, random.nextInt());
			}
		}

		Result photo = show(SamplePictures.png(noise), PictureFormat.PNG);
		assertThat(photo.format()).isEqualTo(PictureFormat.JPEG);
		assertThat(PictureFormat.ofThumbnail(this.folder.resolve("thumbnail"))).isEqualTo(PictureFormat.JPEG);

		Result screenshot = show(SamplePictures.png(SamplePictures.quarters(1_200, 1_000)), PictureFormat.PNG);
		assertThat(screenshot.format()).isEqualTo(PictureFormat.PNG);
		assertThat(screenshot.size()).isLessThan(10_000);
		assertThat(color(picture(), 10, 10)).isEqualTo(Color.RED);
		assertThat(PictureFormat.ofThumbnail(this.folder.resolve("thumbnail"))).isEqualTo(PictureFormat.PNG);
	}

	@Test
	void decodesWebp() throws IOException {
		Result lossy = show(SamplePictures.webp(), PictureFormat.WEBP);
		assertThat(lossy).returns(PictureFormat.JPEG, Result::format).returns(32, Result::width);
		assertThat(quarters(picture())).isEqualTo("RGBW");

		Result lossless = show(SamplePictures.losslessWebp(), PictureFormat.WEBP);
		assertThat(lossless.format()).isEqualTo(PictureFormat.PNG);
		assertThat(quarters(picture())).isEqualTo("RGB-");

		Result transparent = show(SamplePictures.transparentWebp(), PictureFormat.WEBP);
		assertThat(transparent.format()).isEqualTo(PictureFormat.PNG);
		assertThat(quarters(picture())).isEqualTo("RGB-");
		assertThat(quarters(thumbnail())).isEqualTo("RGB-");
	}

	@Test
	void showsFirstFrameOfAnimatedWebp() throws IOException {
		byte[] frame = SamplePictures.concat(new byte[6], new byte[] { 31, 0, 0, 31, 0, 0 }, new byte[4]);
		byte[] file = SamplePictures.transparentWebp();
		byte[] chunks = SamplePictures.part(file, 30, file.length);
		byte[] animation = SamplePictures.riff(
				SamplePictures.riffChunk("VP8X", new byte[] { 0x12, 0, 0, 0, 31, 0, 0, 31, 0, 0 }),
				SamplePictures.riffChunk("ANIM", new byte[6]), SamplePictures.riffChunk("ANMF", frame, chunks),
				SamplePictures.riffChunk("ANMF", frame, chunks));

		show(animation, PictureFormat.WEBP);

		assertThat(quarters(picture())).isEqualTo("RGB-");
	}

	@Test
	void decodesVarietiesOfPng() throws IOException {
		byte[] sixteenBits = { 0, (byte) 0xFF, 0x12, 0, 0x34, 0, 0, 0, 0, (byte) 0x80, 0x56, 0, 0 };
		assertColors(SamplePictures.png(2, 1, 16, 2, sixteenBits), Color.RED, new Color(0, 128, 0));

		byte[] greyAlpha = { 0, (byte) 200, (byte) 255, 50, 0 };
		assertColors(SamplePictures.png(2, 1, 8, 4, greyAlpha), new Color(200, 200, 200), new Color(50, 50, 50, 0));

		byte[] palette = SamplePictures.chunk("PLTE", new byte[] { 0, 0, (byte) 255, (byte) 255, 0, 0 });
		byte[] alpha = SamplePictures.chunk("tRNS", new byte[] { 0 });
		assertColors(SamplePictures.png(2, 1, 1, 3, new byte[] { 0, 0x40 }, palette, alpha), new Color(0, 0, 255, 0),
				Color.RED);

		byte[] key = SamplePictures.chunk("tRNS", new byte[] { 0, 1, 0, 2, 0, 3 });
		assertColors(SamplePictures.png(2, 1, 8, 2, new byte[] { 0, 1, 2, 3, (byte) 255, 0, 0 }, key), TRANSPARENT,
				Color.RED);

		byte[] greyKey = SamplePictures.chunk("tRNS", new byte[] { 0, 3 });
		assertColors(SamplePictures.png(2, 1, 2, 0, new byte[] { 0, (byte) 0xD0 }, greyKey),
				new Color(255, 255, 255, 0), new Color(85, 85, 85));
	}

	private void assertColors(byte[] png, Color first, Color second) throws IOException {
		show(png, PictureFormat.PNG);
		assertThat(List.of(color(picture(), 0, 0), color(picture(), 1, 0))).containsExactly(first, second);
	}

	@Test
	void decodesVarietiesOfJpeg() throws IOException {
		IIOImage image = new IIOImage(SamplePictures.quarters(64, 64), null, null);
		show(SamplePictures.jpeg(image, true), PictureFormat.JPEG);
		assertThat(quarters(picture())).isEqualTo("RGBW");

		show(SamplePictures.withSegments(cmyk(),
				SamplePictures.segment(0xEE, SamplePictures.latin1("Adobe\0d\0\0\0\0\0"))), PictureFormat.JPEG);
		Color red = color(picture(), 16, 16);
		assertThat(red.getRed()).isGreaterThan(200);
		assertThat(red.getGreen()).isLessThan(80);
		assertThat(red.getBlue()).isLessThan(80);
	}

	/**
	 * Red in the inks of Adobe's programs, which store them inverted.
	 */
	private static byte[] cmyk() {
		WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 32, 4, null);
		for (int y = 0; y < 32; y++) {
			for (int x = 0; x < 32; x++) {
				raster.setPixel(x, y, new int[] { 255, 0, 0, 255 });
			}
		}
		return SamplePictures.jpeg(new IIOImage(raster, null, null), false);
	}

	@Test
	void convertsColorsToSrgb() throws IOException {
		byte[] profile = SamplePictures.adobeRgb();
		byte[] rows = { 0, (byte) 150, 100, 100 };
		byte[] chunk = SamplePictures.chunk("iCCP",
				SamplePictures.concat(SamplePictures.latin1("Adobe RGB\0\0"), SamplePictures.deflate(profile)));
		show(SamplePictures.png(1, 1, 8, 2, rows, chunk), PictureFormat.PNG);
		assertSrgb(color(picture(), 0, 0));

		BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
		for (int i = 0; i < 256; i++) {
			image.setRGB(i % 16, i / 16, 0x966464);
		}
		byte[] segment = SamplePictures.segment(0xE2, SamplePictures.latin1("ICC_PROFILE\0\u0001\u0001"), profile);
		show(SamplePictures.withSegments(SamplePictures.jpeg(image), segment), PictureFormat.JPEG);
		assertSrgb(color(picture(), 8, 8));
	}

	private static void assertSrgb(Color color) {
		assertThat(color.getRed()).isBetween(163, 170);
		assertThat(color.getGreen()).isBetween(96, 104);
		assertThat(color.getBlue()).isBetween(96, 104);
	}

	@Test
	void ignoresDamagedProfiles() throws IOException {
		byte[] damaged = SamplePictures.adobeRgb();
		Arrays.fill(damaged, 140, damaged.length, (byte) 0x55);
		byte[] bomb = SamplePictures.deflate(new byte[5_000_000]);
		for (byte[] profile : List.of(SamplePictures.deflate(damaged), bomb, new byte[20])) {
			byte[] chunk = SamplePictures.chunk("iCCP", SamplePictures.concat(new byte[2], profile));
			show(SamplePictures.png(1, 1, 8, 2, new byte[] { 0, (byte) 150, 100, 100 }, chunk), PictureFormat.PNG);
			assertThat(color(picture(), 0, 0)).isEqualTo(new Color(150, 100, 100));
		}
	}

	@ParameterizedTest
	@MethodSource
	void keepsBombsAsPlainFilesWithoutDecodingThem(String name, PictureFormat format, byte[] bomb) throws IOException {
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		process(bomb, format);
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

		assertThat(process(bomb, format)).as(name).isEmpty();

		assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
			.isLessThan(3_000_000 + 4L * bomb.length);
		assertThat(this.folder.resolve("picture")).doesNotExist();
	}

	static List<Object[]> keepsBombsAsPlainFilesWithoutDecodingThem() {
		List<Object[]> bombs = new ArrayList<>();
		bombs.add(new Object[] { "16,384² PNG", PictureFormat.PNG,
				SamplePictures.png(16_384, 16_384, 1, 0, new byte[9]) });
		bombs.add(new Object[] { "256 MP PNG", PictureFormat.PNG,
				SamplePictures.png(16_000, 16_000, 8, 6, new byte[9]) });
		bombs
			.add(new Object[] { "long PNG", PictureFormat.PNG, SamplePictures.png(16_384, 1, 8, 0, new byte[16_385]) });
		bombs.add(new Object[] { "just over 50 MP PNG", PictureFormat.PNG,
				SamplePictures.png(7_072, 7_072, 1, 0, new byte[885 * 7_072]) });
		bombs.add(new Object[] { "negative PNG", PictureFormat.PNG, SamplePictures.png(-1, 5, 8, 0, new byte[9]) });
		byte[] jpeg = SamplePictures.jpeg(SamplePictures.quarters(16, 16));
		bombs.add(new Object[] { "256 MP JPEG", PictureFormat.JPEG, withSize(jpeg, 16_000, 16_000) });
		bombs.add(new Object[] { "JPEG of many scans", PictureFormat.JPEG, manyScans(jpeg) });
		byte[] lossless = SamplePictures.losslessWebp();
		ByteBuffer.wrap(lossless).order(ByteOrder.LITTLE_ENDIAN).putInt(21, 0x0FFFFFFF);
		bombs.add(new Object[] { "268 MP lossless WebP", PictureFormat.WEBP, lossless });
		bombs.add(new Object[] { "WebP of many tables", PictureFormat.WEBP, SamplePictures.webpOfManyTables() });
		byte[] lossy = SamplePictures.webp();
		ByteBuffer.wrap(lossy).order(ByteOrder.LITTLE_ENDIAN).putInt(26, 0x3FFF3FFF);
		bombs.add(new Object[] { "268 MP WebP", PictureFormat.WEBP, lossy });
		bombs.add(new Object[] { "268 MP WebP in a small one", PictureFormat.WEBP,
				extendedWebp(SamplePictures.part(lossy, 12, lossy.length)) });
		bombs.add(new Object[] { "GIF with a large screen", PictureFormat.GIF,
				SamplePictures.gif(16_000, 16_000, SamplePictures.gifFrame(0, 0, 2, 2)) });
		bombs.add(new Object[] { "GIF with a frame beyond the screen", PictureFormat.GIF,
				SamplePictures.gif(2, 2, SamplePictures.gifFrame(0, 0, 3, 2)) });
		bombs.add(new Object[] { "GIF with large frames", PictureFormat.GIF, SamplePictures.gif(7_000, 7_000,
				Collections.nCopies(21, SamplePictures.gifFrame(0, 0, 2, 2)).toArray(byte[][]::new)) });
		bombs.add(new Object[] { "GIF with many frames", PictureFormat.GIF, SamplePictures.gif(2, 2,
				Collections.nCopies(2_001, SamplePictures.gifFrame(0, 0, 2, 2)).toArray(byte[][]::new)) });
		bombs.add(new Object[] { "9 MB GIF", PictureFormat.GIF, SamplePictures
			.concat(SamplePictures.gif(2, 2, SamplePictures.gifFrame(0, 0, 2, 2)), new byte[9_000_000]) });
		return bombs;
	}

	private static byte[] withSize(byte[] jpeg, int width, int height) {
		byte[] changed = jpeg.clone();
		int frame = indexOf(changed, 0xC0);
		ByteBuffer.wrap(changed).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
		return changed;
	}

	private static byte[] manyScans(byte[] jpeg) {
		int scan = indexOf(jpeg, 0xDA);
		byte[][] scans = Collections.nCopies(101, SamplePictures.part(jpeg, scan, jpeg.length - 2))
			.toArray(byte[][]::new);
		return SamplePictures.concat(SamplePictures.part(jpeg, 0, scan), SamplePictures.concat(scans),
				new byte[] { (byte) 0xFF, (byte) 0xD9 });
	}

	private static int indexOf(byte[] jpeg, int marker) {
		int at = 2;
		while ((jpeg[at + 1] & 0xFF) != marker) {
			at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
		}
		return at;
	}

	@ParameterizedTest
	@EnumSource
	void keepsTruncatedPicturesAsPlainFiles(PictureFormat format) throws IOException {
		byte[] whole = sample(format);
		assertThat(process(whole, format)).isPresent();

		for (int length = 0; length < whole.length; length++) {
			assertThat(process(SamplePictures.part(whole, 0, length), format)).as("%d bytes", length).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void damagedPicturesDoNoHarm(PictureFormat format) throws IOException {
		byte[] whole = sample(format);
		Random random = new Random(42);
		for (int i = 0; i < 300; i++) {
			byte[] damaged = whole.clone();
			for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			Optional<Result> result = process(damaged, format);
			assertThat(result.stream()).allMatch((shown) -> shown.width() <= 16_383 && shown.height() <= 16_383);
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsPicturesOfAnotherFormatAsPlainFiles(PictureFormat format) throws IOException {
		for (byte[] other : List.of(SamplePictures.latin1("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
				SamplePictures.latin1("<!DOCTYPE html><title>x</title>"), new byte[0], new byte[1_000])) {
			assertThat(process(other, format)).isEmpty();
		}
		for (PictureFormat other : EnumSet.complementOf(EnumSet.of(format))) {
			assertThat(process(sample(other), format)).isEmpty();
		}
	}

	@Test
	void waitsForTurnNoLongerThanAsked() throws Exception {
		Semaphore turn = (Semaphore) ReflectionTestUtils.getField(this.pictures, "turn");
		assertThat(turn).isNotNull();
		turn.acquire();
		assertThatExceptionOfType(PicturesBusyException.class)
			.isThrownBy(() -> process(SamplePictures.webp(), PictureFormat.WEBP));
		turn.release();

		assertThat(process(SamplePictures.webp(), PictureFormat.WEBP)).isPresent();
		assertThat(process(new byte[7], PictureFormat.WEBP)).isEmpty();
		assertThat(turn.availablePermits()).isEqualTo(1);
	}

	@Test
	void stopsReadingAfterDeadline() {
		StillPicture picture = new StillPicture(PictureFormat.PNG, new PictureBytes(new byte[10_000], 10_000), 1, 1, 1,
				PixelColors.PLAIN, false, 3);
		try (PictureInput input = new PictureInput(picture, System.nanoTime() - 1)) {
			assertThatExceptionOfType(BrokenPictureException.class).isThrownBy(() -> input.readFully(new byte[10_000]));
			assertThatExceptionOfType(BrokenPictureException.class).isThrownBy(() -> {
				for (int i = 0; i < 10_000; i++) {
					input.read();
				}
			});
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void readsOrientationOfBothByteOrders(int orientation) {
		for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
			byte[] exif = SamplePictures.exif(orientation, order);
			assertThat(Orientation.read(new PictureBytes(exif), 0, exif.length)).isEqualTo(orientation);
			for (int length = 0; length < 34; length++) {
				assertThat(Orientation.read(new PictureBytes(SamplePictures.part(exif, 0, length)), 0, length))
					.isEqualTo(Orientation.UPRIGHT);
			}
		}
	}

	private static byte[] sample(PictureFormat format) {
		return switch (format) {
			case JPEG -> SamplePictures.chattyJpeg(SamplePictures.quarters(24, 16), 3, ByteOrder.BIG_ENDIAN);
			case PNG -> SamplePictures.png(SamplePictures.quarters(24, 16));
			case WEBP -> SamplePictures.transparentWebp();
			case GIF -> SamplePictures.gif(8, 8, LOOP, SHORT_DELAY, SamplePictures.gifFrame(0, 0, 8, 8));
		};
	}

	private static byte[] extendedWebp(byte[] chunk) {
		byte[] webp = SamplePictures.webp();
		return SamplePictures.riff(SamplePictures.riffChunk("VP8X", new byte[] { 0x0C, 0, 0, 0, 31, 0, 0, 31, 0, 0 }),
				chunk.length > 0 && chunk[0] == 'V' ? chunk : SamplePictures.part(webp, 12, webp.length), chunk);
	}

	private Result show(byte[] source, PictureFormat format) throws IOException {
		return process(source, format).orElseThrow();
	}

	private Optional<Result> process(byte[] source, PictureFormat format) throws IOException {
		Path file = Files.write(this.folder.resolve("source"), source);
		Files.deleteIfExists(this.folder.resolve("picture"));
		Files.deleteIfExists(this.folder.resolve("thumbnail"));
		return this.pictures.process(file, format, this.folder.resolve("picture"), this.folder.resolve("thumbnail"),
				Duration.ofMillis(50));
	}

	private List<byte[]> stored() throws IOException {
		return List.of(Files.readAllBytes(this.folder.resolve("picture")),
				Files.readAllBytes(this.folder.resolve("thumbnail")));
	}

	private BufferedImage picture() throws IOException {
		return ImageIO.read(new ByteArrayInputStream(stored().get(0)));
	}

	private BufferedImage thumbnail() throws IOException {
		return ImageIO.read(new ByteArrayInputStream(stored().get(1)));
	}

	private static Color color(BufferedImage image, int x, int y) {
		return new Color(image.getRGB(x, y), true);
	}

	/**
	 * The quarters' colours by letters, "-" if transparent.
	 */
	private static String quarters(BufferedImage image) {
		StringBuilder quarters = new StringBuilder();
		for (int i = 0; i < 4; i++) {
			int x = image.getWidth() * (1 + 2 * (i % 2)) / 4;
			int y = image.getHeight() * (1 + 2 * (i / 2)) / 4;
			quarters.append(letter(color(image, x, y)));
		}
		return quarters.toString();
	}

	private static char letter(Color color) {
		if (color.getAlpha() == 0) {
			return '-';
		}
		int high = ((color.getRed() > 200) ? 4 : 0) + ((color.getGreen() > 200) ? 2 : 0)
				+ ((color.getBlue() > 200) ? 1 : 0);
		int low = ((color.getRed() < 60) ? 4 : 0) + ((color.getGreen() < 60) ? 2 : 0)
				+ ((color.getBlue() < 60) ? 1 : 0);
		return (high + low == 7) ? "?BG?R??W".charAt(high) : '?';
	}

}
