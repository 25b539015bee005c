package chat.foyer.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Asks for pages as a browser with a guest does: one request after the other over a
 * connection that is kept, and compressed.
 */
final class Browser {

	private static final int LINES = 60;

	/**
	 * What people write, in turns.
	 */
	private static final List<String> TEXTS = List.of("Hello **everybody**, this is *Ann* :-)",
			"See https://example.org/a/b?c=d and [the docs](https://example.com/docs) for `code`",
			"> quoted\n\nand ~~not~~", "```\nfor (int i = 0; i < n; i++) {\n  run(i);\n}\n```", "A short line",
			"Some longer text that goes on for a while, with a few words more than the others, so that it wraps.",
			"@Ann can you look at this? \uD83D\uDC4D", "1. first\n2. second\n3. third", "/me waves");

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern SCRIPT = Pattern.compile("\"(/js/composer-\\w+\\.js)\"");

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(Redirect.NEVER)
		.build();

	private final URI server;

	private final Pass pass;

	/**
	 * @param pass lets the guest into the room; with an empty cookie where none is asked
	 * for
	 */
	Browser(URI server, Pass pass) {
		this.server = server;
		this.pass = pass;
	}

	/**
	 * The address of the room's page.
	 */
	String room() {
		return "/rooms/" + this.pass.room();
	}

	/**
	 * The address of all events of the room but the first.
	 */
	String events() {
		return room() + "/events?after=1";
	}

	/**
	 * Fills the room with more lines than its page shows.
	 * @return the address of a script that the page links to
	 */
	String talk() throws IOException, InterruptedException {
		String page = text(send(request(room()).build()));
		String token = find(CSRF, page);
		for (int line = 0; line < LINES; line++) {
			String body = "_csrf=" + encode(token) + "&text=" + encode(TEXTS.get(line % TEXTS.size()) + " " + line);
			send(request(room() + "/messages").header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build());
		}
		return find(SCRIPT, page);
	}

	/**
	 * Asks for an address so many times.
	 */
	void get(String address, int times) throws IOException, InterruptedException {
		HttpRequest request = request(address).build();
		for (int i = 0; i < times; i++) {
			send(request);
		}
	}

	/**
	 * Asks for an address without waiting for the answer.
	 * @return whether the server gave it
	 */
	CompletableFuture<Boolean> ask(String address) {
		return HTTP.sendAsync(request(address).build(), BodyHandlers.ofByteArray())
			.handle((response, failure) -> failure == null && response.statusCode() < 400);
	}

	private HttpRequest.Builder request(String address) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.server.resolve(address))
			.header("Accept-Encoding", "gzip");
		return this.pass.cookie().isEmpty() ? request : request.header("Cookie", this.pass.cookie());
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
		if (response.statusCode() >= 400) {
			throw new IOException("%s was answered %d".formatted(request.uri(), response.statusCode()));
		}
		return response;
	}

	private static String text(HttpResponse<byte[]> response) throws IOException {
		try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String find(Pattern pattern, String page) throws IOException {
		Matcher found = pattern.matcher(page);
		if (!found.find()) {
			throw new IOException("The page has no " + pattern);
		}
		return found.group(1);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
