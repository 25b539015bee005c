package chat.foyer.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawHttp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of uploads in parts and of forms with files, with the whole server.
 */
@IntegrationTest
class UploadIntegrationTests {

	private static final String BOUNDARY = "----boundary";

	private static final byte[] BYTES = new byte[1_300_000];

	static {
		new Random(1).nextBytes(BYTES);
	}

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private JdbcClient jdbc;

	private final String room = Visitors.newRoom();

	private Visitor ann;

	private String token;

	@BeforeEach
	void enterAnn() {
		this.ann = this.visitors.enter("Ann", this.room);
		this.token = this.ann.token(Visitor.addressOf(this.room));
	}

	@Test
	void formUploadsFileForMessage() throws Exception {
		HttpResponse<String> uploaded = post(this.ann, files(), new Form().field("_csrf", this.token)
			.file("../b\u00fccher.exe.txt", "hello".getBytes(StandardCharsets.UTF_8)));
		assertThat(uploaded.statusCode()).isEqualTo(201);
		String id = idOf(uploaded);
		assertThat(uploaded.body()).contains("\"type\":\"text/plain\"", "b\u00fccher", "\"size\":5");
		assertThat(uploaded.headers().firstValue("Location")).contains(files() + "/" + id);
		assertThat(request(this.ann, "GET", files() + "/" + id).body()).isEqualTo(uploaded.body());
		assertThat(say(this.ann, this.room, id).statusCode()).isEqualTo(200);
		assertThat(events()).contains("\"files\":[" + uploaded.body() + "]");
		assertThat(this.ann.get(files() + "/" + id + "/any.txt").body()).isEqualTo("hello");
	}

	@Test
	void formUploadsFileWithNullCharacterInItsName() throws Exception {
		HttpResponse<String> uploaded = post(this.ann, files(),
				new Form().field("_csrf", this.token).file("a\u0000.txt", "hello".getBytes(StandardCharsets.UTF_8)));
		assertThat(uploaded.statusCode()).isEqualTo(201);
		assertThat(uploaded.body()).contains("\"name\":\"a.txt\"");
	}

	@Test
	void fileIsAttachedOnceInItsRoomByItsSeat() throws Exception {
		String id = upload("a.txt", "hello");
		Visitor bob = this.visitors.enter("Bob", this.room);
		assertThat(say(bob, this.room, id).statusCode()).isEqualTo(403);
		for (String method : List.of("HEAD", "GET", "DELETE")) {
			assertThat(request(bob, method, files() + "/" + id, "Tus-Resumable", "1.0.0", "X-CSRF-TOKEN",
					bob.token(Visitor.addressOf(this.room)))
				.statusCode()).as(method).isEqualTo(403);
		}
		String elsewhere = Visitors.newRoom();
		this.ann.enter("Ann", elsewhere);
		assertThat(say(this.ann, elsewhere, id).statusCode()).isEqualTo(410);
		assertThat(request(this.ann, "GET", Visitor.addressOf(elsewhere) + "/files/" + id).statusCode()).isEqualTo(404);
		assertThat(say(this.ann, this.room, id).statusCode()).isEqualTo(200);
		assertThat(say(this.ann, this.room, id).statusCode()).isEqualTo(410);
		assertThat(tus("DELETE", files() + "/" + id).statusCode()).isEqualTo(409);
		assertThat(request(bob, "GET", files() + "/" + id).statusCode()).isEqualTo(200);
	}

	@Test
	void guestWhoLeftUploadsNothing() throws Exception {
		String address = begin(10);
		this.ann.leave(this.room);
		assertThat(patch(address, 0, new byte[10]).body()).contains("\"error\":\"not-a-member\"");
		assertThat(tus("POST", files(), "Upload-Length", "10").statusCode()).isEqualTo(403);
		assertThat(post(this.ann, files(), new Form().field("_csrf", this.token).file("a", new byte[10])).body())
			.contains("\"error\":\"not-a-member\"");
	}

