package chat.foyer.file;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import chat.foyer.message.AttachedFile;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.resource.HttpResource;

/**
 * The bytes of a file with the headers that they are served with. They never change, so
 * that the id is their entity tag.
 */
final class ServedFile extends AbstractResource implements HttpResource {

	/**
	 * What RFC 8187 lets stand in an extended value.
	 */
	private static final String UNENCODED = "!#$&+-.^_`|~";

	private final Resource bytes;

	private final MediaType type;

	private final String disposition;

	private final String tag;

	private final Instant createdAt;

	private ServedFile(Resource bytes, MediaType type, String disposition, String tag, Instant createdAt) {
		this.bytes = bytes;
		this.type = type;
		this.disposition = disposition;
		this.tag = tag;
		this.createdAt = createdAt;
	}

	/**
	 * A file as it is stored.
	 */
	static ServedFile content(StoredFile stored, Resource bytes) {
		AttachedFile file = stored.file();
		String type = file.type().equals(FileKind.TEXT) ? file.type() + ";charset=UTF-8" : file.type();
		boolean isInline = FileKind.isInline(file.type(), file.isPicture());
		return new ServedFile(bytes, MediaType.parseMediaType(type),
				(isInline ? "inline" : "attachment") + filename(file.name()), file.id(), stored.createdAt());
	}

	/**
	 * The thumbnail of a picture.
	 * @throws IOException if it is not there
	 */
	static ServedFile thumbnail(StoredFile picture, Resource bytes) throws IOException {
		String type = PictureFormat.ofThumbnail(bytes.getFile().toPath()).type();
		return new ServedFile(bytes, MediaType.parseMediaType(type), "inline", picture.file().id() + "-thumbnail",
				picture.createdAt());
	}

	/**
	 * The name for clients of RFC 6266, and for others without what these cannot read.
	 */
	private static String filename(String name) {
		String plain = name.codePoints()
			.map((character) -> (character < ' ' || character > '~' || "\"\\%".indexOf(character) >= 0) ? '_'
					: character)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		String quoted = "; filename=\"" + plain + "\"";
		return plain.equals(name) ? quoted : quoted + "; filename*=UTF-8''" + encode(name);
	}

	private static String encode(String name) {
		StringBuilder encoded = new StringBuilder();
		for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
			char character = (char) (octet & 0xFF);
			boolean isLetterOrDigit = character < 0x80 && Character.isLetterOrDigit(character);
			if (isLetterOrDigit || UNENCODED.indexOf(character) >= 0) {
				encoded.append(character);
			}
			else {
				encoded.append("%%%02X".formatted((int) character));
			}
		}
		return encoded.toString();
	}

	MediaType type() {
		return this.type;
	}

	@Override
	public HttpHeaders getResponseHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.setETag("\"" + this.tag + "\"");
		headers.setLastModified(this.createdAt);
		headers.set(HttpHeaders.CONTENT_DISPOSITION, this.disposition);
		return headers;
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return this.bytes.getInputStream();
	}

	@Override
	public boolean exists() {
		return this.bytes.exists();
	}

	@Override
	public long contentLength() throws IOException {
		return this.bytes.contentLength();
	}

	@Override
	public long lastModified() {
		return this.createdAt.toEpochMilli();
	}

	@Override
	public boolean isFile() {
		return this.bytes.isFile();
	}

	@Override
	public File getFile() throws IOException {
		return this.bytes.getFile();
	}

	/**
	 * Returns null, so that no media type is derived from a name.
	 */
	@Override
	public @Nullable String getFilename() {
		return null;
	}

	@Override
	public String getDescription() {
		return "file " + this.tag;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ServedFile file && this.tag.equals(file.tag);
	}

	@Override
	public int hashCode() {
		return this.tag.hashCode();
	}

}
