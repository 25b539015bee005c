package chat.foyer.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a file is by its content, whatever its name says.
 * <p>
 * Only the first 64 KiB are looked at, and no container is opened. The name only chooses
 * among the special cases of what the content is: a ZIP archive called "a.docx" is a
 * document, but no archive is a picture.
 *
 * @param type the media type that the file is served with
 * @param extension the extension that its name gets, without a dot
 * @param extensions further extensions that fit, in lower case
 * @param shown how a browser gets it
 */
record FileKind(String type, String extension, Set<String> extensions, Shown shown) {

	/**
	 * A file of which nothing is known.
	 */
	static final FileKind UNKNOWN = new FileKind("application/octet-stream", "bin", Set.of(), Shown.ATTACHMENT);

	/**
	 * Bytes that are looked at.
	 */
	static final int PREFIX = 64 * 1024;

	/**
	 * Text in UTF-8. Text in other character sets is not shown, nor is markup.
	 */
	static final String TEXT = "text/plain";

	private static final Map<String, FileKind> SHOWN = Map.ofEntries(picture(PictureFormat.JPEG, "jpeg", "jpe", "jfif"),
			picture(PictureFormat.PNG), picture(PictureFormat.WEBP), picture(PictureFormat.GIF),
			media("video/mp4", "mp4", "m4v"), media("video/webm", "webm"), media("video/ogg", "ogv", "ogg"),
			media("audio/ogg", "ogg", "oga", "opus"), media("audio/mpeg", "mp3"), media("audio/mp4", "m4a", "m4b"),
			media("audio/wav", "wav"), media("audio/flac", "flac"));

