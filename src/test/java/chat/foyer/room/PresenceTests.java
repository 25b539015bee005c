package chat.foyer.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import chat.foyer.MovableClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Presence}, with time moved by hand.
 */
class PresenceTests {

	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final Duration RESTART_GRACE = Duration.ofSeconds(45);

	private static final Duration VISIT_GRACE = Duration.ofMinutes(5);

	private static final Duration HTTP_GRACE = Duration.ofSeconds(90);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	private static final Seat BOB = new Seat("2", ATTIC, "bob", new Username("Bob"));

	private static final Seat ELSEWHERE = new Seat("3", RoomKey.of("Cellar"), "cid", new Username("Cid"));

	private static final Duration SOON = Duration.ofSeconds(10);

	private final MovableClock clock = new MovableClock();

	private final List<Timer> timers = new ArrayList<>();

	private final List<Object> publisher = new CopyOnWriteArrayList<>();

	private volatile ApplicationEventPublisher listener = this.publisher::add;

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final RoomRegistry registry = mock();

	private final OtherNodes others = mock();

	private boolean schedulerIsStopped;

	private Presence presence;

	@BeforeEach
	void openPresence() {
		given(this.registry.isHeld(any())).willReturn(true);
		this.presence = presence(VISIT_GRACE);
	}

	@Test
	void guestLooksWhoIsConnectedAndNotAway() {
		assertThat(this.presence.isLooking(ANN.room(), ANN.username())).isFalse();
		this.presence.visit(ANN);
		assertThat(this.presence.isLooking(ANN.room(), ANN.username())).isFalse();
		this.presence.connect(ANN, "a");
		assertThat(this.presence.isLooking(ANN.room(), ANN.username())).isTrue();
		assertThat(this.presence.isLooking(ANN.room(), BOB.username())).isFalse();
		this.presence.look(ANN, "a", false);
		assertThat(this.presence.isLooking(ANN.room(), ANN.username())).isFalse();
	}

	@Test
	void firstConnectionIsAnArrival() {
		this.presence.connect(ANN, "a");
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		assertThat(this.presence.isHere(ANN)).isTrue();
		assertThat(this.presence.isHere(BOB)).isFalse();
	}