	@Test
	void uploadGoesOnWhereItBroke() throws Exception {
		String address = begin(BYTES.length);
		int half = 700_000;
		try (Socket socket = new Socket(URI.create(this.ann.origin()).getHost(),
				URI.create(this.ann.origin()).getPort())) {
			OutputStream out = socket.getOutputStream();
			out.write("""
					PATCH %s HTTP/1.1
					Host: localhost
					Cookie: %s
					X-CSRF-TOKEN: %s
					Tus-Resumable: 1.0.0
					Upload-Offset: 0
					Content-Type: application/offset+octet-stream
					Content-Length: %d

					""".replace("\n", "\r\n")
				.formatted(address, this.ann.cookieHeader(), this.token, BYTES.length)
				.getBytes(StandardCharsets.ISO_8859_1));
			out.write(BYTES, 0, half);
			out.flush();
			// The server reads on while the connection stands still, and takes nothing
			// else.
			await().untilAsserted(() -> assertThat(patch(address, 0, new byte[] { 1 }).statusCode()).isEqualTo(409));
		}
		await().untilAsserted(() -> assertThat(offset(address)).isEqualTo(half));
		assertThat(request(this.ann, "GET", address).statusCode()).isEqualTo(404);
		HttpResponse<String> rest = patch(address, half, Arrays.copyOfRange(BYTES, half, BYTES.length));
		assertThat(rest.statusCode()).isEqualTo(204);
		assertThat(rest.headers().firstValue("Upload-Offset")).contains(String.valueOf(BYTES.length));
		assertThat(offset(address)).isEqualTo(BYTES.length);
		assertThat(request(this.ann, "GET", address).body()).contains("\"size\":1300000");
		HttpResponse<byte[]> content = CLIENT
			.send(HttpRequest.newBuilder(URI.create(this.ann.origin() + address + "/a"))
				.header("Cookie", this.ann.cookieHeader())
				.build(), BodyHandlers.ofByteArray());
		assertThat(content.body()).isEqualTo(BYTES);
		assertThat(tus("DELETE", address).statusCode()).isEqualTo(204);
		assertThat(tus("HEAD", address).statusCode()).isEqualTo(404);
	}

	@Test
	void expiredUploadIsGone() throws Exception {
		String address = begin(10);
		this.jdbc.sql("update file set created_at = created_at - 3600001 where id = ?")
			.param(address.substring(address.lastIndexOf('/') + 1))
			.update();
		assertThat(patch(address, 0, new byte[10]).statusCode()).isEqualTo(404);
		assertThat(tus("HEAD", address).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "POST | | Upload-Length: 5 | 415",
			"POST | | Tus-Resumable: 0.2.2, Upload-Length: 5 | 412", "POST | | Tus-Resumable: 1.0.0 | 400",
			"POST | | Tus-Resumable: 1.0.0, Upload-Length: -1 | 400",
			"POST | | Tus-Resumable: 1.0.0, Upload-Defer-Length: 1 | 400",
			"POST | | Tus-Resumable: 1.0.0, Upload-Length: 26214401 | 413",
			"POST | | Tus-Resumable: 1.0.0, Upload-Length: 5, Upload-Metadata: filename &&& | 400",
			"POST | | Tus-Resumable: 1.0.0, Upload-Length: 5, Upload-Metadata: filename | 201",
			"POST | | Tus-Resumable: 1.0.0, Upload-Length: 0 | 201", "HEAD | x | | 412",
			"HEAD | x | Tus-Resumable: 1.0.0 | 404", "PATCH | x | Tus-Resumable: 1.0.0 | 404",
			"PATCH | own | Upload-Offset: 0 | 412", "PATCH | own | Tus-Resumable: 1.0.0, Upload-Offset: 0 | 415",
			"PATCH | own | Tus-Resumable: 1.0.0, Content-Type: application/offset+octet-stream | 400",
			"PATCH | own | Tus-Resumable: 1.0.0, Content-Type: application/offset+octet-stream, Upload-Offset: 1 | 409",
			"DELETE | own | Tus-Resumable: 1.0.0 | 204", "GET | own | | 404", "GET | x | | 404" })
	void followsTheProtocol(String method, @Nullable String id, @Nullable String headers, int status) throws Exception {
		String address = (id == null) ? files() : "own".equals(id) ? begin(5) : files() + "/" + id;
		List<String> given = new ArrayList<>(List.of("X-CSRF-TOKEN", this.token));
		if (headers != null) {
			for (String header : headers.split(", ", -1)) {
				given.addAll(List.of(header.split(": ", 2)));
			}
		}
		HttpResponse<String> answer = request(this.ann, method, address, given.toArray(String[]::new));
		assertThat(answer.statusCode()).isEqualTo(status);
		if (status == 412) {
			assertThat(answer.headers().firstValue("Tus-Version")).contains("1.0.0");
		}
		if (status >= 400 && !method.equals("HEAD")) {
			assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		}
	}

