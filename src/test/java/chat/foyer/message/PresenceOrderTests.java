package chat.foyer.message;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatProperties;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guests come, talk and leave at the same moment, on a real database: the log has the
 * messages of a seat between its arrival and its departure.
 */
@EachDatabase
class PresenceOrderTests {

	private static final int ROUNDS = 150;

	private static final RoomName ATTIC = RoomName.of("Attic");

	@RegisterExtension
	static final TestStore store = new TestStore(House.class);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private int waits;

	private final RoomRegistry registry = store.get(RoomRegistry.class);

	private final Presence presence = store.get(Presence.class);

	private final EventLog log = store.get(EventLog.class);

	/**
	 * Who finds the seat before it is given up may send the message after that.
	 */
	@RepeatedTest(2)
	void keepsMessagesBetweenArrivalAndDepartureUnderRaces() throws Exception {
		List<Seat> seats = IntStream.range(0, ROUNDS)
			.mapToObj((round) -> this.registry.take(Guest.arrive(), ATTIC, new Username("Guest " + round)))
			.toList();
		for (Seat seat : seats) {
			CyclicBarrier start = new CyclicBarrier(4);
			CompletableFuture<?> visitor = race(start, () -> {
				if (this.presence.visit(seat)) {
					say(seat, "visitor");
				}
			});
			// As over a connection, of which the seat is known.
			CompletableFuture<?> first = race(start, () -> say(seat, "first"));
			CompletableFuture<?> second = race(start, () -> say(seat, "second"));
			CompletableFuture<?> leaver = race(start, () -> this.registry.leave(new Guest(seat.guest()), seat.room()));
			CompletableFuture.allOf(visitor, first, second, leaver).get(10, TimeUnit.SECONDS);
		}
		waitForTheWriter();
		store.get(PresenceNoticeWriter.class).settle();
		waitForTheWriter();
		assertThat(seats).allSatisfy((seat) -> assertThat(lines(seat)).matches("|join( message)* leave"));
	}

	private void waitForTheWriter() throws Exception {
		Seat last = this.registry.take(Guest.arrive(), ATTIC, new Username("Last " + this.waits++));
		this.log.say(last, MessageId.random(), new MessageText("last"), null, List.of()).get(10, TimeUnit.SECONDS);
	}

	/**
	 * Says something and waits for the answer, which may be a refusal.
	 */
	private void say(Seat seat, String id) {
		this.log.say(seat, new MessageId(id), new MessageText(id), null, List.of())
			.handle((event, failure) -> event)
			.join();
	}

	private CompletableFuture<?> race(CyclicBarrier start, Runnable action) {
		return CompletableFuture.runAsync(() -> {
			try {
				start.await(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			action.run();
		}, this.threads);
	}

	private static String lines(Seat seat) {
		return String.join(" ",
				store.jdbc()
					.sql("select type from event where room = ? and seat = ? order by seq")
					.params(seat.room().value(), seat.id())
					.query(String.class)
					.list());
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SeatProperties.class)
	@ComponentScan(basePackages = { "chat.foyer.file", "chat.foyer.room", "chat.foyer.message", "chat.foyer.search" },
			useDefaultFilters = false, includeFilters = @Filter(type = FilterType.REGEX,
					pattern = "chat\\.foyer\\.(file\\.StoredFiles|room\\.(Browsers|Presence|RoomRegistry|Usernames)|message\\.(AppendRows|Appender|EventDelivery|EventLog|Events|MessageRenderer|NodeSeats|PresenceNoticeWriter|RenderingCache|RetentionClock)|search\\.(MessageTokens|PostgresSearchIndex|SqliteSearchIndex))"))
	static class House {

		/**
		 * Timers run by the real time.
		 */
		@Bean
		@Primary
		@Qualifier("monotonicClock")
		Clock realClock() {
			return Clock.systemUTC();
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
