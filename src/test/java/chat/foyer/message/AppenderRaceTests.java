package chat.foyer.message;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes append to the same rooms of one database at the same time.
 */
@EachDatabase
class AppenderRaceTests {

	private static final int ROOMS = 5;

	private static final int SEATS = 20;

	private static final int BATCHES = 40;

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final List<Seat> seats = IntStream.range(0, SEATS)
		.mapToObj((i) -> new Seat("seat-" + i, new RoomKey("room " + i % ROOMS), "guest-" + i,
				new Username("Guest " + i)))
		.toList();

	private List<Appender> appenders;

	@BeforeEach
	void open() {
		Drafts.take(store.jdbc(), this.seats.toArray(Seat[]::new));
		this.appenders = Stream.of(Node.random(), Node.random())
			.map((node) -> new Appender(store.get(TransactionTemplate.class), store.get(AppendRows.class),
					store.get(Events.class), node, store.get(EditProperties.class), Clock.systemUTC(),
					store.get(RetentionClock.class)))
			.toList();
	}

	@Test
	void batchesWithRoomsInDifferentOrdersLeaveNoGapsAndRepeatNothing() throws Exception {
		race((node) -> {
			Random random = new Random(node);
			for (int batch = 0; batch < BATCHES; batch++) {
				List<Draft> drafts = new ArrayList<>();
				for (Seat seat : this.seats) {
					// Sent through both nodes.
					drafts.add(Drafts.message(seat, "both-" + batch, "text"));
					drafts.add(Drafts.message(seat, "node-" + node + "-" + batch, "text"));
				}
				Collections.shuffle(drafts, random);
				this.appenders.get(node).append(drafts);
			}
		});
		for (int room = 0; room < ROOMS; room++) {
			List<Event> log = log("room " + room);
			assertThat(log).extracting(Event::seq)
				.containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
			assertThat(log).filteredOn((event) -> event.type() == EventType.JOIN).hasSize(SEATS / ROOMS);
			assertThat(log).filteredOn((event) -> event.type() == EventType.MESSAGE)
				.hasSize(SEATS / ROOMS * BATCHES * 3)
				.extracting((event) -> event.author() + event.id())
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void seatsComeAndGoOnceOnBothNodes() throws Exception {
		race((node) -> {
			Random random = new Random(node);
			for (int batch = 0; batch < BATCHES; batch++) {
				List<Draft> drafts = new ArrayList<>();
				for (Seat seat : this.seats) {
					drafts.add(random.nextBoolean() ? Drafts.join(seat) : Drafts.leave(seat));
				}
				Collections.shuffle(drafts, random);
				this.appenders.get(node).append(drafts);
			}
			this.appenders.get(node).append(this.seats.stream().map(Drafts::leave).toList());
		});
		for (Seat seat : this.seats) {
			assertThat(log(seat.room().value()).stream()
				.filter((event) -> event.author().equals(seat.username().value()))
				.map((event) -> event.type().word())
				.reduce("", (some, more) -> some + " " + more)).matches("( join leave)+");
		}
		assertThat(store.jdbc().sql("select count(*) from connection_of").query(Long.class).single()).isZero();
	}

	private void race(IntConsumer node) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		List<Callable<Void>> both = IntStream.range(0, 2).<Callable<Void>>mapToObj((number) -> () -> {
			start.await(10, TimeUnit.SECONDS);
			node.accept(number);
			return null;
		}).toList();
		for (Future<Void> end : this.threads.invokeAll(both, 60, TimeUnit.SECONDS)) {
			end.get();
		}
	}

	private static List<Event> log(String room) {
		return store.get(Events.class).after(new RoomKey(room), 0, 10_000).events();
	}

}
