package chat.foyer.entry;

import java.util.regex.Pattern;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link QrPicture}: another library reads what is drawn.
 */
class QrPictureTests {

	private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");

	private static final int QUIET_ZONE = 4;

	@ParameterizedTest
	@ValueSource(
			strings = { "https://chat.example.org/rooms/Garden%20club", "http://[::1]:8080/foyer/rooms/caf%C3%A9" })
	void showsTheAddress(String address) throws Exception {
		assertThat(read(QrPicture.of(QrCode.encodeText(address, Ecc.MEDIUM)))).isEqualTo(address);
	}

	/**
	 * What the code in a picture says.
	 */
	static String read(String svg) throws Exception {
		int size = Integer.parseInt(svg.replaceFirst("(?s).*viewBox=\"0 0 (\\d+) .*", "$1")) - 2 * QUIET_ZONE;
		BitMatrix modules = new BitMatrix(size);
		RUN.matcher(svg)
			.results()
			.forEach((run) -> modules.setRegion(Integer.parseInt(run.group(1)) - QUIET_ZONE,
					Integer.parseInt(run.group(2)) - QUIET_ZONE, Integer.parseInt(run.group(3)), 1));
		return new Decoder().decode(modules).getText();
	}

}
