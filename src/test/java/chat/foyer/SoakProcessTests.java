package chat.foyer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import chat.foyer.support.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two hundred guests come and go for ten minutes, or as long as the system property
 * {@code foyer.soak} says ({@code PT3M}): the server takes no more memory, threads and
 * file handles at the end than near the beginning, and holds nothing of those who went.
 */
@Tag("proof")
class SoakProcessTests {

	private static final Duration LENGTH = Duration.parse(System.getProperty("foyer.soak", "PT10M"));

	private static final int SAMPLES = 12;

	private static final int HANDS = 4;

	private static final int GUESTS_PER_HAND = 50;

	/**
	 * What the server opens for itself when there is something to do.
	 */
	private static final int FILES_OF_ITS_OWN = 40;

	/**
	 * What the server starts for itself when there is something to do: compilers, and
	 * timers that wait for their first use.
	 */
	private static final int THREADS_OF_ITS_OWN = 20;

	/**
	 * What the server must have none of when nobody is there.
	 */
	private static final String[] TRACES = { "chat.foyer.live.connection.Connection",
			"chat.foyer.live.connection.Outbox", "chat.foyer.live.broker.Subscription", "chat.foyer.room.SeatPresence",
			"org.apache.tomcat.websocket.WsSession",
			"org.springframework.web.socket.adapter.standard.StandardWebSocketSession",
			"org.springframework.messaging.simp.stomp.BufferingStompDecoder" };

	@TempDir
	private Path dataDir;

	@Test
	void departedGuestsLeakNothing() throws Exception {
		int port = ServerProcess.freePort();
		try (ServerProcess server = ServerProcess.start(port, this.dataDir, "foyer.presence.leave-grace=2s",
				"foyer.limits.entries-per-minute=100000", "foyer.limits.entry-burst=100000",
				"foyer.limits.unentered-per-address=1000")) {
			Footprint before = Footprint.of(server);
			List<Footprint> footprints = soak(server, "http://localhost:" + port);
			System.out.println("The footprints:" + System.lineSeparator() + Footprint.table(footprints));
			assertThat(footprints).as("looked at while guests were there")
				.anySatisfy((footprint) -> assertThat(footprint.instances()).containsKeys(TRACES));
			assertIsFlat(footprints, Footprint::heapBytes, 1.15, 4_000_000);
			// While there is a crowd, threads and files are as many as ask at the same
			// moment; what must not grow is what stays. Browsers keep their HTTP
			// connections for a while, and the web server its idle threads.
			await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
				Footprint last = Footprint.of(server);
				assertThat(last.instances()).doesNotContainKeys(TRACES);
				assertThat(last.files()).isLessThanOrEqualTo(before.files() + FILES_OF_ITS_OWN);
				assertThat(last.threads()).isLessThanOrEqualTo(before.threads() + THREADS_OF_ITS_OWN);
			});
			assertThat(server.log()).doesNotContain("WARN", "ERROR", "Exception");
		}
	}

	/**
	 * Lets guests come and go, and looks at the server from time to time.
	 */
	private static List<Footprint> soak(ServerProcess server, String address) throws Exception {
		List<Footprint> footprints = new ArrayList<>();
		List<Passers> passers = new ArrayList<>();
		ExecutorService hands = Executors.newFixedThreadPool(HANDS);
		try {
			long end = System.nanoTime() + LENGTH.toNanos();
			List<Future<?>> work = new ArrayList<>();
			for (int hand = 0; hand < HANDS; hand++) {
				Passers some = new Passers(address, hand, GUESTS_PER_HAND);
				passers.add(some);
				work.add(hands.submit(() -> some.comeAndGoUntil(end)));
			}
			for (int sample = 1; sample <= SAMPLES; sample++) {
				long at = end - LENGTH.toNanos() * (SAMPLES - sample) / SAMPLES;
				awaitMoment(at);
				footprints.add(Footprint.of(server));
			}
			for (Future<?> some : work) {
				some.get(1, TimeUnit.MINUTES);
			}
			System.out.println("Steps of guests: " + passers.stream().mapToLong(Passers::steps).sum());
		}
		finally {
			hands.shutdownNow();
			passers.forEach(Passers::close);
		}
		return footprints;
	}

	private static void awaitMoment(long nanoTime) {
		await().atMost(LENGTH.plusMinutes(1))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> System.nanoTime() >= nanoTime);
	}

	/**
	 * The last third is no more than the second one, but for some noise. The first one is
	 * for warming up.
	 */
	private static void assertIsFlat(List<Footprint> footprints, ToLongFunction<Footprint> figure, double factor,
			long noise) {
		double before = mean(footprints.subList(SAMPLES / 3, 2 * SAMPLES / 3), figure);
		double after = mean(footprints.subList(2 * SAMPLES / 3, SAMPLES), figure);
		assertThat(after).isLessThanOrEqualTo(Math.max(before * factor, before + noise));
	}

	private static double mean(List<Footprint> footprints, ToLongFunction<Footprint> figure) {
		return footprints.stream().mapToLong(figure).average().orElseThrow();
	}

}
