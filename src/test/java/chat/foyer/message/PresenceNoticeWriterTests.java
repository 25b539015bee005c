package chat.foyer.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import chat.foyer.room.GuestArrived;
import chat.foyer.room.GuestLeft;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link PresenceNoticeWriter}.
 */
class PresenceNoticeWriterTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Seat ANN = new Seat("1", ATTIC, "ann", new Username("Ann"));

	private static final Draft JOIN = Draft.notice(ANN, EventType.JOIN);

	private static final Draft LEAVE = Draft.notice(ANN, EventType.LEAVE);

	private final List<Draft> appended = new ArrayList<>();

	private final Node node = Node.local();

	private final NodeSeats seats = mock();

	private final RoomRegistry registry = mock();

	private final Presence presence = mock();

	private boolean storeIsWell = true;

	private PresenceNoticeWriter notices;

	@BeforeEach
	void openNotices() {
		EventLog log = mock();
		given(log.append(any())).willAnswer((call) -> append(call.getArgument(0)));
		this.notices = new PresenceNoticeWriter(log, this.seats, this.registry, this.node, this.presence);
	}

	@Test
	void writesArrival() {
		this.notices.on(new GuestArrived(ANN));
		assertThat(this.appended).containsExactly(JOIN);
	}

	@Test
	void writesDeparture() {
		this.notices.on(new GuestLeft(ANN));
		assertThat(this.appended).containsExactly(LEAVE);
	}

	@Test
	void doesNotRepeatWrittenNotice() {
		this.notices.on(new GuestArrived(ANN));
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN);
	}

	@Test
	void writesFailedNoticeAfterStoreRecovers() {
		this.storeIsWell = false;
		this.notices.on(new GuestArrived(ANN));
		this.storeIsWell = true;
		given(this.presence.isOnThisNode(ANN)).willReturn(true);
		this.notices.settle();
		stored(ANN);
		this.notices.settle();
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN, JOIN);
	}

	@Test
	void retriesNoticeUntilItIsWritten() {
		this.storeIsWell = false;
		given(this.presence.isOnThisNode(ANN)).willReturn(true);
		this.notices.on(new GuestArrived(ANN));
		this.notices.settle();
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN, JOIN, JOIN);
	}

	@Test
	void dropsFailedArrivalOfDepartedGuest() {
		this.storeIsWell = false;
		this.notices.on(new GuestArrived(ANN));
		given(this.presence.isOnThisNode(ANN)).willReturn(false);
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN);
	}

	@Test
	void writesFailedDepartureLater() {
		this.storeIsWell = false;
		this.notices.on(new GuestLeft(ANN));
		stored(ANN);
		this.notices.settle();
		assertThat(this.appended).containsExactly(LEAVE, LEAVE);
	}

	@Test
	void dropsFailedDepartureOfReturnedGuest() {
		this.storeIsWell = false;
		this.notices.on(new GuestLeft(ANN));
		stored(ANN);
		given(this.presence.isOnThisNode(ANN)).willReturn(true);
		this.notices.settle();
		assertThat(this.appended).containsExactly(LEAVE);
	}

	@Test
	void doesNotRepeatNoticeStoredAfterTimeout() {
		this.storeIsWell = false;
		this.notices.on(new GuestArrived(ANN));
		stored(ANN);
		given(this.presence.isOnThisNode(ANN)).willReturn(true);
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN);
	}

	@Test
	void keepsNoticeWhileStoreIsUnreadable() {
		this.storeIsWell = false;
		this.notices.on(new GuestLeft(ANN));
		given(this.seats.has(this.node.id(), ANN)).willThrow(new DataAccessResourceFailureException("broken"));
		assertThatException().isThrownBy(this.notices::settle);
		stored(ANN);
		this.notices.settle();
		assertThat(this.appended).containsExactly(LEAVE, LEAVE);
	}

	@Test
	void restoresPresenceFromSeatsOfTheNode() {
		given(this.seats.of(this.node.id())).willReturn(List.of(ANN));
		given(this.registry.findHeld(Set.of(ANN))).willReturn(Set.of(ANN));
		this.notices.afterSingletonsInstantiated();
		then(this.presence).should().restore(ANN);
		then(this.presence).shouldHaveNoMoreInteractions();
		assertThat(this.appended).isEmpty();
	}

	@Test
	void writesDepartureOfSeatFreedBeforeKill() {
		given(this.seats.of(this.node.id())).willReturn(List.of(ANN));
		stored(ANN);
		this.notices.afterSingletonsInstantiated();
		then(this.presence).shouldHaveNoInteractions();
		this.notices.settle();
		assertThat(this.appended).containsExactly(LEAVE);
	}

	@Test
	void keepsNoticeThatFailsDuringSettling() {
		this.storeIsWell = false;
		this.notices.on(new GuestArrived(ANN));
		given(this.presence.isOnThisNode(ANN)).willAnswer((call) -> {
			this.notices.on(new GuestLeft(ANN));
			return true;
		}).willReturn(false);
		stored(ANN);
		this.notices.settle();
		this.storeIsWell = true;
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN, LEAVE, LEAVE);
	}

	@Test
	void settlesGuestWhoLeavesDuringLateArrival() {
		this.storeIsWell = false;
		this.notices.on(new GuestArrived(ANN));
		this.storeIsWell = true;
		given(this.presence.isOnThisNode(ANN)).willAnswer((call) -> {
			this.notices.on(new GuestLeft(ANN));
			return true;
		}).willReturn(false);
		this.notices.settle();
		assertThat(this.appended).as("the departure came first into the queue").containsExactly(JOIN, LEAVE, JOIN);
		stored(ANN);
		this.notices.settle();
		assertThat(this.appended).containsExactly(JOIN, LEAVE, JOIN, LEAVE);
	}

	@Test
	void writesDepartureAfterImpliedArrivalOfAbsentGuest() {
		this.notices.on(new NoticeAppended(ANN, EventType.JOIN, true));
		stored(ANN);
		this.notices.settle();
		assertThat(this.appended).containsExactly(LEAVE);
	}

	@Test
	void keepsImpliedArrivalOfPresentGuest() {
		this.notices.on(new NoticeAppended(ANN, EventType.JOIN, true));
		given(this.presence.isOnThisNode(ANN)).willReturn(true);
		stored(ANN);
		this.notices.settle();
		assertThat(this.appended).isEmpty();
	}

	private CompletableFuture<Event> append(Draft draft) {
		this.appended.add(draft);
		return this.storeIsWell ? CompletableFuture.completedFuture(event(draft.type()))
				: CompletableFuture.failedFuture(new DataAccessResourceFailureException("refused"));
	}

	/**
	 * The database has the seat on this node.
	 */
	private void stored(Seat seat) {
		willReturn(true).given(this.seats).has(this.node.id(), seat);
	}

	private static Event event(EventType type) {
		return new Event(1, type, null, "Ann", null, null, Instant.EPOCH, 0, false);
	}

}
