package chat.foyer.live.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

import chat.foyer.MovableClock;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.EventsAppended;
import chat.foyer.room.AwayChanged;
import chat.foyer.room.AwayChangedElsewhere;
import chat.foyer.room.GuestTyped;
import chat.foyer.room.GuestTypedElsewhere;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Signals}, with time moved by hand.
 */
class SignalsTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private final MovableClock clock = new MovableClock();

	private final Queue<Task> tasks = new PriorityQueue<>((one, other) -> one.at().compareTo(other.at()));

	private final List<String> sent = new ArrayList<>();

	private final FanOut fanOut = mock();

	private final TaskScheduler scheduler = mock();

	private final Signals signals = new Signals(this.fanOut, this.scheduler);

	@BeforeEach
	void schedule() {
		given(this.scheduler.getClock()).willReturn(this.clock);
		given(this.scheduler.schedule(any(), any(Instant.class))).willAnswer((call) -> {
			this.tasks.add(new Task(call.getArgument(1), call.getArgument(0)));
			return null;
		});
		willAnswer((call) -> this.sent.add(JsonMapper.shared().writeValueAsString(call.getArgument(1))))
			.given(this.fanOut)
			.send(any(), any());
	}

	@Test
	void sendsTheFirstSignalAtOnce() {
		this.signals.on(typed("Ann"));
		pass(0);
		assertThat(this.sent).containsExactly("{\"typing\":[\"Ann\"]}");
	}

	@Test
	void sendsOneFrameASecondWithThreeNamesAtMost() {
		this.signals.on(typed("Ann"));
		pass(0);
		for (String name : List.of("Bob", "Cat", "Bob", "Dan", "Eve", "Fay")) {
			this.signals.on(typed(name));
		}
		pass(999);
		assertThat(this.sent).hasSize(1);
		pass(1);
		assertThat(this.sent).hasSize(2).last().isEqualTo("{\"typing\":[\"Bob\",\"Cat\",\"Dan\"],\"more\":2}");
		pass(60_000);
		assertThat(this.sent).hasSize(2);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void sendsWhoIsAwayAndBackInOrder() {
		look("Ann", true);
		pass(0);
		look("Bob", true);
		look("Cat", true);
		look("Dan", false);
		this.signals.on(typed("Eve"));
		pass(1_000);
		pass(1_000);
		assertThat(this.sent).containsExactly("{\"away\":\"Ann\"}",
				"{\"typing\":[\"Eve\"],\"away\":\"Bob\",\"back\":\"Dan\"}", "{\"away\":\"Cat\"}");
	}

	@Test
	void sendsTheLatestStateOfAGuestWhoTurnsOften() {
		look("Ann", true);
		pass(0);
		for (int i = 0; i < 10; i++) {
			look("Ann", false);
			look("Ann", true);
		}
		pass(10_000);
		assertThat(this.sent).containsExactly("{\"away\":\"Ann\"}", "{\"away\":\"Ann\"}");
	}

	@Test
	void guestWhoseMessageIsSentIsNotTyping() {
		this.signals.on(typed("Ann"));
		pass(0);
		this.signals.on(typed("Ann"));
		this.signals.on(typed("Bob"));
		this.signals.on(new EventsAppended(ATTIC,
				List.of(new Event(1, EventType.MESSAGE, "m", "Ann", "hi", "hi", Instant.EPOCH, 0, false))));
		pass(1_000);
		assertThat(this.sent).hasSize(2).last().isEqualTo("{\"typing\":[\"Bob\"]}");
	}

	@Test
	void guestWhoJoinsAgainIsNotAway() {
		look("Bob", true);
		pass(0);
		look("Cat", true);
		look("Ann", true);
		this.signals.on(new EventsAppended(ATTIC,
				List.of(new Event(1, EventType.JOIN, null, "Ann", null, null, Instant.EPOCH, 0, false))));
		pass(10_000);
		assertThat(this.sent).containsExactly("{\"away\":\"Bob\"}", "{\"away\":\"Cat\"}");
	}

	@Test
	void sendsWhatOtherNodesTell() {
		this.signals.on(new GuestTypedElsewhere(ATTIC, new Username("Ann")));
		pass(0);
		this.signals.on(new GuestTypedElsewhere(ATTIC, new Username("Bob")));
		this.signals.on(typed("Cat"));
		this.signals.on(new AwayChangedElsewhere(ATTIC, new Username("Dan"), true));
		this.signals.on(new AwayChangedElsewhere(ATTIC, new Username("Eve"), false));
		pass(1_000);
		assertThat(this.sent).containsExactly("{\"typing\":[\"Ann\"]}",
				"{\"typing\":[\"Bob\",\"Cat\"],\"away\":\"Dan\",\"back\":\"Eve\"}");
	}

	private void look(String name, boolean isAway) {
		if (isAway) {
			this.signals.on(new AwayChanged(seat(name), true));
		}
		else {
			this.signals.on(new AwayChanged(seat(name), false));
		}
	}

	/**
	 * Runs what is due after a while.
	 */
	private void pass(long millis) {
		Instant end = this.clock.instant().plusMillis(millis);
		while (!this.tasks.isEmpty() && !this.tasks.peek().at().isAfter(end)) {
			Task task = this.tasks.remove();
			this.clock.move(Duration.between(this.clock.instant(), task.at()));
			task.action().run();
		}
		this.clock.move(Duration.between(this.clock.instant(), end));
	}

	private static GuestTyped typed(String name) {
		return new GuestTyped(seat(name));
	}

	private static Seat seat(String name) {
		return new Seat(name, ATTIC, name, new Username(name));
	}

	private record Task(Instant at, Runnable action) {
	}

}
