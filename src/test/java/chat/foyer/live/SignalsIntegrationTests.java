package chat.foyer.live;

import java.util.List;

import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@IntegrationTest
class SignalsIntegrationTests {

	private final String room = Visitors.newRoom();

	private final String key = RoomKey.of(this.room).encoded();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Test
	void signalsAreHeardAndNeverStored() {
		Visitor visitor = this.visitors.enter("Ann", this.room);
		RawStomp ann = visitor.rawLive().connect().subscribe("room", "/topic/rooms." + this.key);
		RawStomp bob = this.visitors.enter("Bob", this.room)
			.rawLive()
			.connect()
			.subscribe("room", "/topic/rooms." + this.key)
			.subscribe("signals", "/topic/rooms." + this.key + ".signals");
		assertThat(bob.nextBody()).contains("\"join\"");
		List.of("typing", "typing", "away", "back", "away").forEach((type) -> signal(ann, type));
		String first = bob.next();
		assertThat(first)
			.contains("\nsubscription:signals\n", "\ndestination:/topic/rooms." + this.key + ".signals\n",
					"\ncontent-type:application/json;charset=utf-8\n")
			.contains("\n\n{\"typing\":[\"Ann\"]");
		String next = first;
		// On a busy machine some of them are told before the others have come.
		while (!next.contains("\"away\":\"Ann\"")) {
			next = bob.nextBody();
		}
		assertThat(visitor.events(this.room, 0).lines()).containsExactly("join Ann", "join Bob");
	}

	@Test
	void signalsAreForThoseWithASeat() {
		RawStomp mallory = this.visitors.enter("Mallory", Visitors.newRoom()).rawLive().connect();
		mallory.send("SUBSCRIBE", "id:1", "destination:/topic/rooms." + this.key + ".signals");
		assertThat(mallory.refusal()).isEqualTo("not-a-member");
	}

	@Test
	void showsGuestAsAway() {
		Visitor visitor = this.visitors.enter("Ann", this.room);
		RawStomp ann = visitor.rawLive()
			.connect()
			.subscribe("room", "/topic/rooms." + this.key)
			.subscribe("signals", "/topic/rooms." + this.key + ".signals");
		assertThat(ann.nextBody()).contains("\"join\"");
		signal(ann, "away");
		assertThat(ann.nextBody()).contains("\"away\"");
		assertThat(visitor.get("/rooms/" + this.key).body()).containsPattern("<li [^>]*class=\"away\"");
	}

	private void signal(RawStomp live, String type) {
		live.sendBody("{\"type\":\"" + type + "\"}", "SEND", "destination:/app/rooms." + this.key + ".signal",
				"content-type:application/json");
	}

}
