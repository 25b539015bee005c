package chat.foyer.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import chat.foyer.room.RoomKey;
import chat.foyer.support.Live;
import chat.foyer.support.RawStomp;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mallory sends as much as she can, over as many connections as she can get, and comes
 * back when she is cut off. Bob talks at the pace at which people do.
 */
@Tag("proof")
class FloodIntegrationTests {

	private static final int MESSAGES = 120;

	private static final Duration PAUSE = Duration.ofMillis(220);

	private static final Duration LONGEST = Duration.ofMillis(250);

	/**
	 * The flood itself takes the processors that the server needs, so that some messages
	 * wait for them. Behind what Mallory sends they would wait for longer.
	 */
	private static final Duration LONGEST_OF_FEW = Duration.ofSeconds(1);

	private static final int CONNECTIONS = 3;

	private final String room = Visitors.newRoom();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger cuts = new AtomicInteger();

	@TempDir
	private Path dataDir;

	private RunningServer server;

	private Visitors visitors;

	private volatile boolean isOver;

	@BeforeEach
	void open() {
		this.server = RunningServer.start(0, this.dataDir, "foyer.limits.message-burst=20",
				"foyer.limits.frames-per-second=50", "foyer.limits.entry-burst=60");
		this.visitors = new Visitors(this.server::address);
	}

	@AfterEach
	void close() {
		this.visitors.close();
		this.server.close();
	}

	@Test
	void aFloodIsNotFeltByOthers() throws InterruptedException {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor mallory = this.visitors.enter("Mallory", this.room);
		List<Thread> floods = Stream.generate(() -> new Thread(() -> flood(mallory), "flood"))
			.limit(CONNECTIONS)
			.toList();
		floods.forEach(Thread::start);
		await().until(() -> this.sent.get() > 1_000);
		List<Duration> times = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			long next = System.nanoTime() + PAUSE.toNanos();
			times.add(say(bob));
			await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= next);
		}
		this.isOver = true;
		for (Thread flood : floods) {
			flood.join();
		}
		times.sort(Duration::compareTo);
		Duration median = times.get(MESSAGES / 2);
		Duration p99 = times.get(MESSAGES * 99 / 100);
		System.out.println("Flooded with " + this.sent + " messages, cut off " + this.cuts + " times; median "
				+ median.toMillis() + " ms, p99 " + p99.toMillis() + " ms");
		assertThat(median).isLessThan(LONGEST);
		assertThat(p99).isLessThan(LONGEST_OF_FEW);
		assertThat(bob.isOpen()).isTrue();
	}

	private Duration say(Live live) {
		long start = System.nanoTime();
		String id = live.say(this.room, "Hello");
		live.events().next((event) -> id.equals(event.id()));
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private void flood(Visitor mallory) {
		String start = "SEND\ndestination:/app/rooms." + RoomKey.of(this.room).encoded() + ".say\n\n";
		while (!this.isOver) {
			try {
				RawStomp live = mallory.rawLive();
				live.send("CONNECT", "accept-version:1.2", "host:localhost", "heart-beat:0,0");
				while (!this.isOver) {
					live.sendText(start + "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"Noise\"}\0");
					this.sent.incrementAndGet();
				}
			}
			catch (CompletionException ex) {
				this.cuts.incrementAndGet();
			}
		}
		mallory.close();
	}

}
