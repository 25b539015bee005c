package chat.foyer.web;

import java.util.List;

import chat.foyer.entry.EntrySlice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StaticFileHandler} by RFC 9110, sections 13 and 14.
 */
@EntrySlice
class StaticFileHandlerTests {

	private static final String FILE = "/css/tokens.css";

	private static final String IMMUTABLE = "max-age=31536000, public, immutable";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ResourceUrlProvider addresses;

	private String tag;

	@BeforeEach
	void readTag() {
		this.tag = header(get(FILE), "ETag");
	}

	@Test
	void everyFileHasAStrongTagForEachEncoding() {
		for (String file : List.of(FILE, "/js/room.js", "/worker.js", "/favicon.svg", "/manifest.webmanifest",
				"/webjars/stomp__stompjs/esm6/client.js")) {
			MvcTestResult plain = get(file);
			MvcTestResult compressed = get(file, "Accept-Encoding", "gzip");
			assertThat(header(plain, "ETag")).as(file).matches("\"[0-9a-f]{32}\"");
			assertThat(header(compressed, "ETag")).as(file)
				.matches("\"[0-9a-f]{32}\"")
				.isNotEqualTo(header(plain, "ETag"));
			assertThat(List.of(plain, compressed))
				.allSatisfy((answer) -> assertThat(answer).hasHeader("Vary", "Accept-Encoding"));
		}
		assertThat(header(get("/icons/icon-192.png"), "ETag")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "W/%s", "*", "\"x\", %s", "W/\"x\",%s , \"y\"" })
	void answersNotModifiedIfOneTagMatches(String tags) {
		for (MvcTestResult answer : List.of(get(FILE, "If-None-Match", tags.formatted(this.tag)),
				this.mvc.head().uri(FILE).header("If-None-Match", tags.formatted(this.tag)).exchange())) {
			assertThat(answer).hasStatus(HttpStatus.NOT_MODIFIED).hasHeader("ETag", this.tag);
			assertThat(answer).hasHeader("Vary", "Accept-Encoding").hasHeader("Cache-Control", "no-cache");
			assertThat(answer).doesNotContainHeader("Content-Length").bodyText().isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"x\"", "", "x", "\"", "W/" })
	void sendsFileIfNoTagMatches(String tags) {
		assertThat(get(FILE, "If-None-Match", tags)).hasStatusOk().bodyText().contains(":root");
	}

	@Test
	void tagOfOneEncodingIsNoTagOfTheOther() {
		assertThat(this.mvc.get().uri(FILE).header("Accept-Encoding", "gzip").header("If-None-Match", this.tag))
			.hasStatusOk()
			.hasHeader("Content-Encoding", "gzip");
	}

	@Test
	void notModifiedFileStaysImmutable() {
		String versioned = this.addresses.getForLookupPath(FILE);
		MvcTestResult file = get(versioned);
		assertThat(file).hasHeader("Cache-Control", IMMUTABLE);
		assertThat(get(versioned, "If-None-Match", header(file, "ETag"))).hasStatus(HttpStatus.NOT_MODIFIED)
			.hasHeader("Cache-Control", IMMUTABLE);
	}

	@ParameterizedTest
	@CsvSource({ "%s, 200", "*, 200", "'\"x\", %s', 200", "\"x\", 412", "W/%s, 412", "'', 412" })
	void evaluatesIfMatchByStrongComparison(String tags, int status) {
		assertThat(get(FILE, "If-Match", tags.formatted(this.tag))).hasStatus(status);
	}

	@Test
	void ifMatchPrecedesIfNoneMatch() {
		assertThat(this.mvc.get().uri(FILE).header("If-Match", "\"x\"").header("If-None-Match", this.tag))
			.hasStatus(HttpStatus.PRECONDITION_FAILED);
	}

	@Test
	void ignoresDatesOfFilesWithoutDates() {
		for (String header : List.of("If-Modified-Since", "If-Unmodified-Since")) {
			for (String date : List.of("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 2100 23:59:59 GMT", "x")) {
				assertThat(get(FILE, header, date)).hasStatusOk();
			}
		}
	}

	@Test
	void sendsRanges() {
		assertThat(get(FILE)).hasHeader("Accept-Ranges", "bytes");
		MvcTestResult part = get(FILE, "Range", "bytes=0-4");
		assertThat(part).hasStatus(HttpStatus.PARTIAL_CONTENT).hasHeader("ETag", this.tag).bodyText().hasSize(5);
		assertThat(header(part, "Content-Range")).startsWith("bytes 0-4/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=999999-", "bytes=-0", "bytes=999999-,-0" })
	void rangeBeyondTheEndIsAnsweredWithoutTheHeadersOfTheFile(String range) {
		MvcTestResult beyond = this.mvc.get()
			.uri(this.addresses.getForLookupPath(FILE))
			.header("Accept-Encoding", "gzip")
			.header("Range", range)
			.exchange();
		assertThat(beyond).hasStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
		assertThat(header(beyond, "Content-Range")).matches("bytes \\*/\\d+");
		assertThat(beyond).doesNotContainHeader("ETag").doesNotContainHeader("Content-Encoding");
		assertThat(String.valueOf(header(beyond, "Cache-Control"))).doesNotContain("immutable");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=x-y", "bytes=9-1", "bytes=", "bytes", "", "bytes=0-4,999999-", "bytes=0-,0-" })
	void ignoresRangesThatAreMalformedOrCannotBeSent(String range) {
		assertThat(get(FILE, "Range", range)).hasStatusOk().hasHeader("ETag", this.tag).bodyText().contains(":root");
	}

	@Test
	void ignoresRangesOfOtherUnitsAndMethods() {
		assertThat(get(FILE, "Range", "lines=0-4")).hasStatusOk();
		assertThat(this.mvc.head().uri(FILE).header("Range", "bytes=0-4")).hasStatusOk();
	}

	@ParameterizedTest
	@CsvSource({ "%s, 206", "W/%s, 200", "\"x\", 200", "'Thu, 01 Jan 1970 00:00:00 GMT', 200",
			"'Fri, 31 Dec 2100 23:59:59 GMT', 200" })
	void sendsRangeOnlyOfTheFileThatTheClientHas(String condition, int status) {
		assertThat(
				this.mvc.get().uri(FILE).header("Range", "bytes=0-4").header("If-Range", condition.formatted(this.tag)))
			.hasStatus(status);
	}

	@Test
	void missingFileHasNoPreconditions() {
		assertThat(get("/css/nowhere.css", "If-Match", "*")).hasStatus(HttpStatus.NOT_FOUND);
	}

	private MvcTestResult get(String address) {
		return this.mvc.get().uri(address).exchange();
	}

	private MvcTestResult get(String address, String header, String value) {
		return this.mvc.get().uri(address).header(header, value).exchange();
	}

	private static String header(MvcTestResult answer, String name) {
		return answer.getResponse().getHeader(name);
	}

}
