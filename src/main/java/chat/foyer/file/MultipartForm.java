package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.limit.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Reads a form with files part by part. The files go to the {@link FileStore} at once,
 * unless they are refused: then they are skipped, so that the fields are known all the
 * same.
 */
final class MultipartForm {

	/**
	 * The part with a file.
	 */
	private static final String FILE = "file";

	/**
	 * Of all fields together, as for forms without files.
	 */
	private static final long MAX_FIELD_BYTES = DataSize.ofKilobytes(128).toBytes();

	private static final int MAX_PARTS = 50;

	private final FileStore store;

	private final long maxSize;

	private final Map<String, List<String>> fields = new LinkedHashMap<>();

	private final List<ReceivedFile> files = new ArrayList<>();

	private long fieldBytes;

	private @Nullable UploadRefusedException refusal;

	private boolean hasFiles;

	/**
	 * @param maxSize the most bytes of a file
	 * @param refusal why files are refused; null to take them
	 */
	MultipartForm(FileStore store, long maxSize, @Nullable UploadRefusedException refusal) {
		this.store = store;
		this.maxSize = maxSize;
		this.refusal = refusal;
	}

	/**
	 * Reads the form. Blocks for as long as its sender takes.
	 * @param bytes the body of the request
	 * @throws UploadRefusedException if its fields are too long
	 * @throws IOException if it is malformed, or cannot be read
	 */
	void read(HttpServletRequest request, InputStream bytes) throws IOException {
		FileUpload parts = new FileUpload();
		parts.setHeaderEncoding(StandardCharsets.UTF_8.name());
		parts.setFileCountMax(MAX_PARTS);
		FileItemIterator iterator = parts.getItemIterator(new ServletRequestContext(request) {

			@Override
			public InputStream getInputStream() {
				return bytes;
			}

		});
		int count = 0;
		while (iterator.hasNext()) {
			if (++count > MAX_PARTS) {
				throw new FileUploadException("Too many parts");
			}
			read(iterator.next());
		}
	}

	private void read(FileItemStream part) throws IOException {
		try (InputStream bytes = part.openStream()) {
			if (part.isFormField()) {
				readField(part.getFieldName(), bytes);
			}
			else if (FILE.equals(part.getFieldName()) && !nameOf(part).isEmpty()) {
				this.hasFiles = true;
				readFile(nameOf(part), bytes);
			}
			else {
				skip(bytes);
			}
		}
	}

	/**
	 * The name as it was sent, also if it has a null character.
	 */
	private static String nameOf(FileItemStream part) {
		try {
			return part.getName();
		}
		catch (InvalidFileNameException ex) {
			return ex.getName();
		}
	}

	private void readField(String name, InputStream bytes) throws IOException {
		byte[] value = bytes.readNBytes((int) (MAX_FIELD_BYTES - this.fieldBytes + 1));
		this.fieldBytes += value.length;
		if (this.fieldBytes > MAX_FIELD_BYTES) {
			throw new UploadRefusedException(ErrorCode.TOO_LARGE);
		}
		this.fields.computeIfAbsent(name, (key) -> new ArrayList<>()).add(new String(value, StandardCharsets.UTF_8));
	}

	private void readFile(String name, InputStream bytes) throws IOException {
		if (this.refusal == null) {
			store(name, bytes);
			if (this.refusal == null && bytes.read() >= 0) {
				this.refusal = new UploadRefusedException(ErrorCode.TOO_LARGE);
			}
		}
		skip(bytes);
	}

	private void store(String name, InputStream bytes) throws IOException {
		String id = FileId.random();
		try {
			this.store.create(id);
			this.files.add(new ReceivedFile(id, name, this.store.append(id, 0, bytes, this.maxSize)));
		}
		catch (FileStore.StreamFailedException ex) {
			this.store.delete(id);
			throw ex;
		}
		catch (IOException ex) {
			this.store.delete(id);
			this.refusal = new UploadRefusedException(ErrorCode.FULL);
		}
	}

	private static void skip(InputStream bytes) throws IOException {
		bytes.transferTo(OutputStream.nullOutputStream());
	}

	Map<String, List<String>> fields() {
		return this.fields;
	}

	/**
	 * The files that were stored, also if others were refused.
	 */
	List<ReceivedFile> files() {
		return this.files;
	}

	/**
	 * Why the files are refused; null if they are not, or if there are none.
	 */
	@Nullable UploadRefusedException refusal() {
		return this.hasFiles ? this.refusal : null;
	}

}
