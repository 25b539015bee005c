package chat.foyer.entry;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as SVG: dark on light whatever the page's colours, since that is what readers
 * expect.
 */
final class QrPicture {

	/**
	 * ISO/IEC 18004 asks for so many light modules around the code.
	 */
	private static final int QUIET_ZONE = 4;

	private QrPicture() {
	}

	static String of(QrCode code) {
		int size = code.size + 2 * QUIET_ZONE;
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < code.size; y++) {
			for (int x = 0; x < code.size; x++) {
				int run = run(code, x, y);
				if (run > 0) {
					path.append("M%d %dh%dv1h-%dz".formatted(x + QUIET_ZONE, y + QUIET_ZONE, run, run));
					x += run;
				}
			}
		}
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
				<path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path fill="#2b211a" d="%2$s"/></svg>
				""".formatted(size, path);
	}

	/**
	 * How many modules from here to the right are dark.
	 */
	private static int run(QrCode code, int x, int y) {
		int end = x;
		while (code.getModule(end, y)) {
			end++;
		}
		return end - x;
	}

}