	@Test
	void tellsTheProtocol() throws Exception {
		HttpResponse<String> options = request(this.ann, "OPTIONS", files());
		assertThat(options.statusCode()).isEqualTo(204);
		Map<String, List<String>> headers = options.headers().map();
		assertThat(headers).containsEntry("tus-version", List.of("1.0.0"))
			.containsEntry("tus-resumable", List.of("1.0.0"))
			.containsEntry("tus-extension", List.of("creation,termination"))
			.containsEntry("tus-max-size", List.of("26214400"));
		String address = begin(5);
		assertThat(tus("HEAD", address).headers().firstValue("Cache-Control")).contains("no-store");
		assertThat(tus("HEAD", address).headers().firstValue("Upload-Length")).contains("5");
		assertThat(request(this.ann, "DELETE", address, "Tus-Resumable", "1.0.0").statusCode()).as("no token")
			.isEqualTo(403);
	}

	@Test
	void decidesBeforeTheBodyIsSent() {
		RawHttp raw = new RawHttp(this.ann.origin());
		assertThat(raw.sendUnfinished(head(files(), 30_000_000, this.ann.cookieHeader()))).isEqualTo(413);
		assertThat(raw.sendUnfinished(head(files(), 100, ""))).isEqualTo(403);
		assertThat(raw.sendUnfinished(head(Visitor.addressOf(this.room) + "/messages", 100, ""))).isEqualTo(403);
		assertThat(raw
			.sendUnfinished(head(Visitor.addressOf(this.room) + "/messages", 90_000_000, this.ann.cookieHeader())))
			.isEqualTo(413);
		assertThat(raw.sendUnfinished(head(files(), 100, this.ann.cookieHeader()).replace("Content-Length: 100",
				"Transfer-Encoding: chunked")))
			.isEqualTo(411);
	}

