package chat.foyer.file;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

import com.twelvemonkeys.imageio.color.ColorProfiles;

/**
 * Converts pixels to sRGB.
 */
final class ProfileConverter {

	/**
	 * Pixels that are converted at a time.
	 */
	private static final int STRIP = 64 * 1024;

	private ProfileConverter() {
	}

	/**
	 * Converts pixels from the colour space of an ICC profile. Does nothing if the
	 * profile is damaged, or of no RGB colour space.
	 */
	static void convert(Pixels pixels, byte[] profile) {
		ColorConvertOp conversion;
		try {
			ICC_Profile from = ICC_Profile.getInstance(profile);
			if (from.getColorSpaceType() != ColorSpace.TYPE_RGB || ColorProfiles.isCS_sRGB(from)) {
				return;
			}
			conversion = new ColorConvertOp(new ICC_Profile[] { from, ICC_Profile.getInstance(ColorSpace.CS_sRGB) },
					null);
			// A profile without its tables fails with the first pixels.
			convert(new int[1], 0, 1, conversion);
		}
		catch (RuntimeException ex) {
			return;
		}
		int[] colors = pixels.colors();
		for (int from = 0; from < colors.length; from += STRIP) {
			convert(colors, from, Math.min(STRIP, colors.length - from), conversion);
		}
	}

	private static void convert(int[] colors, int from, int count, ColorConvertOp conversion) {
		WritableRaster strip = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, count, 1, 3, null);
		byte[] samples = ((DataBufferByte) strip.getDataBuffer()).getData();
		for (int i = 0; i < count; i++) {
			int color = colors[from + i];
			samples[3 * i] = (byte) (color >> 16);
			samples[3 * i + 1] = (byte) (color >> 8);
			samples[3 * i + 2] = (byte) color;
		}
		WritableRaster converted = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, count, 1, 3, null);
		conversion.filter(strip, converted);
		byte[] results = ((DataBufferByte) converted.getDataBuffer()).getData();
		for (int i = 0; i < count; i++) {
			colors[from + i] = (colors[from + i] & 0xFF000000) | (results[3 * i] & 0xFF) << 16
					| (results[3 * i + 1] & 0xFF) << 8 | (results[3 * i + 2] & 0xFF);
		}
	}

}
