package chat.foyer.clients;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stock clients work as they are: they enter, talk, listen, resume after a cut, stay
 * connected while nothing is said, and leave. All of them do so at the same time.
 */
@Tag("proof")
@IntegrationTest(properties = { "foyer.limits.heart-beat=5s", "foyer.limits.idle=12s" })
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockClientsIntegrationTests {

	/**
	 * Longer than a client may be silent, be it that it promised heart-beats or not.
	 */
	private static final Duration IDLE = Duration.ofSeconds(15);

	/**
	 * Starting one takes a processor for a second or two.
	 */
	private static final int STARTED_AT_ONCE = 3;

	/**
	 * A client that closes the connection without a code, as browsers do, is answered
	 * without one.
	 */
	private static final List<Integer> NORMAL_END = List.of(1000, Relay.WITHOUT_CODE);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Semaphore starts = new Semaphore(STARTED_AT_ONCE);

	private final Map<String, Future<?>> runs = new LinkedHashMap<>();

	private ServerLog log;

	@LocalServerPort
	private int port;

	@BeforeAll
	void startAll() {
		this.log = new ServerLog();
		clients().forEach((name, client) -> this.runs.put(name, this.threads.submit(() -> {
			talk(client);
			return null;
		})));
	}

	@AfterAll
	void endAll() {
		this.threads.shutdownNow();
		this.log.close();
	}

	Stream<String> names() {
		return clients().keySet().stream();
	}

	@Order(1)
	@ParameterizedTest
	@MethodSource("names")
	void clientTalksListensResumesStaysAndLeaves(String client) throws Throwable {
		try {
			this.runs.get(client).get();
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	@Order(3)
	@Test
	void clientOfOlderVersionsIsToldTheVersion() throws Exception {
		String room = Visitors.newRoom();
		try (Relay relay = new Relay(this.port);
				ClientProcess ann = new ClientProcess(Runtimes.FOLDER,
						node("stompjs-2.mjs").command(relay.address(), room, "Ann"))) {
			ann.awaitPrinted((line) -> line.path("error").path("version").asString("").equals("1.2"));
		}
	}

	@Order(2)
	@Test
	void serverLogsNothingOfThem() {
		assertThat(this.log.lines()).noneMatch((line) -> line.contains(" chat.foyer.live."));
		assertThat(this.log.troubles()).isEmpty();
	}

	private void talk(StockClient client) throws Exception {
		String room = Visitors.newRoom();
		try (Relay relay = new Relay(this.port);
				Visitor host = new Visitor("http://localhost:" + this.port);
				ClientProcess ann = start(client.command(relay.address(), room, "Ann"))) {
			host.enter("Zoe", room);
			talk(ann, host, room, relay);
			check(ann);
			assertThat(relay.ends()).as(ann.tell()).hasSize(2);
			assertThat(relay.ends().get(1)).as(ann.tell()).isIn(NORMAL_END);
		}
	}

	/**
	 * Starts a client, and returns when it has talked.
	 */
	private ClientProcess start(List<String> command) throws IOException, InterruptedException {
		this.starts.acquire();
		try {
			ClientProcess ann = new ClientProcess(Runtimes.FOLDER, command);
			try {
				ann.awaitThat(() -> ann.printed("reply").size() == 3 && texts(ann).contains("3"));
				return ann;
			}
			catch (AssertionError ex) {
				ann.close();
				throw ex;
			}
		}
		finally {
			this.starts.release();
		}
	}

	private static void talk(ClientProcess ann, Visitor host, String room, Relay relay) {
		say(host, room, "hello");
		ann.awaitThat(() -> texts(ann).contains("hello"));
		relay.cut();
		say(host, room, "missed");
		relay.mend();
		ann.awaitThat(() -> ann.printed("reply").size() == 4 && texts(ann).contains("back"));
		await().during(IDLE)
			.atMost(IDLE.plusMinutes(1))
			.untilAsserted(() -> assertThat(relay.ends()).as(ann.tell()).containsExactly(Relay.CUT));
		say(host, room, "leave");
		ann.awaitThat(() -> !ann.printed("closed").isEmpty() && relay.ends().size() == 2);
	}

	private static void say(Visitor host, String room, String text) {
		HttpResponse<String> answer = host.sayByScript(room, UUID.randomUUID().toString(), text);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
	}

	private static void check(ClientProcess ann) {
		List<JsonNode> events = ann.printed("event");
		List<Long> seqs = events.stream().map((event) -> event.get("seq").asLong()).toList();
		assertThat(seqs).as(ann.tell())
			.containsExactlyElementsOf(LongStream.range(seqs.get(0), seqs.get(0) + seqs.size()).boxed().toList());
		assertThat(texts(ann)).containsExactly("1", "2", "3", "hello", "missed", "back", "leave");
		assertThat(ann.printed()).as("what was said while the line was cut comes over HTTP")
			.anyMatch((line) -> line.path("via").asString("").equals("http")
					&& line.get("event").path("text").asString("").equals("missed"));
		Map<String, Long> own = new HashMap<>();
		events.stream()
			.filter((event) -> event.has("id") && event.get("author").asString().equals("Ann"))
			.forEach((event) -> own.put(event.get("id").asString(), event.get("seq").asLong()));
		Map<String, Long> replies = new HashMap<>();
		ann.printed("reply").forEach((reply) -> replies.put(reply.get("id").asString(), reply.path("seq").asLong()));
		assertThat(replies).isEqualTo(own);
		List<String> promised = new ArrayList<>();
		ann.printed("receipts").get(0).forEach((command) -> promised.add(command.asString()));
		assertThat(ann.printed("receipt")).extracting(JsonNode::asString).containsAll(promised);
		if (promised.contains("SEND")) {
			assertThat(ann.printed("receipt")).filteredOn((command) -> command.asString().equals("SEND")).hasSize(4);
		}
	}

	private static List<String> texts(ClientProcess client) {
		return client.printed("event")
			.stream()
			.filter((event) -> event.has("text"))
			.map((event) -> event.get("text").asString())
			.toList();
	}

	private static Map<String, StockClient> clients() {
		Map<String, StockClient> clients = new LinkedHashMap<>();
		clients.put("Spring on Tomcat", java(SpringClient.class, "tomcat"));
		clients.put("Spring on Tomcat with receipts", java(SpringClient.class, "tomcat", "receipts"));
		clients.put("Spring on Tyrus", java(SpringClient.class, "tyrus", "receipts"));
		clients.put("Spring on Jetty", java(SpringClient.class, "jetty", "receipts"));
		clients.put("JDK", java(JdkClient.class));
		clients.put("OkHttp", java(OkHttpSocket.class));
		clients.put("Java-WebSocket", java(JavaWebSocketSocket.class));
		for (String version : List.of("5", "6", "7")) {
			clients.put("@stomp/stompjs " + version, node("stompjs.mjs", version));
		}
		clients.put("@stomp/rx-stomp", node("rx-stomp.mjs"));
		clients.put("webstomp-client", node("webstomp-client.mjs"));
		for (String library : List.of("ws", "undici", "websocket", "faye-websocket")) {
			clients.put("npm " + library, node("raw.mjs", library));
		}
		clients.put("python3-websocket", python("websocket", "websocket-client.py"));
		clients.put("python3-websockets", python("websockets", "websockets-client.py"));
		clients.put("Mojolicious", perl("Mojo::UserAgent", "mojo.pl"));
		return clients;
	}

	private static StockClient java(Class<?> program, String... arguments) {
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new StockClient(() -> List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, program.getName()),
				List.of(arguments));
	}

	private static StockClient node(String script, String... arguments) {
		return new StockClient(() -> List.of(Runtimes.node(), script), List.of(arguments));
	}

	private static StockClient python(String module, String script) {
		return new StockClient(() -> List.of(Runtimes.python(module), script), List.of());
	}

	private static StockClient perl(String module, String script) {
		return new StockClient(() -> List.of(Runtimes.perl(module), script), List.of());
	}

	/**
	 * How a client is started.
	 *
	 * @param program the program with its first arguments; makes sure that it can run
	 * @param arguments what follows the server's address, the room and the username
	 */
	private record StockClient(Callable<List<String>> program, List<String> arguments) {

		List<String> command(String address, String room, String username) throws Exception {
			return Stream.of(this.program.call(), List.of(address, room, username), this.arguments)
				.flatMap(List::stream)
				.toList();
		}

	}

}
