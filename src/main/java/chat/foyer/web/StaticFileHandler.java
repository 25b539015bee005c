package chat.foyer.web;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.resource.HttpResource;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Serves files with strong entity tags, and evaluates the preconditions of requests as
 * RFC 9110, section 13.2.2 orders them. Spring ignores {@code If-Match} for GET and
 * {@code If-Range}, and sends a 304 without the headers of the file. Preconditions with
 * dates apply to files that have a date.
 */
public class StaticFileHandler extends ResourceHttpRequestHandler {

	private static final List<String> IN_NOT_MODIFIED = List.of(HttpHeaders.CACHE_CONTROL, HttpHeaders.ETAG,
			HttpHeaders.VARY);

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		if (!AddressRepairFilter.isRead(request.getMethod()) || !(getResource(request) instanceof HttpResource file)) {
			super.handleRequest(request, response);
			return;
		}
		HttpHeaders headers = file.getResponseHeaders();
		ETag tag = ETag.create(String.valueOf(headers.getETag()));
		if (has(HttpHeaders.IF_MATCH, request) && !matches(HttpHeaders.IF_MATCH, tag, true, request)) {
			response.sendError(HttpStatus.PRECONDITION_FAILED.value());
		}
		else if (matches(HttpHeaders.IF_NONE_MATCH, tag, false, request)) {
			prepareResponse(response);
			IN_NOT_MODIFIED.stream()
				.filter(headers::containsHeader)
				.forEach((name) -> response.setHeader(name, headers.getFirst(name)));
			response.setStatus(HttpStatus.NOT_MODIFIED.value());
		}
		else {
			List<HttpRange> ranges = ranges(tag, headers.getFirst(HttpHeaders.LAST_MODIFIED), request);
			long length = file.contentLength();
			if (!ranges.isEmpty() && ranges.stream().allMatch((range) -> range.getRangeStart(length) >= length)) {
				// Spring would set the headers of the file first.
				response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
				response.sendError(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
			}
			else {
				super.handleRequest(isSendable(ranges, file) ? request : new WholeFileRequest(request), response);
			}
		}
	}

	private static boolean has(String name, HttpServletRequest request) {
		return request.getHeader(name) != null;
	}

	/**
	 * Whether a list of entity tags contains the tag.
	 * @param isStrong whether to compare strongly, that is, whether weak tags never match
	 */
	private static boolean matches(String name, ETag tag, boolean isStrong, HttpServletRequest request) {
		return Collections.list(request.getHeaders(name))
			.stream()
			.flatMap((list) -> ETag.parse(list).stream())
			.anyMatch((other) -> other.isWildcard() || tag.compare(other, isStrong));
	}

	/**
	 * The ranges that the client asks for. Empty where the {@code Range} header does not
	 * apply: in requests other than GET, where it is malformed or not in bytes, and where
	 * an {@code If-Range} header has neither the current tag nor the date.
	 */
	private static List<HttpRange> ranges(ETag tag, @Nullable String date, HttpServletRequest request) {
		String condition = request.getHeader(HttpHeaders.IF_RANGE);
		if (!HttpMethod.GET.matches(request.getMethod()) || (condition != null
				&& !condition.trim().equals(tag.formattedTag()) && !condition.trim().equals(date))) {
			return List.of();
		}
		try {
			return HttpRange.parseRanges(request.getHeader(HttpHeaders.RANGE));
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

	/**
	 * Whether Spring sends the ranges. It rejects several ranges of which one lies beyond
	 * the end, and those that are longer than the file together.
	 */
	private static boolean isSendable(List<HttpRange> ranges, HttpResource file) {
		try {
			return !HttpRange.toResourceRegions(ranges, file).isEmpty();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * A request without its {@code Range} header.
	 */
	private static final class WholeFileRequest extends HttpServletRequestWrapper {

		WholeFileRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.RANGE.equalsIgnoreCase(name) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return HttpHeaders.RANGE.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

	}

}
