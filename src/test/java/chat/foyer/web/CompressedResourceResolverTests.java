package chat.foyer.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.resource.HttpResource;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.VersionResourceResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link CompressedResourceResolver}.
 */
class CompressedResourceResolverTests {

	private static final List<Resource> LOCATIONS = List.of(new ClassPathResource("static/css/"));

	private final CompressedResourceResolver resolver = new CompressedResourceResolver();

	private final ResourceResolverChain files = new Files();

	@Test
	void dropsIndentationAndCommentsOnLinesOfTheirOwn() {
		String source = """
				/* A file. */
				/**
				 * A function.
				 */
				export function a() {
				  // Its body.

				  const address = "https://example.org/*"; // Kept, as all that stands behind code.
				  return address.replace(/\\/*x/, "*/");
				}
				""";
		assertThat(CompressedResourceResolver.shorten(source)).isEqualTo("""
				export function a() {
				const address = "https://example.org/*"; // Kept, as all that stands behind code.
				return address.replace(/\\/*x/, "*/");
				}
				""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gzip              | true
			deflate, gzip, br | true
			GZIP;q=0.5        | true
			gzip;q=0          | false
			gzip;q=0.0, br    | false
			br                | false
			''                | false
			""")
	void compressesForClientsThatAcceptGzip(String accepted, boolean isCompressed) throws IOException {
		for (int i = 0; i < 2; i++) {
			Resource file = resolve("tokens.css", accepted);
			assertThat(headers(file).getFirst("Content-Encoding")).isEqualTo(isCompressed ? "gzip" : null);
			assertThat(headers(file).getFirst("Vary")).isEqualTo("Accept-Encoding");
			try (InputStream content = isCompressed ? new GZIPInputStream(file.getInputStream())
					: file.getInputStream()) {
				assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8)).contains(":root {")
					.doesNotContain("/*");
			}
		}
	}

	@Test
	void onlyVersionedAddressesAreKeptForEver() {
		String versioned = this.resolver.resolveUrlPath("tokens.css", LOCATIONS, this.files);
		assertThat(versioned).matches("tokens-[0-9a-f]{32}\\.css");
		assertThat(headers(resolve(versioned, "")).getCacheControl()).isEqualTo("max-age=31536000, public, immutable");
		assertThat(headers(resolve("tokens.css", "")).getCacheControl()).isNull();
		assertThat(resolve(versioned.replaceFirst("-.{4}", "-0000"), "")).isNull();
	}

	@Test
	void doesNotKnowEncodedSpellings() {
		ResourceResolverChain decoding = mock();
		given(decoding.resolveResource(any(), any(), any())).willReturn(new ClassPathResource("static/css/tokens.css"));
		MockHttpServletRequest request = new MockHttpServletRequest();
		assertThat(this.resolver.resolveResource(request, "tokens.css", LOCATIONS, decoding)).isNotNull();
		assertThat(this.resolver.resolveResource(request, "%74okens.css", LOCATIONS, decoding)).isNull();
	}

	private Resource resolve(String path, String accepted) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Accept-Encoding", accepted);
		return this.resolver.resolveResource(request, path, LOCATIONS, this.files);
	}

	private static HttpHeaders headers(Resource file) {
		return ((HttpResource) file).getResponseHeaders();
	}

	/**
	 * Resolves as a handler does behind this resolver.
	 */
	private static final class Files implements ResourceResolverChain {

		private final VersionResourceResolver versions = new VersionResourceResolver().addContentVersionStrategy("/**");

		private final ResourceResolverChain paths = new ResourceResolverChain() {

			private final PathResourceResolver resolver = new PathResourceResolver();

			@Override
			public Resource resolveResource(HttpServletRequest request, String path,
					List<? extends Resource> locations) {
				return this.resolver.resolveResource(request, path, locations, this);
			}

			@Override
			public String resolveUrlPath(String path, List<? extends Resource> locations) {
				return this.resolver.resolveUrlPath(path, locations, this);
			}

		};

		@Override
		public Resource resolveResource(HttpServletRequest request, String path, List<? extends Resource> locations) {
			return this.versions.resolveResource(request, path, locations, this.paths);
		}

		@Override
		public String resolveUrlPath(String path, List<? extends Resource> locations) {
			return this.versions.resolveUrlPath(path, locations, this.paths);
		}

	}

}
