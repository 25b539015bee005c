package chat.foyer.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Compresses what is sent at once as a whole (RFC 1952). Keeps a few compressors: each
 * has a quarter of a megabyte of native memory, which is dear to allocate. Thread-safe.
 */
final class Gzip {

	/**
	 * The content coding of HTTP.
	 */
	static final String CODING = "gzip";

	private static final Pattern ACCEPTED = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))",
			Pattern.CASE_INSENSITIVE);

	private static final byte[] HEADER = { 0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	private static final int TRAILER_BYTES = 8;

	private static final int PART_BYTES = 4096;

	private static final int KEPT = 8;

	private static final BlockingQueue<Deflater> FREE = new ArrayBlockingQueue<>(KEPT);

	private Gzip() {
	}

	/**
	 * Whether the client accepts compressed answers.
	 */
	static boolean isAccepted(@Nullable HttpServletRequest request) {
		String accepted = (request != null) ? request.getHeader(HttpHeaders.ACCEPT_ENCODING) : null;
		return accepted != null && ACCEPTED.matcher(accepted).find();
	}

	static byte[] compress(byte[] content) {
		Deflater deflater = Objects.requireNonNullElseGet(FREE.poll(),
				() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));
		try {
			ByteArrayOutputStream compressed = new ByteArrayOutputStream(PART_BYTES + content.length / 2);
			compressed.writeBytes(HEADER);
			deflater.setInput(content);
			deflater.finish();
			byte[] part = new byte[PART_BYTES];
			while (!deflater.finished()) {
				compressed.write(part, 0, deflater.deflate(part));
			}
			CRC32 sum = new CRC32();
			sum.update(content);
			compressed.writeBytes(ByteBuffer.allocate(TRAILER_BYTES)
				.order(ByteOrder.LITTLE_ENDIAN)
				.putInt((int) sum.getValue())
				.putInt(content.length)
				.array());
			return compressed.toByteArray();
		}
		finally {
			deflater.reset();
			if (!FREE.offer(deflater)) {
				deflater.end();
			}
		}
	}

}
