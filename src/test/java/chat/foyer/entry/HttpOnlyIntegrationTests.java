package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of guests whose network blocks WebSockets.
 */
@IntegrationTest(properties = "foyer.presence.http-grace=4s")
class HttpOnlyIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ExecutorService browser = Executors.newCachedThreadPool();

	@Autowired
	private Visitors visitors;

	private String room;

	private Visitor ann;

	private Visitor bob;

	@BeforeEach
	void enter() {
		this.room = Visitors.newRoom();
		this.ann = this.visitors.enter("Ann", this.room);
		this.bob = this.visitors.enter("Bob", this.room);
		this.bob.page(this.room);
	}

	@AfterEach
	void closeBrowser() {
		this.browser.shutdownNow();
	}

	@Test
	void guestTalksAndIsPresentOverHttpAlone() {
		long last = this.bob.events(this.room, 0).lastSeq();
		CompletableFuture<HttpResponse<String>> arrival = poll(this.bob, last);
		HttpResponse<String> said = this.ann.sayByScript(this.room, "m-1", "hi");
		assertThat(said.statusCode()).isEqualTo(200);
		assertThat(arrival).succeedsWithin(PATIENCE);
		assertThat(this.ann.sayByScript(this.room, "m-1", "hi").body()).isEqualTo(said.body());
		assertThat(lines(this.bob, last, "leave Ann")).containsExactly("join Ann", "Ann: hi", "leave Ann");
	}

	@Test
	void waitingPollIsRefusedWhenTheGuestLeaves() {
		long last = this.bob.events(this.room, 0).lastSeq();
		CompletableFuture<HttpResponse<String>> waiting = poll(this.bob, last);
		assertThat(this.bob.leave(this.room).statusCode()).isEqualTo(303);
		assertThat(waiting).succeedsWithin(PATIENCE)
			.satisfies((answer) -> assertThat(answer.statusCode()).isEqualTo(403))
			.satisfies((answer) -> assertThat(answer.body()).contains("\"error\":\"not-a-member\""));
	}

	@Test
	void openPageIsToldOfTheOtherRooms() {
		String other = Visitors.newRoom();
		this.bob.enter("Bob", other);
		RawStomp live = this.bob.rawLive().connect();
		live.send("SUBSCRIBE", "id:rooms", "destination:/user/queue/rooms", "receipt:r");
		live.awaitReceipt("r");
		assertThat(this.ann.sayByScript(this.room, "m-1", "hi").statusCode()).isEqualTo(200);
		assertThat(live.nextBody()).contains("\"unread\":");
		this.bob.leave(this.room);
		String told = live.nextBody();
		while (!told.contains("left")) {
			told = live.nextBody();
		}
		assertThat(told).isEqualTo("{\"room\":\"%s\",\"left\":true}", RoomKey.of(this.room).encoded());
	}

	/**
	 * Reads on by long polls until a line is there.
	 */
	private List<String> lines(Visitor reader, long after, String awaited) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		List<String> lines = reader.events(this.room, after).lines();
		while (!lines.contains(awaited) && System.nanoTime() < end) {
			assertThat(poll(reader, after + lines.size())).succeedsWithin(PATIENCE);
			lines = reader.events(this.room, after).lines();
		}
		return lines;
	}

	private CompletableFuture<HttpResponse<String>> poll(Visitor reader, long after) {
		String address = Visitor.addressOf(this.room) + "/events?after=" + after + "&wait=1";
		return CompletableFuture.supplyAsync(() -> reader.get(address), this.browser);
	}

}
