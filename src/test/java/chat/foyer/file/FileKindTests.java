package chat.foyer.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import chat.foyer.file.FileKind.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FileKind}.
 */
class FileKindTests {

	@Test
	void recognizesPicturesWhateverTheirName() {
		assertKind(SamplePictures.jpeg(SamplePictures.quarters(8, 8)), "a.html", "image/jpeg", "jpg", Shown.PICTURE);
		assertKind(SamplePictures.png(SamplePictures.quarters(8, 8)), "a.svg", "image/png", "png", Shown.PICTURE);
		assertKind(SamplePictures.webp(), "a", "image/webp", "webp", Shown.PICTURE);
		assertKind(SamplePictures.gif(1, 1, SamplePictures.gifFrame(0, 0, 1, 1)), "", "image/gif", "gif",
				Shown.PICTURE);
	}

	@ParameterizedTest
	@EnumSource
	void picturesHaveTheirFormat(PictureFormat format) {
		assertThat(FileKind.of(format).format()).contains(format);
		assertThat(FileKind.of(format).shown()).isEqualTo(Shown.PICTURE);
		assertThat(FileKind.isInline(format.type(), true)).isTrue();
		assertThat(FileKind.isInline(format.type(), false)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
			"\u0000\u0000\u0000\u0018ftypisom\u0000\u0000\u0002\u0000isommp42|video/mp4|mp4",
			"\u0000\u0000\u0000\u0018ftypM4A \u0000\u0000\u0000\u0000M4A mp42|audio/mp4|m4a",
			"\u001AE\u00DF\u00A3\u009FB\u0086\u0081\u0001B\u0082\u0084webmB\u0087\u0081\u0004|video/webm|webm",
			"OggS\u0000\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u001E\u0001vorbis|audio/ogg|ogg",
			"OggS\u0000\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0013OpusHead|audio/ogg|ogg",
			"ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000|audio/mpeg|mp3",
			"\u00FF\u00FB\u0090d\u0000\u0000\u0000\u0000|audio/mpeg|mp3",
			"RIFF$\u0000\u0000\u0000WAVEfmt |audio/wav|wav", "fLaC\u0000\u0000\u0000\"|audio/flac|flac" })
	void recognizesMedia(String content, String type, String extension) {
		assertKind(SamplePictures.latin1(content), "a.html", type, extension, Shown.MEDIA);
		assertThat(FileKind.isInline(type, false)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "<!DOCTYPE html><script>alert(1)</script>|photo.png|text/html|html",
					"<html><body>|a.txt|text/html|html",
					"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>|a.png|image/svg+xml|svg",
					"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>|a.svg|image/svg+xml|svg",
					"<?xml version='1.0'?><a/>|a.jpg|application/xml|xml", "%PDF-1.7|a.png|application/pdf|pdf",
					"#!/bin/sh|a.jpg|application/x-sh|sh", "MZ|a.png|application/x-msdownload|dll" })
	void attachesWhatBrowsersOrSystemsRun(String content, String name, String type, String extension) {
		FileKind kind = FileKind.detect(SamplePictures.latin1(content), name);
		assertThat(kind.shown()).isEqualTo(Shown.ATTACHMENT);
		assertThat(kind.extension()).isEqualTo(extension);
		assertThat(FileKind.isInline(kind.type(), false)).isFalse();
		assertThat(FileKind.isInline(kind.type(), true)).isFalse();
		assertThat(kind.type()).isEqualTo(type);
	}

	@Test
	void keepsExtensionsOfPrograms() {
		FileKind program = FileKind.detect(SamplePictures.latin1("MZ"), "setup.exe");
		assertThat(program.fits("exe")).isTrue();
		assertThat(program.fits("png")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "heic", "mif1", "avif", "qt  " })
	void attachesPicturesAndFilmsThatFewBrowsersShow(String brand) {
		FileKind kind = FileKind.detect(SamplePictures.latin1("\0\0\0\u0018ftyp" + brand + "\0\0\0\0mif1heic"),
				"a.png");
		assertThat(kind.shown()).isEqualTo(Shown.ATTACHMENT);
		assertThat(FileKind.isInline(kind.type(), true)).isFalse();
	}

	@Test
	void showsTextInUtf8Only() {
		byte[] text = "Grüße, 你好 😀\n".getBytes(StandardCharsets.UTF_8);
		assertKind(text, "a.txt", "text/plain", "txt", Shown.TEXT);
		assertThat(FileKind.detect(text, "notes.md").fits("md")).isTrue();
		assertThat(FileKind.detect(text, "A.java").fits("java")).isTrue();
		assertThat(FileKind.detect(text, "data.2024").fits("2024")).isTrue();
		for (String active : new String[] { "html", "svg", "js", "bat", "exe", "png", "url" }) {
			assertThat(FileKind.detect(text, "a." + active).fits(active)).as(active).isFalse();
		}
		assertThat(FileKind.isInline("text/plain", false)).isTrue();

		assertKind("Many greetings from Köln, where all is well".getBytes(StandardCharsets.ISO_8859_1), "a.txt",
				"application/octet-stream", "txt", Shown.ATTACHMENT);
	}

