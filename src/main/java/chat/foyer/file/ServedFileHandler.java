package chat.foyer.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import chat.foyer.web.ContentSecurityPolicy;
import chat.foyer.web.StaticFileHandler;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourceRegion;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Sends stored files. Tomcat's poller sends all but small ones, straight from the disk,
 * so that a slow reader takes neither a thread nor heap, and is cut when nothing was
 * written for {@code server.tomcat.connection-timeout}.
 * <p>
 * The poller cannot do that with TLS, with compression or for several ranges of one file.
 * A thread waits for the reader then; no more than half of the threads do so at a time,
 * and a request that waits too long for one of them gets a 503.
 */
@Component
class ServedFileHandler extends StaticFileHandler {

	private static final String FILE = ServedFileHandler.class.getName() + ".FILE";

	/**
	 * Whatever a file turns out to be, it can load and run nothing.
	 */
	private static final String POLICY = "sandbox; default-src 'none'";

	private static final String SENDFILE = "org.apache.tomcat.sendfile.";

	/**
	 * A thread writes fewer bytes as fast as it hands them over.
	 */
	private static final long MIN_SENDFILE_BYTES = 48 * 1024;

	private static final Duration WAIT = Duration.ofMillis(500);

	private static final String RETRY_AFTER_SECONDS = "1";

	private final Semaphore threads;

	ServedFileHandler(@Value("${server.tomcat.threads.max:200}") int threads) {
		this.threads = new Semaphore(Math.max(1, threads / 2), true);
		setCacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate().immutable());
		setResourceHttpMessageConverter(new WholeFileConverter());
		setResourceRegionHttpMessageConverter(new RegionConverter());
	}

	/**
	 * Answers a request with a file that exists.
	 */
	void send(ServedFile file, HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		request.setAttribute(FILE, file);
		request.setAttribute(ContentSecurityPolicy.OWN, POLICY);
		if (!takesThread(file, request)) {
			handleRequest(request, response);
		}
		else if (awaitThread()) {
			try {
				handleRequest(request, response);
			}
			finally {
				this.threads.release();
			}
		}
		else {
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
			response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
		}
	}

	private static boolean takesThread(ServedFile file, HttpServletRequest request) throws IOException {
		String ranges = Objects.requireNonNullElse(request.getHeader(HttpHeaders.RANGE), "");
		return file.contentLength() >= MIN_SENDFILE_BYTES && HttpMethod.GET.matches(request.getMethod())
				&& (!canSendFile(file, request) || ranges.contains(","));
	}

	private boolean awaitThread() {
		try {
			return this.threads.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	protected @Nullable Resource getResource(HttpServletRequest request) {
		return (ServedFile) request.getAttribute(FILE);
	}

	@Override
	protected @Nullable MediaType getMediaType(HttpServletRequest request, Resource file) {
		return ((ServedFile) file).type();
	}

	private static boolean canSendFile(Resource file, HttpServletRequest request) {
		return file.isFile() && Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"));
	}

	/**
	 * Has Tomcat send bytes of a file instead of a body, once the headers are written.
	 * @return whether it will
	 */
	private static boolean sendFile(Resource file, long start, long length) throws IOException {
		if (length < MIN_SENDFILE_BYTES
				|| !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				|| !canSendFile(file, attributes.getRequest())) {
			return false;
		}
		HttpServletRequest request = attributes.getRequest();
		request.setAttribute(SENDFILE + "filename", file.getFile().getPath());
		request.setAttribute(SENDFILE + "start", start);
		request.setAttribute(SENDFILE + "end", start + length);
		return true;
	}

	private static final class WholeFileConverter extends ResourceHttpMessageConverter {

		@Override
		protected void writeContent(Resource file, HttpOutputMessage message) throws IOException {
			if (!sendFile(file, 0, file.contentLength())) {
				super.writeContent(file, message);
			}
		}

	}

	private static final class RegionConverter extends ResourceRegionHttpMessageConverter {

		@Override
		protected void writeResourceRegion(ResourceRegion region, HttpOutputMessage message) throws IOException {
			long size = region.getResource().contentLength();
			long start = region.getPosition();
			long length = Math.min(region.getCount(), size - start);
			if (sendFile(region.getResource(), start, length)) {
				message.getHeaders()
					.add(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(start, start + length - 1, size));
				message.getHeaders().setContentLength(length);
			}
			else {
				super.writeResourceRegion(region, message);
			}
		}

	}

}
