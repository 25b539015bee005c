package chat.foyer.live.connection;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import chat.foyer.live.handshake.LivenessUpgradeStrategy;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SocketWriter} and {@link Outbox} on a socket of Tomcat.
 */
class SocketWriterIntegrationTests {

	private static final int FRAMES = 5_000;

	private static final int ENOUGH_WAITING_BYTES = 64 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final CompletableFuture<Outbox> opened = new CompletableFuture<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	private final CountDownLatch mayClose = new CountDownLatch(1);

	@TempDir
	private Path folder;

	private @Nullable WebServer server;

	@AfterEach
	void stop() {
		this.mayClose.countDown();
		if (this.server != null) {
			this.server.stop();
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void writesOneMessageForEachFrameInOrderAmongPongsAndThenCloses(boolean isSecure, boolean isBinary)
			throws Exception {
		Client client = new Client(true);
		WebSocket socket = connect(client, isSecure);
		Outbox outbox = await(this.opened);
		if (isBinary) {
			outbox.writeBinary();
		}
		CompletableFuture<WebSocket> pings = ping(socket, client);
		List<String> texts = IntStream.range(0, FRAMES)
			.mapToObj((number) -> number + "x".repeat(number % 700))
			.toList();
		long end = System.nanoTime() + PATIENCE.toNanos();
		for (String text : texts) {
			while (outbox.waitingBytes() > ENOUGH_WAITING_BYTES) {
				assertThat(System.nanoTime()).isLessThan(end);
				Thread.onSpinWait();
			}
			outbox.send(EncodedFrames.of(text.getBytes(StandardCharsets.UTF_8)));
		}
		this.mayClose.countDown();
		outbox.close(CloseStatus.GOING_AWAY.withReason("done"));
		assertThat(await(client.end)).isEqualTo("1001 done");
		assertThat(client.messages).containsExactlyElementsOf(texts);
		assertThat(client.binary).hasValue(isBinary ? FRAMES : 0);
		assertThat(client.pongs).hasPositiveValue();
		assertThat(pings).isNotCancelled();
	}

	@Test
	void senderDoesNotWaitForAClientThatDoesNotReadNorForItsClosing() throws Exception {
		connect(new Client(false), false);
		Outbox outbox = await(this.opened);
		EncodedFrames frames = EncodedFrames.of(new byte[30 * 1024]);
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (outbox.waitingBytes() == 0) {
			assertThat(System.nanoTime()).isLessThan(end);
			outbox.send(frames);
		}
		outbox.checkTimeout(System.nanoTime() + Duration.ofSeconds(6).toNanos());
		outbox.send(frames);
		assertThat(outbox.waitingBytes()).isZero();
		assertThat(this.closed).isNotDone();
		this.mayClose.countDown();
		assertThat(await(this.closed)).isEqualTo(CloseStatus.SERVICE_OVERLOAD);
	}

	/**
	 * Sends pings one after another until the connection ends.
	 */
	private static CompletableFuture<WebSocket> ping(WebSocket socket, Client client) {
		return socket.sendPing(ByteBuffer.allocate(4))
			.thenCompose((same) -> client.end.isDone() ? CompletableFuture.completedFuture(same)
					: CompletableFuture
						.supplyAsync(() -> same, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
						.thenCompose((later) -> ping(later, client)));
	}

	private WebSocket connect(Client client, boolean isSecure) throws Exception {
		HttpClient.Builder http = HttpClient.newBuilder();
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
		if (isSecure) {
			http.sslContext(secure(factory));
		}
		factory.addContextCustomizers((context) -> context.addServletContainerInitializer(new WsSci(), null));
		this.server = factory.getWebServer((context) -> {
			var servlet = context.addServlet("live", new Handshake());
			servlet.addMapping("/live");
			servlet.setAsyncSupported(true);
		});
		this.server.start();
		return http.build()
			.newWebSocketBuilder()
			.buildAsync(URI.create((isSecure ? "wss" : "ws") + "://localhost:" + this.server.getPort() + "/live"),
					client)
			.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private SSLContext secure(TomcatServletWebServerFactory factory) throws Exception {
		Path file = this.folder.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", file.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		Ssl ssl = new Ssl();
		ssl.setKeyStore(file.toUri().toString());
		ssl.setKeyStorePassword("changeit");
		factory.setSsl(ssl);
		KeyStore keys = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(keys);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private static <T> T await(CompletableFuture<T> future) throws Exception {
		return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private final class Handshake extends HttpServlet {

		private final transient WebSocketHttpRequestHandler handler = new WebSocketHttpRequestHandler(new Handler(),
				new DefaultHandshakeHandler(new LivenessUpgradeStrategy(1_000)));

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			this.handler.setServletContext(getServletContext());
			this.handler.handleRequest(request, response);
		}

	}

	private final class Handler extends AbstractWebSocketHandler {

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			SocketWriterIntegrationTests.this.opened
				.complete(new Outbox(session, LivenessUpgradeStrategy.writerOf(session.getAttributes())));
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws InterruptedException {
			SocketWriterIntegrationTests.this.mayClose.await();
			SocketWriterIntegrationTests.this.closed.complete(status);
		}

	}

	private static final class Client implements WebSocket.Listener {

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		private final AtomicInteger pongs = new AtomicInteger();

		private final AtomicInteger binary = new AtomicInteger();

		private final CompletableFuture<String> end = new CompletableFuture<>();

		private final StringBuilder message = new StringBuilder();

		private final boolean isReading;

		private Client(boolean isReading) {
			this.isReading = isReading;
		}

		@Override
		public void onOpen(WebSocket socket) {
			if (this.isReading) {
				socket.request(1);
			}
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			return receive(socket, data, last);
		}

		@Override
		public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
			if (last) {
				this.binary.incrementAndGet();
			}
			return receive(socket, StandardCharsets.US_ASCII.decode(data), last);
		}

		private @Nullable CompletionStage<?> receive(WebSocket socket, CharSequence data, boolean last) {
			this.message.append(data);
			if (last) {
				this.messages.add(this.message.toString());
				this.message.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
			this.pongs.incrementAndGet();
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.end.complete(code + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.end.complete(error.toString());
		}

	}

}
