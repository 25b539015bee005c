package chat.foyer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import chat.foyer.support.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 1,000 guests enter a server that has just started, 200 at a time: all of them get in.
 */
@Tag("proof")
class EntryRushProcessTests {

	private static final int GUESTS = 1_000;

	private static final int AT_A_TIME = 200;

	private static final int ROOMS = 20;

	/**
	 * Twice what a machine with two busy processors takes, and half of what proxies
	 * allow.
	 */
	private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

	private static final Duration LOCKED = Duration.ofSeconds(2);

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final AtomicInteger entered = new AtomicInteger();

	@TempDir
	private Path dataDir;

	@Test
	void admitsAllGuestsAfterColdStart() throws Exception {
		int port = ServerProcess.freePort();
		try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
			assertAllEnter(port, () -> null);
			assertThat(server.log()).doesNotContain("WARN", "ERROR");
		}
	}

	@Test
	void admitsAllGuestsWhileDatabaseIsLocked() throws Exception {
		int port = ServerProcess.freePort();
		try (ServerProcess server = ServerProcess.start(port, this.dataDir)) {
			assertAllEnter(port, this::lockDatabase);
			assertThat(server.log()).doesNotContain("A request is refused");
		}
	}

	private void assertAllEnter(int port, Callable<?> meanwhile) throws Exception {
		ExecutorService browsers = Executors.newFixedThreadPool(AT_A_TIME + 1);
		try {
			Future<?> trouble = browsers.submit(meanwhile);
			List<Callable<Entry>> guests = new ArrayList<>();
			for (int guest = 0; guest < GUESTS; guest++) {
				String name = "Guest " + guest;
				String room = "Room " + guest % ROOMS;
				guests.add(() -> enter(URI.create("http://localhost:" + port + "/"), name, room));
			}
			List<Entry> entries = new ArrayList<>();
			for (Future<Entry> entry : browsers.invokeAll(guests)) {
				entries.add(entry.get());
			}
			trouble.get();
			System.out.println("The slowest of the answers took "
					+ entries.stream().map(Entry::slowest).max(Duration::compareTo).orElseThrow());
			assertThat(entries).allSatisfy((entry) -> {
				assertThat(entry.status()).isEqualTo(303);
				assertThat(entry.slowest()).isLessThan(ANSWER_WITHIN);
			});
		}
		finally {
			browsers.shutdownNow();
		}
	}

	/**
	 * Does what a backup or a database browser may do, once the first guests are in.
	 */
	private Void lockDatabase() throws Exception {
		while (this.entered.get() == 0) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement statement = connection.createStatement()) {
			statement.execute("pragma busy_timeout = 10000");
			statement.execute("begin immediate");
			TimeUnit.NANOSECONDS.sleep(LOCKED.toNanos());
			statement.execute("rollback");
		}
		return null;
	}

	private Entry enter(URI address, String username, String room) throws IOException, InterruptedException {
		long start = System.nanoTime();
		HttpResponse<String> form = send(HttpRequest.newBuilder(address));
		long middle = System.nanoTime();
		Matcher token = CSRF.matcher(form.body());
		if (form.statusCode() != 200 || !token.find()) {
			return new Entry(form.statusCode(), Duration.ofNanos(middle - start));
		}
		String cookies = form.headers()
			.allValues("Set-Cookie")
			.stream()
			.map((cookie) -> cookie.split(";", 2)[0])
			.collect(Collectors.joining("; "));
		String fields = "username=" + encode(username) + "&room=" + encode(room) + "&_csrf=" + token.group(1);
		HttpResponse<String> answer = send(HttpRequest.newBuilder(address)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Cookie", cookies)
			.POST(BodyPublishers.ofString(fields)));
		this.entered.incrementAndGet();
		return new Entry(answer.statusCode(), Duration.ofNanos(Math.max(middle - start, System.nanoTime() - middle)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private record Entry(int status, Duration slowest) {
	}

}