	/**
	 * What Tika calls the types that browsers play.
	 */
	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("audio/vnd.wave", "audio/wav"),
			Map.entry("audio/x-wav", "audio/wav"), Map.entry("audio/x-flac", "audio/flac"),
			Map.entry("audio/x-oggflac", "audio/ogg"), Map.entry("application/ogg", "audio/ogg"),
			Map.entry("audio/vorbis", "audio/ogg"), Map.entry("audio/opus", "audio/ogg"),
			Map.entry("audio/speex", "audio/ogg"), Map.entry("audio/x-oggpcm", "audio/ogg"),
			Map.entry("video/theora", "video/ogg"), Map.entry("video/x-dirac", "video/ogg"),
			Map.entry("video/x-ogm", "video/ogg"), Map.entry("video/x-m4v", "video/mp4"));

	/**
	 * Extensions of files that systems execute, or in which browsers run scripts. No name
	 * of other content gets one of them.
	 */
	private static final Set<String> ACTIVE = Set.of("html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "svg",
			"svgz", "xml", "xsl", "xslt", "js", "mjs", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "bat", "cmd", "com",
			"ps1", "psm1", "sh", "bash", "command", "csh", "ksh", "zsh", "reg", "inf", "scf", "url", "lnk", "desktop",
			"webloc", "php", "phtml", "jsp", "asp", "aspx", "cgi", "htaccess", "jnlp", "exe", "scr", "msi", "pif",
			"cpl", "dll", "jar");

	/**
	 * What systems of Microsoft run, whichever of the extensions it has.
	 */
	private static final String PROGRAM = "application/x-msdownload";

	private static final Set<String> PROGRAM_EXTENSIONS = Set.of("dll", "exe", "com", "scr", "cpl", "sys", "drv", "ocx",
			"efi");

	private static final List<String> AUDIO_BRANDS = List.of("M4A ", "M4B ", "M4P ");

	private static final Set<String> VIDEO_BRANDS = Set.of("isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7",
			"iso8", "iso9", "mp41", "mp42", "mp71", "avc1", "dash", "msdh", "cmfc", "hvc1", "M4V ", "M4VH", "M4VP",
			"MSNV", "f4v ", "3gp4", "3gp5", "3gp6");

	FileKind {
		extensions = Set.copyOf(extensions);
	}

	/**
	 * How a browser gets a file.
	 */
	enum Shown {

		/**
		 * As a picture, once {@link Pictures} has re-encoded it, else as an attachment.
		 */
		PICTURE,

		/** With the controls of audio or video. */
		MEDIA,

		/** As plain text. */
		TEXT,

		/** Never within a page. */
		ATTACHMENT

	}

	/**
	 * Detects the kind of a file. Blocks on the disk.
	 * @param name the name that the file came with, which may be anything
	 */
	static FileKind detect(Path file, String name) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return detect(in.readNBytes(PREFIX), name);
		}
	}

	/**
	 * Detects the kind of a file by its beginning.
	 * @param prefix the first {@value #PREFIX} bytes, or all
	 */
	static FileKind detect(byte[] prefix, String name) {
		if (prefix.length == 0) {
			return empty(extensionOf(name));
		}
		FileKind signed = bySignature(prefix);
		if (signed != null) {
			return signed;
		}
		MediaType detected = byMagic(prefix);
		String type = NAMES.getOrDefault(detected.getBaseType().toString(), detected.getBaseType().toString());
		FileKind shown = SHOWN.get(type);
		if (shown != null && shown.shown() == Shown.MEDIA && !type.endsWith("/mp4") && !type.endsWith("/webm")) {
			return shown;
		}
		if (type.equals(TEXT)) {
			return text(prefix, extensionOf(name));
		}
		if (shown != null) {
			// Tika takes less for a picture than browsers do.
			return UNKNOWN;
		}
		return attachment(detected, extensionOf(name));
	}

	/**
	 * The kind of a picture in a format.
	 */
	static FileKind of(PictureFormat format) {
		return SHOWN.getOrDefault(format.type(), UNKNOWN);
	}

	/**
	 * Whether a browser may show a stored file within a page.
	 * @param type its stored media type
	 * @param reencoded whether {@link Pictures} has written it
	 */
	static boolean isInline(String type, boolean reencoded) {
		FileKind shown = SHOWN.get(type);
		return (shown != null) ? shown.shown() == Shown.MEDIA || reencoded : type.equals(TEXT);
	}

	/**
	 * The format, of a {@linkplain Shown#PICTURE picture}.
	 */
	Optional<PictureFormat> format() {
		return Arrays.stream(PictureFormat.values()).filter((format) -> format.type().equals(this.type)).findFirst();
	}

	/**
	 * Whether a name with an extension says what the file is.
	 */
	boolean fits(String candidate) {
		String lower = candidate.toLowerCase(Locale.ROOT);
		return lower.equals(this.extension) || this.extensions.contains(lower);
	}

	/**
	 * An empty file is what its name says, as long as nobody runs it.
	 */
	private static FileKind empty(String extension) {
		return (extension.isEmpty() || ACTIVE.contains(extension)) ? UNKNOWN
				: new FileKind(UNKNOWN.type(), extension, Set.of(), Shown.ATTACHMENT);
	}

	/**
	 * What browsers show must begin as its format demands.
	 */
	private static @Nullable FileKind bySignature(byte[] prefix) {
		if (startsWith(prefix, 0, "\u00FF\u00D8\u00FF")) {
			return SHOWN.get("image/jpeg");
		}
		if (startsWith(prefix, 0, "\u0089PNG\r\n\u001A\n")) {
			return SHOWN.get("image/png");
		}
		if (startsWith(prefix, 0, "GIF87a") || startsWith(prefix, 0, "GIF89a")) {
			return SHOWN.get("image/gif");
		}
		if (startsWith(prefix, 0, "RIFF") && startsWith(prefix, 8, "WEBP")) {
			return SHOWN.get("image/webp");
		}
		if (startsWith(prefix, 4, "ftyp") && prefix.length >= 12) {
			String brand = new String(prefix, 8, 4, StandardCharsets.ISO_8859_1);
			if (AUDIO_BRANDS.contains(brand)) {
				return SHOWN.get("audio/mp4");
			}
			return VIDEO_BRANDS.contains(brand) ? SHOWN.get("video/mp4") : null;
		}
		if (startsWith(prefix, 0, "\u001AE\u00DF\u00A3")) {
			String head = new String(prefix, 0, Math.min(prefix.length, 128), StandardCharsets.ISO_8859_1);
			return head.contains("B\u0082\u0084webm") ? SHOWN.get("video/webm") : null;
		}
		return null;
	}

	private static boolean startsWith(byte[] prefix, int from, String latin1) {
		byte[] signature = latin1.getBytes(StandardCharsets.ISO_8859_1);
		return prefix.length >= from + signature.length
				&& Arrays.equals(prefix, from, from + signature.length, signature, 0, signature.length);
	}

	private static MediaType byMagic(byte[] prefix) {
		try {
			return Types.ALL.detect(new ByteArrayInputStream(prefix), new Metadata());
		}
		catch (IOException ex) {
			throw new IllegalStateException("Detection reads from memory only", ex);
		}
	}

	private static FileKind text(byte[] prefix, String extension) {
		Set<String> extensions = Set.of();
		if (!extension.isEmpty() && !ACTIVE.contains(extension)) {
			MediaType byName = byName(extension);
			if (byName.equals(MediaType.OCTET_STREAM) || isSpecialization(byName, MediaType.TEXT_PLAIN)) {
				extensions = Set.of(extension);
			}
		}
		return (isUtf8(prefix) && !isMarkup(prefix)) ? new FileKind(TEXT, "txt", extensions, Shown.TEXT)
				: new FileKind(UNKNOWN.type(), "txt", extensions, Shown.ATTACHMENT);
	}

	/**
	 * Whether the bytes are UTF-8, of which the last character may be cut off.
	 */
	private static boolean isUtf8(byte[] prefix) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		CoderResult result = decoder.decode(ByteBuffer.wrap(prefix), CharBuffer.allocate(prefix.length + 1),
				prefix.length < PREFIX);
		return !result.isError();
	}

	/**
	 * Whether a text begins as pages and drawings do. Damaged ones are no XML for Tika.
	 */
	private static boolean isMarkup(byte[] prefix) {
		String head = new String(prefix, 0, Math.min(prefix.length, 1_000), StandardCharsets.UTF_8);
		return head.replace("\uFEFF", "").stripLeading().startsWith("<");
	}

	private static FileKind attachment(MediaType detected, String extension) {
		MediaType type = detected.getBaseType();
		if (type.toString().equals(PROGRAM)) {
			return new FileKind(PROGRAM, "dll", PROGRAM_EXTENSIONS, Shown.ATTACHMENT);
		}
		if (!extension.isEmpty() && !ACTIVE.contains(extension)) {
			MediaType byName = byName(extension);
			if (isAnything(byName) && (isAnything(type) || extensionsOf(type).isEmpty())) {
				return new FileKind(type.toString(), extension, Set.of(), Shown.ATTACHMENT);
			}
			if (!byName.equals(type) && isSpecialization(byName, type) && (!isAnything(type) || !hasMagic(byName))) {
				type = byName;
			}
		}
		List<String> extensions = extensionsOf(type);
		if (extensions.isEmpty() || SHOWN.containsKey(type.toString())) {
			return new FileKind(isAnything(type) ? UNKNOWN.type() : type.toString(), "bin", Set.of(), Shown.ATTACHMENT);
		}
		return new FileKind(type.toString(), extensions.get(0), Set.copyOf(extensions), Shown.ATTACHMENT);
	}

	private static boolean isAnything(MediaType type) {
		return type.equals(MediaType.OCTET_STREAM);
	}

	private static boolean isSpecialization(MediaType type, MediaType of) {
		return type.equals(of) || Types.ALL.getMediaTypeRegistry().isSpecializationOf(type, of);
	}

	@SuppressWarnings("deprecation")
	private static MediaType byName(String extension) {
		return Types.ALL.getMimeType("a." + extension).getType();
	}

	private static boolean hasMagic(MediaType type) {
		return mimeType(type).map(MimeType::hasMagic).orElse(false);
	}

	/**
	 * The extensions of a type, without dots, the usual one first.
	 */
	private static List<String> extensionsOf(MediaType type) {
		return mimeType(type).map(MimeType::getExtensions)
			.orElse(List.of())
			.stream()
			.map((extension) -> extension.substring(1).toLowerCase(Locale.ROOT))
			.filter((extension) -> extension.matches("[a-z0-9+_-]{1,16}"))
			.toList();
	}

	private static Optional<MimeType> mimeType(MediaType type) {
		try {
			return Optional.of(Types.ALL.forName(type.toString()));
		}
		catch (MimeTypeException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The extension of a name in lower case, without a dot; empty if there is none, or
	 * none of a usual form.
	 */
	static String extensionOf(String name) {
		int dot = name.lastIndexOf('.');
		String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
		return (dot >= 0 && extension.matches("[a-z0-9+_-]{1,16}")) ? extension : "";
	}

	private static Map.Entry<String, FileKind> picture(PictureFormat format, String... synonyms) {
		return Map.entry(format.type(),
				new FileKind(format.type(), format.extension(), Set.of(synonyms), Shown.PICTURE));
	}

	private static Map.Entry<String, FileKind> media(String type, String extension, String... synonyms) {
		return Map.entry(type, new FileKind(type, extension, Set.of(synonyms), Shown.MEDIA));
	}

	/**
	 * Loaded with the first file: reading the table of types takes a moment.
	 */
	private static final class Types {

		private static final MimeTypes ALL = MimeTypes.getDefaultMimeTypes();

	}

}