	@Test
	void cutsTextWithinCharacter() {
		byte[] text = "€".repeat(FileKind.PREFIX).getBytes(StandardCharsets.UTF_8);
		byte[] prefix = SamplePictures.part(text, 0, FileKind.PREFIX);

		assertThat(FileKind.detect(prefix, "a").shown()).isEqualTo(Shown.TEXT);
		assertThat(FileKind.detect(SamplePictures.part(text, 0, 100), "a").shown()).isEqualTo(Shown.ATTACHMENT);
	}

	@Test
	void letsNamesChooseAmongSpecialCases() throws IOException {
		byte[] zip = zip();
		assertKind(zip, "a.zip", "application/zip", "zip", Shown.ATTACHMENT);
		assertKind(zip, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
				Shown.ATTACHMENT);
		assertKind(zip, "a.png", "application/zip", "zip", Shown.ATTACHMENT);
		assertKind(zip, "a.jar", "application/zip", "zip", Shown.ATTACHMENT);
		assertKind(zip, "a.html", "application/zip", "zip", Shown.ATTACHMENT);
	}

	@ParameterizedTest
	@CsvSource({ "plan.exe, plan.exe", "plan.DLL, plan.DLL", "plan.com, plan.com", "plan.scr, plan.scr",
			"plan.pdf, plan.dll", "plan.pdf.exe, plan.pdf.exe", "plan, plan.dll" })
	void keepsExtensionsThatProgramsHave(String name, String cleaned) {
		byte[] content = SamplePictures.latin1("MZ\0\0");
		assertThat(FileNames.clean(name, FileKind.detect(content, name))).isEqualTo(cleaned);
	}

	@ParameterizedTest
	@CsvSource({ "lib.so, lib.so", "a.o, a.o", "tool, tool.bin", "a.png, a.bin", "a.exe, a.bin" })
	void keepsUnknownExtensionsOfTypesWithoutOne(String name, String cleaned) {
		byte[] content = SamplePictures.latin1("\u007FELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0");
		assertThat(FileNames.clean(name, FileKind.detect(content, name))).isEqualTo(cleaned);
	}

	@Test
	void keepsUnknownExtensionsOfUnknownContent() {
		byte[] content = { 0, 1, 2, 3, 0, (byte) 0xFE };
		assertKind(content, "game.savegame", "application/octet-stream", "savegame", Shown.ATTACHMENT);
		assertKind(content, "a.png", "application/octet-stream", "bin", Shown.ATTACHMENT);
		assertKind(content, "a.exe", "application/octet-stream", "bin", Shown.ATTACHMENT);
		assertKind(content, "a", "application/octet-stream", "bin", Shown.ATTACHMENT);
	}

	@Test
	void emptyFilesAreAttached() {
		assertThat(FileKind.detect(new byte[0], "a.html").fits("html")).isFalse();
		assertKind(new byte[0], "notes.txt", "application/octet-stream", "txt", Shown.ATTACHMENT);
	}

	@Test
	void looksAtBeginningOfFileOnly(@TempDir Path folder) throws IOException {
		byte[] png = SamplePictures.png(SamplePictures.quarters(8, 8));
		Path file = Files.write(folder.resolve("a"), SamplePictures.concat(png, new byte[200_000], zip()));

		assertThat(FileKind.detect(file, "a.zip")).isEqualTo(FileKind.of(PictureFormat.PNG));
	}

	@Test
	void xmlBombsAreNotExpanded() {
		StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\">");
		for (char entity = 'b'; entity < 'n'; entity++) {
			String ten = ("&" + (char) (entity - 1) + ";").repeat(10);
			bomb.append("<!ENTITY ").append(entity).append(" \"").append(ten).append("\">");
		}
		bomb.append("<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg a=\"&m;\">&m;&x;</svg>");

		long start = System.nanoTime();
		assertThat(FileKind.detect(SamplePictures.latin1(bomb.toString()), "a.svg").shown())
			.isEqualTo(Shown.ATTACHMENT);
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
	}

	private static byte[] zip() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.putNextEntry(new ZipEntry("a.txt"));
			zip.write(new byte[10]);
		}
		return out.toByteArray();
	}

	private static void assertKind(byte[] content, String name, String type, String extension, Shown shown) {
		FileKind kind = FileKind.detect(content, name);
		assertThat(kind.type()).isEqualTo(type);
		assertThat(kind.extension()).isEqualTo(extension);
		assertThat(kind.shown()).isEqualTo(shown);
		assertThat(kind.fits(extension)).isTrue();
	}

}