	@Test
	void keptGuestStaysWithoutAConnectionForTheTimeAndTheGrace() {
		Duration time = Duration.ofMinutes(2);
		this.presence.connect(ANN, "a");
		this.presence.keep(ANN, time);
		this.presence.disconnect(ANN, "a");
		pass(time.plus(GRACE).minus(MOMENT));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		pass(MOMENT);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void guestWhoIsKeptAfterTheLastConnectionStays() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		this.presence.keep(ANN, Duration.ofMinutes(2));
		pass(GRACE);
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void newConnectionEndsKeeping() {
		this.presence.connect(ANN, "a");
		this.presence.keep(ANN, Duration.ofMinutes(2));
		this.presence.disconnect(ANN, "a");
		this.presence.connect(ANN, "b");
		this.presence.disconnect(ANN, "b");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void keepingNeitherArrivesNorShortensTheStay() {
		this.presence.keep(ANN, Duration.ofMinutes(2));
		assertThat(this.presence.isHere(ANN)).isFalse();
		this.presence.visit(ANN);
		this.presence.keep(ANN, MOMENT);
		pass(VISIT_GRACE.minus(MOMENT));
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void pollIsAnArrivalAndLastsForTheHttpGrace() {
		assertThat(this.presence.poll(ANN)).isTrue();
		pass(HTTP_GRACE.minus(MOMENT));
		this.presence.poll(ANN);
		pass(HTTP_GRACE.minus(MOMENT));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		pass(MOMENT);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void pollOfAFreedSeatIsNoArrival() {
		given(this.registry.isHeld(ANN)).willReturn(false);
		assertThat(this.presence.poll(ANN)).isFalse();
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void pollReplacesTheVisitGraceOfThePage() {
		this.presence.visit(ANN);
		this.presence.poll(ANN);
		pass(HTTP_GRACE);
		assertThat(this.presence.isHere(ANN)).isFalse();
	}

	@Test
	void connectionTakesOverFromPollsWithoutNotice() {
		this.presence.poll(ANN);
		this.presence.connect(ANN, "a");
		pass(HTTP_GRACE.multipliedBy(2));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void pollingGuestStaysAfterConnectionOfAnotherTabCloses() {
		this.presence.connect(ANN, "a");
		this.presence.poll(ANN);
		this.presence.disconnect(ANN, "a");
		pass(HTTP_GRACE.minus(MOMENT));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		pass(MOMENT);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void readPositionProlongsPollsOnly() {
		this.presence.renewPoll(ANN);
		assertThat(this.presence.isHere(ANN)).isFalse();
		this.presence.poll(ANN);
		pass(HTTP_GRACE.minus(MOMENT));
		this.presence.renewPoll(ANN);
		pass(HTTP_GRACE.minus(MOMENT));
		assertThat(this.presence.isHere(ANN)).isTrue();
		this.presence.connect(BOB, "b");
		this.presence.disconnect(BOB, "b");
		this.presence.renewPoll(BOB);
		pass(GRACE);
		assertThat(this.presence.isHere(BOB)).isFalse();
	}

	@Test
	void keptGuestLeavesAtOnceWhenSeatIsFreed() {
		this.presence.connect(ANN, "a");
		this.presence.keep(ANN, Duration.ofMinutes(2));
		this.presence.on(new SeatFreed(ANN));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void listsPresentGuestsByRoom() {
		this.presence.connect(ANN, "a");
		this.presence.connect(BOB, "b");
		this.presence.connect(ELSEWHERE, "c");
		assertThat(this.presence.here(ATTIC)).containsExactlyInAnyOrder(new Present(ANN.username(), 0, false),
				new Present(BOB.username(), 0, false));
		assertThat(this.presence.here(ELSEWHERE.room())).containsExactly(new Present(ELSEWHERE.username(), 0, false));
		assertThat(this.presence.here(RoomKey.of("Nowhere"))).isEmpty();
	}

	@Test
	void guestWhoLooksAtNoConnectionIsAway() {
		this.presence.connect(ANN, "a");
		this.presence.connect(ANN, "b");
		this.presence.look(ANN, "a", false);
		assertThat(isAway()).isFalse();
		this.presence.look(ANN, "b", false);
		assertThat(isAway()).isTrue();
		this.presence.look(ANN, "a", true);
		assertThat(isAway()).isFalse();
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new AwayChanged(ANN, true),
				new AwayChanged(ANN, false));
	}

	@Test
	void publishesLookOnlyWhenItChanges() {
		this.presence.connect(ANN, "a");
		this.presence.look(ANN, "a", true);
		this.presence.look(ANN, "a", false);
		this.presence.look(ANN, "a", false);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new AwayChanged(ANN, true));
	}

	@Test
	void newConnectionEndsAway() {
		this.presence.connect(ANN, "a");
		this.presence.look(ANN, "a", false);
		this.presence.connect(ANN, "b");
		assertThat(isAway()).isFalse();
		assertThat(this.publisher).endsWith(new AwayChanged(ANN, false));
	}

	@Test
	void closingTheOnlyWatchedConnectionMakesAway() {
		this.presence.connect(ANN, "a");
		this.presence.connect(ANN, "b");
		this.presence.look(ANN, "a", false);
		this.presence.disconnect(ANN, "b");
		assertThat(isAway()).isTrue();
		assertThat(this.publisher).endsWith(new AwayChanged(ANN, true));
	}

	@Test
	void losingTheLastConnectionDoesNotChangeAway() {
		this.presence.connect(ANN, "a");
		this.presence.look(ANN, "a", false);
		this.presence.disconnect(ANN, "a");
		assertThat(isAway()).isTrue();
		assertThat(this.publisher).endsWith(new AwayChanged(ANN, true));
	}

	@Test
	void ignoresLooksOfUnknownConnections() {
		this.presence.look(ANN, "a", false);
		this.presence.connect(ANN, "a");
		this.presence.look(ANN, "b", false);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void secondTabIsSilent() {
		this.presence.connect(ANN, "a");
		this.presence.connect(ANN, "b");
		this.presence.disconnect(ANN, "a");
		pass(GRACE.multipliedBy(2));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void countsRepeatedConnectionOnce() {
		this.presence.connect(ANN, "a");
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void reloadIsSilent() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE.minus(MOMENT));
		this.presence.connect(ANN, "b");
		pass(GRACE.multipliedBy(2));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void guestLeavesWhenTheGraceIsOver() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE.minus(MOMENT));
		assertThat(this.presence.isHere(ANN)).isTrue();
		pass(MOMENT);
		assertThat(this.presence.isHere(ANN)).isFalse();
		assertThat(this.presence.here(ATTIC)).isEmpty();
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void eachDisconnectRestartsTheGrace() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE.minus(MOMENT));
		this.presence.connect(ANN, "b");
		this.presence.disconnect(ANN, "b");
		pass(GRACE.minus(MOMENT));
		assertThat(this.presence.isHere(ANN)).isTrue();
		pass(MOMENT);
		assertThat(this.presence.isHere(ANN)).isFalse();
	}

	@Test
	void guestMayComeBackAfterLeaving() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		this.presence.connect(ANN, "b");
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN), new GuestArrived(ANN));
	}

	@Test
	void ignoresDisconnectOfAbsentGuest() {
		this.presence.disconnect(ANN, "a");
		assertThat(this.publisher).isEmpty();
		assertThat(this.timers).isEmpty();
	}

	@Test
	void ignoresDisconnectOfUnknownConnection() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "b");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void secondDisconnectDoesNotLengthenTheGrace() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		pass(GRACE.minus(MOMENT));
		this.presence.disconnect(ANN, "a");
		pass(MOMENT);
		assertThat(this.presence.isHere(ANN)).isFalse();
	}