	private static String head(String address, long length, String cookie) {
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=x\r\n"
			.formatted(address, cookie) + "Content-Length: " + length
				+ "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/language", "%s/leave", "%s/read", "%s/messages/1/edit" })
	void otherFormsHaveNoFiles(String address) throws Exception {
		HttpResponse<String> answer = post(this.ann, address.formatted(Visitor.addressOf(this.room)),
				new Form().field("_csrf", this.token).field("text", "hi").file("a", new byte[10]));
		assertThat(answer.statusCode()).isEqualTo(415);
	}

	@Test
	void formPostsTextAndFiles() throws Exception {
		String messages = Visitor.addressOf(this.room) + "/messages";
		HttpResponse<String> said = post(this.ann, messages,
				new Form().field("_csrf", this.token)
					.field("id", "m-1")
					.field("text", "look \u2602")
					.field("alt", "nothing to see")
					.file("a.txt", "one".getBytes(StandardCharsets.UTF_8))
					.file("b.txt", "two".getBytes(StandardCharsets.UTF_8)));
		assertThat(said.statusCode()).isEqualTo(303);
		assertThat(events()).contains("look \u2602", "\"name\":\"a.txt\"", "\"name\":\"b.txt\"")
			.doesNotContain("nothing to see");
		assertThat(post(this.ann, messages,
				new Form().field("_csrf", this.token).field("text", "only text").file("", new byte[0]))
			.statusCode()).isEqualTo(303);
		assertThat(events()).contains("only text");
		assertThat(
				post(this.ann, messages, new Form().field("_csrf", this.token).field("text", "").file("", new byte[0]))
					.statusCode())
			.isEqualTo(422);
	}

	@Test
	void formOfProgramPostsTextAndFiles() throws Exception {
		String messages = Visitor.addressOf(this.room) + "/messages";
		HttpResponse<String> said = post(this.ann, messages,
				new Form().field("_csrf", this.token)
					.field("text", "look")
					.field("files", upload("first.txt", "one"))
					.file("second.txt", "two".getBytes(StandardCharsets.UTF_8)),
				"Accept", "application/json");
		assertThat(said.statusCode()).isEqualTo(200);
		assertThat(events()).containsSubsequence("\"text\":\"look\"", "first.txt", "second.txt");
		Form many = new Form().field("_csrf", this.token);
		for (int i = 0; i < 11; i++) {
			many.file("a" + i, new byte[1]);
		}
		assertThat(post(this.ann, messages, many, "Accept", "application/json").body())
			.contains("\"error\":\"bad-frame\"", "up to 10 files");
		assertThat(post(this.ann, messages,
				new Form().field("_csrf", this.token).field("text", "x".repeat(20_000)).file("a", new byte[1]),
				"Accept", "application/json")
			.statusCode()).isEqualTo(413);
		assertThat(this.jdbc.sql("select count(*) from file where room = ? and seq is null")
			.param(this.room)
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void refusedFormKeepsText() throws Exception {
		String messages = Visitor.addressOf(this.room) + "/messages";
		HttpResponse<String> large = post(this.ann, messages,
				new Form().file("a.bin", new byte[26_300_000]).field("_csrf", this.token).field("text", "so large"));
		assertThat(large.statusCode()).isEqualTo(413);
		assertThat(large.body()).contains("so large</textarea>", "Files can be up to 25");
		Form many = new Form().field("_csrf", this.token).field("text", "so many");
		for (int i = 0; i < 11; i++) {
			many.file("a" + i, new byte[1]);
		}
		HttpResponse<String> eleven = post(this.ann, messages, many);
		assertThat(eleven.statusCode()).isEqualTo(400);
		assertThat(eleven.body()).contains("so many</textarea>", "up to 10 files");
		HttpResponse<String> stale = post(this.ann, messages,
				new Form().field("_csrf", "stale").field("text", "so stale").file("a", new byte[1]));
		assertThat(stale.statusCode()).isEqualTo(403);
		assertThat(stale.body()).contains("so stale</textarea>");
		assertThat(
				this.jdbc.sql("select count(*) from file where room = ?").param(this.room).query(Long.class).single())
			.isZero();
		assertThat(post(this.ann, messages, new Form().field("_csrf", this.token).field("text", "x".repeat(200_000)))
			.statusCode()).isEqualTo(413);
	}

	@Test
	void sharedFilesWaitInTheNewestRoom() throws Exception {
		Form shared = new Form().field("title", "Trip")
			.field("text", "100% fun & more")
			.file("a.txt", new byte[] { 'a' });
		HttpResponse<String> answer = post(this.ann, "/share", shared, "Sec-Fetch-Site", "none");
		assertThat(answer.statusCode()).isEqualTo(303);
		String location = answer.headers().firstValue("Location").orElseThrow();
		assertThat(location)
			.matches(Visitor.addressOf(this.room) + "\\?files=[0-9a-f]{32}&text=Trip%0A100%25%20fun%20%26%20more");
		assertThat(say(this.ann, this.room, location.replaceAll(".*files=(\\w+).*", "$1")).statusCode()).isEqualTo(200);
		assertThat(post(this.ann, "/share", shared, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
		assertThat(post(this.ann, "/share", shared).statusCode()).isEqualTo(403);
		HttpResponse<String> stranger = post(this.visitors.arrive(), "/share", shared, "Sec-Fetch-Site", "none");
		assertThat(stranger.headers().firstValue("Location")).contains("/?share");
		assertThat(this.visitors.arrive().get("/?share").body()).contains("Enter a room first");
	}

	private String files() {
		return Visitor.addressOf(this.room) + "/files";
	}

	private String events() {
		return this.ann.get(Visitor.addressOf(this.room) + "/events?after=0").body();
	}

	private String upload(String name, String text) throws Exception {
		return idOf(post(this.ann, files(),
				new Form().field("_csrf", this.token).file(name, text.getBytes(StandardCharsets.UTF_8))));
	}

	private static String idOf(HttpResponse<String> uploaded) {
		return uploaded.body().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
	}

	private HttpResponse<String> say(Visitor visitor, String in, String file) throws Exception {
		return post(visitor, Visitor.addressOf(in) + "/messages",
				new Form().field("_csrf", visitor.token(Visitor.addressOf(in))).field("text", "").field("files", file),
				"Accept", "application/json");
	}

	private String begin(int length) throws Exception {
		HttpResponse<String> begun = tus("POST", files(), "Upload-Length", String.valueOf(length), "Upload-Metadata",
				"filename " + Base64.getEncoder().encodeToString("a.bin".getBytes(StandardCharsets.UTF_8)));
		assertThat(begun.statusCode()).isEqualTo(201);
		return begun.headers().firstValue("Location").orElseThrow();
	}

	private long offset(String address) throws Exception {
		return tus("HEAD", address).headers().firstValueAsLong("Upload-Offset").orElse(-1);
	}

	private HttpResponse<String> tus(String method, String address, String... headers) throws Exception {
		String[] all = Arrays.copyOf(headers, headers.length + 4);
		System.arraycopy(new String[] { "Tus-Resumable", "1.0.0", "X-CSRF-TOKEN", this.token }, 0, all, headers.length,
				4);
		return request(this.ann, method, address, all);
	}

	private HttpResponse<String> patch(String address, long offset, byte[] bytes) throws Exception {
		return send(this.ann, "PATCH", address, BodyPublishers.ofByteArray(bytes), "Tus-Resumable", "1.0.0",
				"X-CSRF-TOKEN", this.token, "Upload-Offset", String.valueOf(offset), "Content-Type",
				"application/offset+octet-stream");
	}

	private static HttpResponse<String> request(Visitor visitor, String method, String address, String... headers)
			throws Exception {
		return send(visitor, method, address, BodyPublishers.noBody(), headers);
	}

	private static HttpResponse<String> post(Visitor visitor, String address, Form form, String... headers)
			throws Exception {
		String[] all = Arrays.copyOf(headers, headers.length + 2);
		all[headers.length] = "Content-Type";
		all[headers.length + 1] = "multipart/form-data; boundary=" + BOUNDARY;
		return send(visitor, "POST", address, BodyPublishers.ofByteArray(form.bytes()), all);
	}

	private static HttpResponse<String> send(Visitor visitor, String method, String address, BodyPublisher body,
			String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(visitor.origin() + address))
			.method(method, body)
			.header("Cookie", visitor.cookieHeader());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
	}

	/**
	 * The body of a form.
	 */
	private static final class Form {

		private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

		Form field(String name, String value) throws IOException {
			return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
		}

		Form file(String name, byte[] content) throws IOException {
			return part("name=\"file\"; filename=\"" + name + "\"", content);
		}

		private Form part(String head, byte[] content) throws IOException {
			this.parts.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n")
				.getBytes(StandardCharsets.UTF_8));
			this.parts.write(content);
			this.parts.write("\r\n".getBytes(StandardCharsets.UTF_8));
			return this;
		}

		byte[] bytes() throws IOException {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			this.parts.writeTo(all);
			all.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
			return all.toByteArray();
		}

	}

}
