package chat.foyer.file;

import java.text.Normalizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FileNames}.
 */
class FileNamesTests {

	private static final FileKind PNG = FileKind.of(PictureFormat.PNG);

	private static final FileKind JPEG = FileKind.of(PictureFormat.JPEG);

	private static final FileKind HTML = FileKind.detect(SamplePictures.latin1("<!DOCTYPE html><html>"), "");

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = { "holiday.png|holiday.png",
			"HOLIDAY.PNG|HOLIDAY.PNG", "holiday.jpg|holiday.png", "holiday|holiday.png", "|file.png", " |file.png",
			".|file.png", "...|file.png", "..png|file.png", ".htaccess|file.png", ".png|file.png",
			"thumbnail|thumbnail.png", "a.b.png|a.b.png", "a.html.png|a.html.png", "a.png.exe|a.png.png",
			"a.png.|a.png", "a.png. . |a.png", "Mr. Smith|Mr. Smith.png", "at 10.30|at 10.png", "a b\tc.png|a b c.png",
			"a  \u00A0\u3000 b.png|a b.png", "../../etc/passwd|passwd.png", "C:\\Users\\Ann\\me.png|me.png",
			"/|file.png", "a/b/|b.png", "a\uFF0Fb\u2215c\u2044d.png|abcd.png", "nul\u0000.png|nul.png",
			"esc\u001B[31m\u009B.png|esc[31m.png", "\u202Egnp.exe|gnp.png", "a\u202Excod.png|axcod.png",
			"a\u2066b\u2069\u200F\u200E\u061C.png|ab.png", "zero\u200Bwidth\uFEFF\u2060\u00AD.png|zerowidth.png",
			"\u3164\u115F\uFFA0.png|file.png", "tag\uDB40\uDC41.png|tag.png", "\uE000private.png|private.png",
			"lone\uD83D.png|lone.png", "\uDE00lone.png|lone.png", "e\u0301t\u00E9.png|\u00E9t\u00E9.png",
			"صورة.png|صورة.png", "写真.png|写真.png", "👩\u200D👩\u200D👧 ❤\uFE0F.png|👩\u200D👩\u200D👧 ❤\uFE0F.png",
			"a\u200Db\uFE0F.png|ab.png", "<script>alert(1)</script>.png|script>.png", "\"quoted\".png|\"quoted\".png" })
	void cleansNames(String name, String cleaned) {
		assertThat(FileNames.clean((name != null) ? name : "", PNG)).isEqualTo(cleaned);
	}

	@Test
	void keepsNamesOnOneLine() {
		assertThat(FileNames.clean("line\nbreak\r.png", PNG)).isEqualTo("line break.png");
		assertThat(FileNames.clean("a\u2028b\u2029c\u0085d.png", PNG)).isEqualTo("a b c d.png");
	}

	@Test
	void forcesExtensionOfKind() {
		assertThat(FileNames.clean("x.png", HTML)).isEqualTo("x.html");
		assertThat(FileNames.clean("x.htm", HTML)).isEqualTo("x.htm");
		assertThat(FileNames.clean("x.jpeg", JPEG)).isEqualTo("x.jpeg");
		assertThat(FileNames.clean("x.JPG", JPEG)).isEqualTo("x.JPG");
		assertThat(FileNames.clean("thumbnail", FileKind.UNKNOWN)).isEqualTo("thumbnail.bin");
		assertThat(FileNames.clean("", FileKind.UNKNOWN)).isEqualTo("file.bin");
	}

	@Test
	void shortensNamesBeforeTheExtension() {
		String cleaned = FileNames.clean("😀".repeat(300) + ".jpeg", JPEG);

		assertThat(cleaned.codePointCount(0, cleaned.length())).isEqualTo(FileNames.MAX_LENGTH);
		assertThat(cleaned).isEqualTo("😀".repeat(115) + ".jpeg");
		assertThat(FileNames.clean("a".repeat(115) + " . " + "b".repeat(50), PNG)).isEqualTo("a".repeat(115) + ".png");
	}

	@Test
	void cleaningTwiceChangesNothing() {
		for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += (codePoint < 0x3000) ? 1 : 61) {
			String cleaned = FileNames.clean("a" + Character.toString(codePoint) + "\u0301.png", PNG);
			assertThat(FileNames.clean(cleaned, PNG)).isEqualTo(cleaned);
			assertThat(Normalizer.isNormalized(cleaned, Normalizer.Form.NFC)).as(cleaned).isTrue();
			assertThat(cleaned).doesNotContain("/", "\\", "\u0000").endsWith(".png");
		}
	}

}
