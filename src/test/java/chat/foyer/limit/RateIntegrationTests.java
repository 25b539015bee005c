package chat.foyer.limit;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WireReply;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the server treats those who go on too fast, with few messages and few tries to
 * enter; each test comes from an address of its own.
 */
@IntegrationTest(properties = { "server.forward-headers-strategy=native", "foyer.limits.message-burst=3",
		"foyer.limits.messages-per-second=1", "foyer.limits.message-refusals=4",
		"foyer.limits.reactions-per-ten-seconds=5", "foyer.limits.entry-burst=4", "foyer.limits.entries-per-minute=1" })
class RateIntegrationTests {

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MeterRegistry meters;

	@Test
	void refusesAndDisconnectsFloodingSenderOnly() {
		Live ann = arrive("192.0.2.1").enter("Ann", this.room).live().listen(this.room);
		Live bob = arrive("192.0.2.1").enter("Bob", this.room).live().listen(this.room);
		double before = refusals();
		for (int i = 0; i < 3; i++) {
			ann.say(this.room, "Flood " + i);
			assertThat(ann.replies().next().seq()).isNotNull();
		}
		for (int i = 3; i < 20; i++) {
			ann.say(this.room, Integer.toString(i), "Flood " + i);
		}
		assertThat(ann.replies().next()).isEqualTo(new WireReply("3", null, "rate-limited", 1L));
		assertThat(ann.closedWith()).isEqualTo(CloseStatus.POLICY_VIOLATION.withReason("rate-limited"));
		bob.say(this.room, "Calm");
		assertThat(bob.events().next(WireEvent::isMessage).line()).isEqualTo("Ann: Flood 0");
		assertThat(bob.replies().next().seq()).isNotNull();
		assertThat(bob.events().all()).filteredOn((event) -> event.line().startsWith("Ann: ")).hasSize(3);
		assertThat(refusals() - before).isEqualTo(5);
	}

	@Test
	void answersRepeatedMessageBeyondRate() {
		Live ann = arrive("192.0.2.2").enter("Ann", this.room).live().listen(this.room);
		ann.say(this.room, "same", "Once");
		WireReply first = ann.replies().next();
		assertThat(first.seq()).isNotNull();
		for (int i = 1; i < 6; i++) {
			ann.say(this.room, "same", "Once");
			assertThat(ann.replies().next()).isEqualTo(first);
		}
	}

	@Test
	void formsAndConnectionsShareRateOfSeat() {
		Visitor ann = arrive("192.0.2.3").enter("Ann", this.room);
		Live live = ann.live().listen(this.room);
		for (int i = 0; i < 3; i++) {
			live.say(this.room, "Live");
			assertThat(live.replies().next().seq()).isNotNull();
		}
		int id = 1;
		HttpResponse<String> answer = ann.say(this.room, Map.of("text", "<By form>", "id", "m-" + id));
		// On a slow machine the bucket has got another permit meanwhile.
		while (answer.statusCode() == 303 && id < 30) {
			id++;
			answer = ann.say(this.room, Map.of("text", "<By form>", "id", "m-" + id));
		}
		assertThat(answer.statusCode()).isEqualTo(429);
		assertThat(answer.headers().firstValue("Retry-After")).contains("1");
		assertThat(answer.body()).contains("sending too fast.", ">&lt;By form&gt;</textarea>",
				"value=\"m-" + id + "\"");
	}

	@Test
	void editsShareRateOfMessagesAndReactionsDoNot() {
		Live ann = arrive("192.0.2.6").enter("Ann", this.room).live().listen(this.room);
		ann.say(this.room, "Hello");
		long seq = ann.replies().next().seq();
		List<WireReply> refused = new ArrayList<>();
		for (int i = 0; refused.isEmpty() && i < 30; i++) {
			ann.send(this.room, "edit", "{\"id\":\"e-%d\",\"of\":%d,\"text\":\"Hi %d\"}".formatted(i, seq, i));
			WireReply reply = ann.replies().next();
			if (reply.error() != null) {
				refused.add(reply);
			}
		}
		assertThat(refused).extracting(WireReply::error).containsExactly("rate-limited");
		for (int i = 0; i < 5; i++) {
			ann.send(this.room, "react",
					"{\"id\":\"r-%d\",\"of\":%d,\"emoji\":\"❤\",\"on\":%b}".formatted(i, seq, i % 2 == 0));
			assertThat(ann.replies().next().seq()).isNotNull();
		}
		ann.send(this.room, "react", "{\"id\":\"r-0\",\"of\":%d,\"emoji\":\"❤\",\"on\":true}".formatted(seq));
		assertThat(ann.replies().next().seq()).as("a reaction that is stored").isNotNull();
		ann.send(this.room, "react", "{\"id\":\"r-5\",\"of\":%d,\"emoji\":\"❤\",\"on\":false}".formatted(seq));
		assertThat(ann.replies().next()).isEqualTo(new WireReply("r-5", null, "rate-limited", 1L));
	}

	@Test
	void formReportsRateLimit() {
		for (int i = 0; i < 4; i++) {
			assertThat(arrive("192.0.2.4").tryToEnter("Ann " + i, this.room).statusCode()).isEqualTo(303);
		}
		HttpResponse<String> answer = arrive("192.0.2.4").tryToEnter("Zoe", this.room);
		assertThat(answer.statusCode()).isEqualTo(429);
		assertThat(answer.headers().firstValue("Retry-After")).contains("1");
		assertThat(answer.body()).contains("Try again in 1 second", "value=\"Zoe\"", "value=\"" + this.room + "\"");
		arrive("192.0.2.5").enter("Zoe", this.room);
	}

	private Visitor arrive(String address) {
		return this.visitors.arrive().from(address);
	}

	private double refusals() {
		return this.meters.get("foyer.refusals").tag("word", "rate-limited").counter().count();
	}

}
