package chat.foyer.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.resource.AbstractResourceResolver;
import org.springframework.web.servlet.resource.HttpResource;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Keeps each static file in memory as it is sent: scripts and styles without their
 * comments and indentation, which are a third of their compressed size, and text
 * compressed with gzip for clients that accept it. Each form of a file has an entity tag
 * of its own. Files at versioned addresses never change, so browsers keep them.
 * <p>
 * A versioned address contains the hash of the file with its comments: a change of this
 * class needs a change of the files, or browsers keep what they have.
 * <p>
 * Thread-safe.
 */
final class CompressedResourceResolver extends AbstractResourceResolver {

	private static final Set<String> COMMENTED = Set.of("js", "css");

	private static final Set<String> TEXT = Set.of("js", "css", "svg", "json", "webmanifest");

	/**
	 * A comment that stands on lines of its own.
	 */
	private static final Pattern COMMENT = Pattern.compile("^[ \t]*(?:/\\*.*?\\*/[ \t]*|//[^\n]*)\n",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern INDENTATION = Pattern.compile("^\\s+", Pattern.MULTILINE);

	private static final String IMMUTABLE = String
		.valueOf(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable().getHeaderValue());

	private final Map<Key, Resource> prepared = new ConcurrentHashMap<>();

	@Override
	protected @Nullable Resource resolveResourceInternal(@Nullable HttpServletRequest request, String path,
			List<? extends Resource> locations, ResourceResolverChain chain) {
		if (path.indexOf('%') >= 0) {
			// No link of the pages is encoded. Each spelling would be kept in memory.
			return null;
		}
		Key key = new Key(path, Gzip.isAccepted(request));
		Resource known = this.prepared.get(key);
		if (known != null) {
			return known;
		}
		Resource file = chain.resolveResource(request, path, locations);
		return (file != null) ? this.prepared.computeIfAbsent(key, (missing) -> prepare(file, missing)) : null;
	}

	@Override
	protected @Nullable String resolveUrlPathInternal(String path, List<? extends Resource> locations,
			ResourceResolverChain chain) {
		return chain.resolveUrlPath(path, locations);
	}

	private static Resource prepare(Resource file, Key key) {
		HttpHeaders headers = new HttpHeaders();
		// Only VersionResourceResolver finds resources with headers of their own.
		if (file instanceof HttpResource versioned) {
			headers.addAll(versioned.getResponseHeaders());
			headers.set(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
		}
		String extension = String.valueOf(StringUtils.getFilenameExtension(key.path()));
		try {
			byte[] content = file.getContentAsByteArray();
			if (COMMENTED.contains(extension)) {
				content = shorten(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
			}
			if (TEXT.contains(extension)) {
				headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
				if (key.acceptsGzip()) {
					headers.set(HttpHeaders.CONTENT_ENCODING, Gzip.CODING);
					content = Gzip.compress(content);
				}
			}
			headers.setETag("\"" + DigestUtils.md5DigestAsHex(content) + "\"");
			return new PreparedResource(file, content, headers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Drops comments, indentation and empty lines. In a string over several lines blanks
	 * at the beginning of a line would be lost, too.
	 */
	static String shorten(String source) {
		return INDENTATION.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
	}

	private record Key(String path, boolean acceptsGzip) {
	}

	private static final class PreparedResource extends TransformedResource implements HttpResource {

		private final HttpHeaders headers;

		PreparedResource(Resource file, byte[] content, HttpHeaders headers) {
			super(file, content);
			this.headers = HttpHeaders.readOnlyHttpHeaders(headers);
		}

		@Override
		public HttpHeaders getResponseHeaders() {
			return this.headers;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