	@Test
	void ignoresTimerThatFiresWhileItIsCancelled() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		Timer fired = this.timers.get(0);
		this.clock.move(GRACE);
		this.presence.connect(ANN, "b");
		fired.task().run();
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void timerOfEarlierDisconnectDoesNotEndLaterGrace() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		Timer fired = this.timers.get(0);
		this.clock.move(GRACE);
		this.presence.connect(ANN, "b");
		this.presence.disconnect(ANN, "b");
		fired.task().run();
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void timerOfEarlierStayDoesNotEndLaterStay() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		Timer fired = this.timers.get(0);
		this.presence.on(new SeatFreed(ANN));
		this.presence.connect(ANN, "b");
		this.presence.disconnect(ANN, "b");
		fired.task().run();
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void guestLeavesAtOnceWhenSeatIsFreed() {
		this.presence.connect(ANN, "a");
		this.presence.on(new SeatFreed(ANN));
		assertThat(this.presence.isHere(ANN)).isFalse();
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void publishesOneDepartureForRepeatedFreeing() {
		this.presence.connect(ANN, "a");
		this.presence.on(new SeatFreed(ANN));
		this.presence.on(new SeatFreed(ANN));
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void ignoresFreedSeatOfAbsentGuest() {
		this.presence.connect(BOB, "b");
		this.presence.on(new SeatFreed(ANN));
		assertThat(this.publisher).containsExactly(new GuestArrived(BOB));
	}

	@Test
	void publishesOneDepartureWhenSeatIsFreedWithinTheGrace() {
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		this.presence.on(new SeatFreed(ANN));
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void requestWithoutConnectionIsAVisit() {
		this.presence.visit(ANN);
		pass(VISIT_GRACE.minus(MOMENT));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
		pass(MOMENT);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void eachRequestProlongsTheVisit() {
		this.presence.visit(ANN);
		pass(VISIT_GRACE.minus(MOMENT));
		this.presence.visit(ANN);
		pass(VISIT_GRACE.minus(MOMENT));
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void requestOfConnectedGuestEndsNothing() {
		this.presence.connect(ANN, "a");
		this.presence.visit(ANN);
		pass(VISIT_GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void requestBeforeTheConnectionMakesNoSecondArrival() {
		this.presence.visit(ANN);
		this.presence.connect(ANN, "a");
		this.presence.visit(ANN);
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
	}

	@Test
	void requestNeverShortensTheStay() {
		this.presence = presence(Duration.ofSeconds(1));
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		this.presence.visit(ANN);
		pass(GRACE.minus(MOMENT));
		assertThat(this.presence.isHere(ANN)).isTrue();
		pass(MOMENT);
		assertThat(this.presence.isHere(ANN)).isFalse();
	}

	@Test
	void guestWithoutSeatDoesNotArrive() {
		given(this.registry.isHeld(ANN)).willReturn(false);
		assertThat(this.presence.connect(ANN, "a")).isFalse();
		assertThat(this.presence.visit(ANN)).isFalse();
		assertThat(this.presence.isHere(ANN)).isFalse();
		assertThat(this.publisher).isEmpty();
		assertThat(this.timers).isEmpty();
	}

	@Test
	void queriesSeatAtArrivalOnly() {
		assertThat(this.presence.connect(ANN, "a")).isTrue();
		assertThat(this.presence.connect(ANN, "b")).isTrue();
		assertThat(this.presence.visit(ANN)).isTrue();
		then(this.registry).should().isHeld(ANN);
	}

	@Test
	void visitorMayConnect() {
		this.presence.visit(ANN);
		this.presence.connect(ANN, "a");
		pass(VISIT_GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void restoredGuestReturnsSilently() {
		this.presence.restore(ANN);
		assertThat(this.presence.here(ATTIC)).containsExactly(new Present(ANN.username(), 0, false));
		pass(RESTART_GRACE.minus(MOMENT));
		this.presence.connect(ANN, "a");
		pass(RESTART_GRACE);
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void restoredGuestLeavesAfterTheRestartGrace() {
		this.presence.restore(ANN);
		pass(RESTART_GRACE);
		assertThat(this.presence.isHere(ANN)).isFalse();
		assertThat(this.publisher).containsExactly(new GuestLeft(ANN));
	}

	@Test
	void restoringKeepsConnectedGuest() {
		this.presence.connect(ANN, "a");
		this.presence.restore(ANN);
		pass(RESTART_GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void guestDisconnectedByStopHasNotLeft() {
		this.presence.connect(ANN, "a");
		this.presence.stop();
		this.presence.disconnect(ANN, "a");
		pass(GRACE);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void toleratesStoppedScheduler() {
		this.schedulerIsStopped = true;
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void stalledDatabaseDelaysOnlyTheQueriedSeat() {
		this.presence.connect(ELSEWHERE, "c");
		Stall stall = new Stall();
		given(this.registry.isHeld(ANN)).willAnswer((call) -> stall.await());
		Future<Boolean> stalled = this.threads.submit(() -> this.presence.connect(ANN, "a"));
		stall.awaitBegin();
		assertThat(this.threads.submit(this::useOtherSeats)).succeedsWithin(SOON);
		assertThat(this.presence.isHere(ANN)).isFalse();
		stall.end();
		assertThat(stalled).succeedsWithin(SOON).isEqualTo(true);
		assertThat(this.presence.isHere(ANN)).isTrue();
	}

	@Test
	void stalledListenerDelaysNoOtherSeat() {
		this.presence.connect(ELSEWHERE, "c");
		Stall stall = stallListenerAt(new GuestArrived(ANN));
		Future<Boolean> stalled = this.threads.submit(() -> this.presence.connect(ANN, "a"));
		stall.awaitBegin();
		assertThat(this.threads.submit(this::useOtherSeats)).succeedsWithin(SOON);
		assertThat(this.publisher).contains(new GuestArrived(BOB));
		stall.end();
		assertThat(stalled).succeedsWithin(SOON).isEqualTo(true);
	}

	@Test
	void publishesEventsOfSeatInOrder() {
		Stall stall = stallListenerAt(new GuestArrived(ANN));
		Future<Boolean> arrival = this.threads.submit(() -> this.presence.connect(ANN, "a"));
		stall.awaitBegin();
		assertThat(this.threads.submit(() -> this.presence.on(new SeatFreed(ANN)))).succeedsWithin(SOON);
		assertThat(this.threads.submit(() -> this.presence.connect(ANN, "b"))).succeedsWithin(SOON);
		assertThat(this.publisher).isEmpty();
		stall.end();
		assertThat(arrival).succeedsWithin(SOON);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN), new GuestArrived(ANN));
	}

	@Test
	void seatFreedDuringQueryDoesNotArrive() {
		given(this.registry.isHeld(ANN)).willAnswer((call) -> {
			this.presence.on(new SeatFreed(ANN));
			return true;
		});
		assertThat(this.presence.connect(ANN, "a")).isFalse();
		assertThat(this.presence.isHere(ANN)).isFalse();
		assertThat(this.publisher).isEmpty();
	}

	@Test
	void arrivalCanBeRepeatedAfterDatabaseFailure() {
		given(this.registry.isHeld(ANN)).willThrow(new DataAccessResourceFailureException("broken")).willReturn(true);
		assertThatException().isThrownBy(() -> this.presence.connect(ANN, "a"));
		assertThat(this.presence.connect(ANN, "a")).isTrue();
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN));
	}

	@Test
	void survivesFailingListener() {
		this.listener = (event) -> {
			throw new IllegalStateException("broken listener");
		};
		assertThat(this.presence.connect(ANN, "a")).isTrue();
		this.listener = this.publisher::add;
		this.presence.on(new SeatFreed(ANN));
		assertThat(this.publisher).containsExactly(new GuestLeft(ANN));
	}

	@Test
	void guestOnAnotherNodeIsHereButNotOnThisNode() {
		this.presence.connect(BOB, "b");
		given(this.others.isHere(ANN)).willReturn(true);
		given(this.others.here(ATTIC)).willReturn(Map.of(ANN, true));
		assertThat(this.presence.isHere(ANN)).isTrue();
		assertThat(this.presence.isOnThisNode(ANN)).isFalse();
		assertThat(this.presence.here(ATTIC)).containsExactlyInAnyOrder(new Present(ANN.username(), 0, true),
				new Present(BOB.username(), 0, false));
		assertThat(this.presence.onThisNode(ATTIC)).containsExactly(BOB);
	}

	@Test
	void guestOnTwoNodesIsHereOnceAndAwayOnlyIfAwayOnBoth() {
		this.presence.connect(ANN, "a");
		given(this.others.here(ATTIC)).willReturn(Map.of(ANN, true));
		assertThat(this.presence.here(ATTIC)).containsExactly(new Present(ANN.username(), 0, false));
		this.presence.look(ANN, "a", false);
		assertThat(this.presence.here(ATTIC)).containsExactly(new Present(ANN.username(), 0, true));
		given(this.others.here(ATTIC)).willReturn(Map.of(ANN, false));
		assertThat(this.presence.here(ATTIC)).containsExactly(new Present(ANN.username(), 0, false));
	}

	@Test
	void keepsGuestOfAnotherNode() {
		given(this.others.isHere(ANN)).willReturn(true);
		this.presence.keep(ANN, Duration.ofMinutes(2));
		pass(Duration.ofMinutes(2).plus(GRACE).minus(MOMENT));
		assertThat(this.presence.isOnThisNode(ANN)).isTrue();
		pass(MOMENT);
		assertThat(this.presence.isOnThisNode(ANN)).isFalse();
	}

	@Test
	void handsOverVisitsOnly() {
		this.presence.visit(ANN);
		this.presence.handOver(ANN);
		assertThat(this.publisher).containsExactly(new GuestArrived(ANN), new GuestLeft(ANN));
		this.presence.poll(BOB);
		this.presence.handOver(BOB);
		this.presence.connect(ANN, "a");
		this.presence.visit(ANN);
		this.presence.handOver(ANN);
		this.presence.disconnect(ANN, "a");
		this.presence.handOver(ANN);
		assertThat(this.presence.onThisNode(ATTIC)).containsExactlyInAnyOrder(ANN, BOB);
	}

	@Test
	void tellsHowGuestsAreOnThisNode() {
		this.presence.visit(ANN);
		this.presence.connect(BOB, "b");
		this.presence.look(BOB, "b", false);
		this.presence.poll(ELSEWHERE);
		pass(MOMENT);
		assertThat(this.presence.onThisNode()).containsExactlyInAnyOrderEntriesOf(Map.of(ANN,
				new SeatStatus(false, null, false, MOMENT, null), BOB, new SeatStatus(true, MOMENT, true, null, null),
				ELSEWHERE, new SeatStatus(false, null, false, null, null)));
		this.presence.keep(ANN, SOON);
		assertThat(this.presence.onThisNode()).containsEntry(ANN,
				new SeatStatus(false, null, false, null, Duration.ZERO));
		this.presence.connect(ANN, "a");
		this.presence.disconnect(ANN, "a");
		assertThat(this.presence.onThisNode()).containsEntry(ANN,
				new SeatStatus(false, Duration.ZERO, false, null, null));
	}

	@Test
	void buriedNodeForgetsEverybodyAtOnce() {
		this.presence.connect(ANN, "a");
		this.presence.visit(ELSEWHERE);
		this.presence.forget();
		assertThat(this.publisher).containsExactlyInAnyOrder(new GuestArrived(ANN), new GuestArrived(ELSEWHERE),
				new GuestLeft(ANN), new GuestLeft(ELSEWHERE));
		this.presence.disconnect(ANN, "a");
		pass(VISIT_GRACE);
		assertThat(this.presence.onThisNode()).isEmpty();
		assertThat(this.publisher).hasSize(4);
	}

	private void useOtherSeats() {
		this.presence.disconnect(ELSEWHERE, "c");
		this.presence.connect(ELSEWHERE, "d");
		this.presence.connect(BOB, "b");
		assertThat(this.presence.here(ATTIC)).contains(new Present(BOB.username(), 0, false));
		assertThat(this.presence.here(ELSEWHERE.room())).hasSize(1);
	}

	private Stall stallListenerAt(Object stalling) {
		Stall stall = new Stall();
		AtomicBoolean isFirst = new AtomicBoolean(true);
		this.listener = (event) -> {
			if (event.equals(stalling) && isFirst.getAndSet(false)) {
				stall.await();
			}
			this.publisher.add(event);
		};
		return stall;
	}

	private Presence presence(Duration visitGrace) {
		TaskScheduler scheduler = mock();
		given(scheduler.schedule(any(), any(Instant.class)))
			.willAnswer((call) -> schedule(call.getArgument(0), call.getArgument(1)));
		return new Presence(this.registry,
				new PresenceProperties(GRACE, RESTART_GRACE, visitGrace, HTTP_GRACE, Duration.ofMinutes(10)), scheduler,
				this.clock, (event) -> this.listener.publishEvent(event), Optional.of(this.others));
	}

	private boolean isAway() {
		return this.presence.here(ATTIC).contains(new Present(ANN.username(), 0, true));
	}

	private void pass(Duration time) {
		this.clock.move(time);
		List<Timer> due = this.timers.stream().filter((timer) -> !timer.at().isAfter(this.clock.instant())).toList();
		this.timers.removeAll(due);
		due.forEach((timer) -> timer.task().run());
	}

	private ScheduledFuture<?> schedule(Runnable task, Instant at) {
		if (this.schedulerIsStopped) {
			throw new TaskRejectedException("stopped");
		}
		Timer timer = new Timer(task, at);
		this.timers.add(timer);
		ScheduledFuture<?> handle = mock();
		given(handle.cancel(false)).willAnswer((call) -> this.timers.remove(timer));
		return handle;
	}

	private record Timer(Runnable task, Instant at) {
	}

	/**
	 * A call that does not return until the test lets it.
	 */
	private static final class Stall {

		private final CountDownLatch begin = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		boolean await() {
			this.begin.countDown();
			awaitCount(this.end);
			return true;
		}

		void awaitBegin() {
			awaitCount(this.begin);
		}

		void end() {
			this.end.countDown();
		}

		private static void awaitCount(CountDownLatch latch) {
			try {
				assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
