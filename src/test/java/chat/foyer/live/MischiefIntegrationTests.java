package chat.foyer.live;

import java.time.Duration;
import java.util.List;

import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.ServerLog;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mallory does mischief on a live connection and goes. Bob, who sits in the same room,
 * must not have noticed anything then, the server must hold nothing of hers any more, and
 * its log must have neither warnings nor exceptions.
 */
@IntegrationTest
@TestInstance(Lifecycle.PER_CLASS)
abstract class MischiefIntegrationTests {

	/**
	 * Less than the 10 s in which the server closes what is half sent or never connected.
	 */
	private static final Duration CLOSED_WITHIN = Duration.ofSeconds(8);

	private final String room = Visitors.newRoom();

	@AutoClose
	private final ServerLog log = new ServerLog();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private ConnectionRegistry connections;

	@Autowired
	private Presence presence;

	private Visitor mallory;

	private Live bob;

	private int heardBefore;

	@BeforeAll
	void bobSitsInTheRoom() {
		this.bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		this.bob.events().next();
		this.mallory = this.visitors.enter("Mallory", this.room);
	}

	@BeforeEach
	void rememberWhatBobHeard() {
		this.heardBefore = this.bob.events().all().size();
	}

	@AfterEach
	void nothingIsLeftOfIt() {
		this.mallory.close();
		// Awaitility itself would wait for 100 ms before it looks for the first time.
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.atMost(CLOSED_WITHIN)
			.until(() -> this.connections.all().size() == 1);
		String id = this.bob.say(this.room, "Quiet here");
		this.bob.events().next((event) -> id.equals(event.id()));
		List<WireEvent> heard = this.bob.events().all();
		assertThat(heard.subList(this.heardBefore, heard.size())).extracting(WireEvent::line)
			.as("what Bob heard")
			.containsExactly("Bob: Quiet here");
		assertThat(this.presence.here(RoomKey.of(this.room))).extracting((person) -> person.username().value())
			.containsExactly("Bob");
		assertThat(this.log.troubles()).isEmpty();
	}

	String topic() {
		return "/topic/rooms." + RoomKey.of(this.room).encoded();
	}

	/**
	 * What a frame that says something begins with.
	 */
	String say() {
		return "SEND\ndestination:/app/rooms." + RoomKey.of(this.room).encoded() + ".say\n";
	}

	Visitor mallory() {
		return this.mallory;
	}

}
