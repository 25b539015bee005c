package chat.foyer.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import chat.foyer.message.Events;
import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link DownloadController} and of what happens to the bytes of files, with the
 * whole server.
 */
@IntegrationTest
class DownloadIntegrationTests {

	private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.UTF_8);

	/**
	 * JPEG and PNG, as far as the type of a thumbnail is read.
	 */
	private static final byte[] JPEG = { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF };

	private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G' };

	private static final Instant CREATED_AT = Instant.parse("2026-01-31T12:00:00.123Z");

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private FileStore store;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Events events;

	private final String room = Visitors.newRoom();

	private Visitor ann;

	@BeforeEach
	void enterAnn() {
		this.ann = this.visitors.enter("Ann", this.room);
	}

	@Test
	void tellsHowFileIsKeptAndGuarded() throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		HttpResponse<byte[]> file = get(this.ann, content(id));
		assertThat(file.statusCode()).isEqualTo(200);
		assertThat(file.body()).isEqualTo(TEXT);
		assertThat(headers(file)).contains(Map.entry("ETag", "\"" + id + "\""),
				Map.entry("Last-Modified", "Sat, 31 Jan 2026 12:00:00 GMT"),
				Map.entry("Content-Type", "text/plain;charset=UTF-8"), Map.entry("Content-Length", "10"),
				Map.entry("Accept-Ranges", "bytes"), Map.entry("Content-Disposition", "inline; filename=\"a.txt\""),
				Map.entry("Cache-Control", "max-age=86400, private, immutable"),
				Map.entry("Content-Security-Policy", "sandbox; default-src 'none'"),
				Map.entry("X-Content-Type-Options", "nosniff"),
				Map.entry("Cross-Origin-Resource-Policy", "same-origin"));
		assertThat(headers(file)).doesNotContainKeys("Set-Cookie", "Content-Encoding");
		HttpResponse<byte[]> head = send(this.ann, content(id), "HEAD");
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(headers(head)).isEqualTo(headers(file));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "If-None-Match | \"%s\"", "If-None-Match | \"x\", W/\"%s\"",
			"If-Modified-Since | Sat, 31 Jan 2026 12:00:00 GMT" })
	void sendsKeptFileNotAgain(String name, String value) throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		HttpResponse<byte[]> answer = get(this.ann, content(id), name, value.formatted(id));
		assertThat(answer.statusCode()).isEqualTo(304);
		// A browser replaces what it has kept of these.
		assertThat(headers(answer)).contains(Map.entry("Cache-Control", "max-age=86400, private, immutable"),
				Map.entry("Content-Security-Policy", "sandbox; default-src 'none'"));
		assertThat(get(this.ann, content(id), "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bytes=0-1 | 206 | bytes 0-1/10 | 01", "bytes=4- | 206 | bytes 4-9/10 | 456789",
					"bytes=-3 | 206 | bytes 7-9/10 | 789", "bytes=8-99 | 206 | bytes 8-9/10 | 89",
					"bytes=-99 | 206 | bytes 0-9/10 | 0123456789", "bytes=10- | 416 | bytes */10 | ",
					"bytes=5-4 | 200 | | 0123456789", "lines=1-2 | 200 | | 0123456789" })
	void sendsRange(String range, int status, @Nullable String contentRange, @Nullable String body) throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		HttpResponse<byte[]> answer = get(this.ann, content(id), "Range", range);
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(headers(answer).get("Content-Range")).isEqualTo(contentRange);
		if (body != null) {
			assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(body);
		}
	}

	@Test
	void sendsSeveralRanges() throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		HttpResponse<byte[]> answer = get(this.ann, content(id), "Range", "bytes=0-1,-2");
		assertThat(answer.statusCode()).isEqualTo(206);
		assertThat(headers(answer).get("Content-Type")).startsWith("multipart/byteranges");
		assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("bytes 0-1/10", "bytes 8-9/10");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\"%s\" | 206", "Sat, 31 Jan 2026 12:00:00 GMT | 206", "\"other\" | 200",
			"W/\"%s\" | 200", "Sat, 31 Jan 2026 11:00:00 GMT | 200" })
	void sendsRangeOfTheFileThatClientHas(String condition, int status) throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		assertThat(get(this.ann, content(id), "Range", "bytes=0-1", "If-Range", condition.formatted(id)).statusCode())
			.isEqualTo(status);
	}

	/**
	 * Tomcat's poller sends it.
	 */
	@Test
	void sendsLargeFile() throws Exception {
		byte[] large = random(300_000);
		String id = attached("a.mp4", "video/mp4", large);
		HttpResponse<byte[]> whole = get(this.ann, content(id));
		assertThat(whole.body()).isEqualTo(large);
		assertThat(headers(whole)).containsEntry("Content-Disposition", "inline; filename=\"a.mp4\"");
		HttpResponse<byte[]> part = get(this.ann, content(id), "Range", "bytes=1000-");
		assertThat(part.statusCode()).isEqualTo(206);
		assertThat(headers(part)).containsEntry("Content-Range", "bytes 1000-299999/300000")
			.containsEntry("Content-Security-Policy", "sandbox; default-src 'none'");
		assertThat(part.body()).isEqualTo(Arrays.copyOfRange(large, 1000, large.length));
		assertThat(send(this.ann, content(id), "HEAD").body()).isEmpty();
		assertThat(new String(get(this.ann, content(id), "Range", "bytes=0-99999,200000-").body(),
				StandardCharsets.ISO_8859_1))
			.contains(new String(large, 200_000, 100_000, StandardCharsets.ISO_8859_1));
		assertThat(get(this.ann, content(attached("empty.txt", "text/plain", new byte[0]))).body()).isEmpty();
	}

	@Test
	void slowReadersTakeNoThreads() throws Exception {
		String id = attached("a.bin", "application/octet-stream", random(8_000_000));
		List<Socket> readers = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				readers.add(stalledReader(content(id)));
			}
			await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().values().stream().flatMap(Stream::of))
				.noneMatch((frame) -> frame.getClassName().equals(ServedFileHandler.class.getName())));
			InputStream answer = readers.get(0).getInputStream();
			int length = 0;
			for (byte[] some = answer.readNBytes(1 << 16); length < 8_000_000; some = answer.readNBytes(1 << 16)) {
				length += some.length;
				assertThat(some).isNotEmpty();
			}
		}
		finally {
			for (Socket reader : readers) {
				reader.close();
			}
		}
	}

	private Socket stalledReader(String path) throws IOException {
		URI server = URI.create(this.ann.origin());
		Socket socket = new Socket();
		socket.setReceiveBufferSize(8192);
		socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n\r\n"
				.formatted(path, server.getAuthority(), this.ann.cookieHeader())
				.getBytes(StandardCharsets.UTF_8));
		assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
			.isEqualTo("HTTP/1.1 200");
		return socket;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a.svg | image/svg+xml | false | attachment; filename=\"a.svg\"",
			"a.html | text/html | false | attachment; filename=\"a.html\"",
			"a.pdf | application/pdf | false | attachment; filename=\"a.pdf\"",
			"a.png | image/png | false | attachment; filename=\"a.png\"",
			"a.heic | image/heic | false | attachment; filename=\"a.heic\"",
			"a.png | image/png | true | inline; filename=\"a.png\"",
			"a.ogg | audio/ogg | false | inline; filename=\"a.ogg\"",
			"50% \"a\\b.txt | text/plain | false | inline; filename=\"50_ _a_b.txt\"; filename*=UTF-8''50%25%20%22a%5Cb.txt",
			"r\u00E9sum\u00E9 \u5317.pdf | application/pdf | false | attachment; filename=\"r_sum_ _.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%E5%8C%97.pdf" })
	void showsWithinPageOnlyWhatIsHarmless(String name, String type, boolean isPicture, String disposition)
			throws Exception {
		String id = store(this.room, "Ann", name, type, isPicture, PNG, isPicture ? JPEG : null);
		attach(id);
		assertThat(headers(get(this.ann, content(id)))).containsEntry("Content-Disposition", disposition)
			.containsEntry("Content-Security-Policy", "sandbox; default-src 'none'");
	}

	@Test
	void pictureHasThumbnail() throws Exception {
		String id = store(this.room, "Ann", "a.png", "image/png", true, PNG, JPEG);
		HttpResponse<byte[]> thumbnail = get(this.ann, files(id) + "/thumbnail");
		assertThat(thumbnail.body()).isEqualTo(JPEG);
		assertThat(headers(thumbnail)).containsEntry("Content-Type", "image/jpeg")
			.containsEntry("ETag", "\"" + id + "-thumbnail\"")
			.containsEntry("Content-Disposition", "inline");
		String text = attached("a.txt", "text/plain", TEXT);
		assertThat(get(this.ann, files(text) + "/thumbnail").statusCode()).isEqualTo(404);
	}

	@Test
	void anyNameIsAccepted() throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		for (String name : List.of("b.html", "%E5%8C%97", "50%25.png", "a%2520b", "a;b", "a%3Bb", "x%5Cy", "x%2Fy",
				"what%3F", "thumbnail.bin", "a.")) {
			HttpResponse<byte[]> answer = get(this.ann, files(id) + "/" + name);
			assertThat(answer.statusCode()).as(name).isEqualTo(200);
			assertThat(answer.body()).as(name).isEqualTo(TEXT);
		}
	}

	@Test
	void onlyGuestsInTheRoomGetFiles() throws Exception {
		String attached = attached("a.txt", "text/plain", TEXT);
		String own = store(this.room, "Ann", "b.txt", "text/plain", false, TEXT, null);
		Visitor bob = this.visitors.enter("Bob", this.room);
		Visitor stranger = this.visitors.enter("Cat", Visitors.newRoom());
		assertThat(get(bob, content(attached)).statusCode()).isEqualTo(200);
		assertThat(get(this.ann, content(own)).statusCode()).isEqualTo(200);
		assertThat(get(bob, content(own)).statusCode()).isEqualTo(404);
		for (Visitor outside : List.of(stranger, this.visitors.arrive())) {
			HttpResponse<byte[]> page = get(outside, content(attached), "Accept", "text/html");
			assertThat(page.statusCode()).isEqualTo(403);
			assertThat(headers(page).get("Content-Type")).startsWith("text/html");
			assertThat(headers(page).get("Content-Security-Policy")).contains("script-src");
			HttpResponse<byte[]> problem = get(outside, content(attached), "Accept", "application/json");
			assertThat(problem.statusCode()).isEqualTo(403);
			assertThat(new String(problem.body(), StandardCharsets.UTF_8)).contains("\"error\":\"not-a-member\"");
			assertThat(get(outside, files(attached) + "/thumbnail").statusCode()).isEqualTo(403);
		}
		String elsewhere = Visitors.newRoom();
		this.ann.enter("Ann", elsewhere);
		HttpResponse<byte[]> other = get(this.ann, Visitor.addressOf(elsewhere) + "/files/" + attached + "/a.txt",
				"Accept", "application/json");
		assertThat(other.statusCode()).isEqualTo(404);
		assertThat(new String(other.body(), StandardCharsets.UTF_8)).contains("\"error\":\"not-found\"");
		for (String id : List.of(FileId.random(), "x", "..%2F..%2Ffoyer.db", "0".repeat(5000))) {
			assertThat(get(this.ann, files(id) + "/a.txt").statusCode()).as(id).isBetween(400, 414);
		}
		bob.leave(this.room);
		assertThat(get(bob, content(attached)).statusCode()).isEqualTo(403);
		HttpResponse<byte[]> page = get(bob, content(attached), "Accept", "text/html");
		assertThat(headers(page).get("Cache-Control")).doesNotContain("immutable");
	}

	@Test
	void incompleteFileIsNotThere() throws Exception {
		String id = store(this.room, "Ann", "a.txt", "text/plain", false, TEXT, null);
		this.jdbc.sql("update file set done = false where id = ?").param(id).update();
		assertThat(get(this.ann, content(id)).statusCode()).isEqualTo(404);
	}

	@Test
	void fileWithoutBytesIsNotThere() throws Exception {
		String id = attached("a.txt", "text/plain", TEXT);
		this.store.delete(id);
		HttpResponse<byte[]> answer = get(this.ann, content(id), "Accept", "text/html");
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(headers(answer).get("Content-Security-Policy")).contains("script-src");
	}

	@Test
	void deletedMessageTakesItsFilesAlong() throws Exception {
		Live live = this.ann.live().listen(this.room);
		String id = store(this.room, "Ann", "a.png", "image/png", true, PNG, JPEG);
		String other = store(this.room, "Ann", "b.txt", "text/plain", false, TEXT, null);
		long seq = say(live, id);
		say(live, other);
		assertThat(get(this.ann, content(id)).statusCode()).isEqualTo(200);
		live.send(this.room, "delete", "{\"id\":\"d-1\",\"of\":%d}".formatted(seq));
		assertThat(live.replies().next().error()).isNull();
		assertThat(get(this.ann, content(id)).statusCode()).isEqualTo(404);
		assertThat(get(this.ann, files(id) + "/thumbnail").statusCode()).isEqualTo(404);
		await().untilAsserted(() -> assertThat(paths(id)).isEmpty());
		assertThat(get(this.ann, content(other)).statusCode()).isEqualTo(200);
	}

	@Test
	void retentionLeavesNoFileOnDisk() throws Exception {
		Live live = this.ann.live().listen(this.room);
		String id = store(this.room, "Ann", "a.png", "image/png", true, PNG, JPEG);
		say(live, id);
		this.events.deleteBefore(Instant.now().plus(Duration.ofHours(1)), 10_000);
		assertThat(get(this.ann, content(id)).statusCode()).isEqualTo(404);
		await().untilAsserted(() -> assertThat(paths(id)).isEmpty());
	}

	@Test
	void leavingRemovesWhatNoMessageHas() throws Exception {
		Visitor bob = this.visitors.enter("Bob", this.room);
		String unattached = store(this.room, "Bob", "a.txt", "text/plain", false, TEXT, null);
		String attached = store(this.room, "Bob", "b.txt", "text/plain", false, TEXT, null);
		attach(attached);
		bob.leave(this.room);
		await().untilAsserted(() -> assertThat(paths(unattached)).isEmpty());
		assertThat(get(this.ann, content(attached)).statusCode()).isEqualTo(200);
		assertThat(
				this.jdbc.sql("select count(*) from file where id = ?").param(unattached).query(Integer.class).single())
			.isZero();
	}

	private long say(Live live, String file) {
		live.sendBody(this.room, "{\"id\":\"m-%s\",\"text\":\"\",\"files\":[\"%s\"]}".formatted(file, file));
		Long seq = live.replies().next().seq();
		assertThat(seq).isNotNull();
		return seq;
	}

	private String attached(String name, String type, byte[] bytes) throws IOException {
		String id = store(this.room, "Ann", name, type, false, bytes, null);
		attach(id);
		return id;
	}

	private void attach(String id) {
		this.jdbc.sql("update file set seq = 1 where id = ?").param(id).update();
	}

	private String store(String where, String username, String name, String type, boolean isPicture, byte[] bytes,
			byte @Nullable [] thumbnail) throws IOException {
		String id = FileId.random();
		this.jdbc.sql("""
				insert into file (room, id, seat, guest, name, type, size, stored, width, height, created_at, done)
				select room, :id, id, guest, :name, :type, :size, :size, :width, :width, :at, true from seat
				where room = :room and username = :username""")
			.param("id", id)
			.param("name", name)
			.param("type", type)
			.param("size", bytes.length)
			.param("width", isPicture ? 4 : null)
			.param("at", CREATED_AT.toEpochMilli())
			.param("room", RoomKey.of(where).value())
			.param("username", username)
			.update();
		this.store.create(id);
		Path content = this.store.incoming(id);
		Files.write(content, bytes);
		Path small = content.resolveSibling(id + ".small");
		if (thumbnail != null) {
			Files.write(small, thumbnail);
		}
		this.store.commit(id, content, (thumbnail != null) ? small : null);
		return id;
	}

	private List<String> paths(String id) throws IOException {
		try (Stream<FileStore.Entry> entries = this.store.list()) {
			return entries.map(FileStore.Entry::id).filter(id::equals).toList();
		}
	}

	private String files(String id) {
		return Visitor.addressOf(this.room) + "/files/" + id;
	}

	private String content(String id) {
		return files(id) + "/name";
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(1).nextBytes(bytes);
		return bytes;
	}

	private static HttpResponse<byte[]> get(Visitor guest, String path, String... headers) throws Exception {
		HttpResponse<byte[]> answer = send(guest, path, "GET", headers);
		while (answer.statusCode() == 303) {
			answer = send(guest, Visitor.location(answer), "GET", headers);
		}
		return answer;
	}

	private static HttpResponse<byte[]> send(Visitor guest, String path, String method, String... headers)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(guest.origin()).resolve(path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.header("Cookie", guest.cookieHeader());
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
	}

	private static Map<String, String> headers(HttpResponse<?> answer) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		headers.remove("Date");
		headers.remove("Keep-Alive");
		headers.remove("Connection");
		return headers;
	}

}
