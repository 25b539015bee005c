package chat.foyer.message;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WireReply;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many speak at once and send some of it again: each message is stored once, and all see
 * one same order without a gap.
 */
@IntegrationTest
class DeliveryIntegrationTests {

	private static final int SENDERS = 4;

	private static final int MESSAGES = 500;

	/**
	 * How many messages a sender has under way; more would look like a reader who is too
	 * slow.
	 */
	private static final int UNANSWERED = 10;

	private final String room = Visitors.newRoom();

	private final Map<String, Long> seqById = new ConcurrentHashMap<>();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void storesEachMessageOnceAndDeliversOneOrder() {
		List<Visitor> senders = IntStream.range(0, SENDERS)
			.mapToObj((number) -> this.visitors.enter("Sender " + number, this.room))
			.toList();
		List<Live> observers = senders.stream().map((sender) -> sender.live().listen(this.room)).toList();
		IntStream.range(0, SENDERS).parallel().forEach((number) -> speak(senders.get(number), number));

		assertThat(this.seqById).hasSize(SENDERS * MESSAGES);
		assertThat(this.jdbc.sql("select count(*) from event where room = ? and type = 'message'")
			.param(RoomKey.of(this.room).value())
			.query(Integer.class)
			.single()).isEqualTo(SENDERS * MESSAGES);
		long last = SENDERS + SENDERS * MESSAGES;
		for (Live observer : observers) {
			observer.events().next((event) -> event.seq() == last);
			List<WireEvent> seen = observer.events().all();
			assertThat(seen).extracting(WireEvent::seq)
				.containsExactlyElementsOf(LongStream.rangeClosed(seen.get(0).seq(), last).boxed().toList());
			assertThat(seen).filteredOn(WireEvent::isMessage).allSatisfy((event) -> {
				assertThat(this.seqById).containsEntry(event.id(), event.seq());
				assertThat(event.id()).isEqualTo(event.text());
			});
			assertThat(seen).filteredOn(WireEvent::isMessage).hasSize(SENDERS * MESSAGES);
		}
	}

	/**
	 * Says all messages over one connection, some of them a second time over another one.
	 */
	private void speak(Visitor sender, int number) {
		Random random = new Random(number);
		Live live = sender.live();
		Live otherTab = sender.live();
		for (int from = 0; from < MESSAGES; from += UNANSWERED) {
			List<String> ids = IntStream.range(from, from + UNANSWERED)
				.mapToObj((message) -> number + "-" + message)
				.toList();
			List<String> again = ids.stream().filter((id) -> random.nextInt(4) == 0).toList();
			ids.forEach((id) -> live.say(this.room, id, id));
			again.forEach((id) -> otherTab.say(this.room, id, id));
			ids.forEach((id) -> remember(live.replies().next()));
			again.forEach((id) -> remember(otherTab.replies().next()));
		}
	}

	private void remember(WireReply reply) {
		assertThat(reply.error()).isNull();
		Long before = this.seqById.putIfAbsent(reply.id(), reply.seq());
		assertThat(before).isIn(null, reply.seq());
	}

}
