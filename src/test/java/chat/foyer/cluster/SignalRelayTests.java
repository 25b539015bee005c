package chat.foyer.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import chat.foyer.message.PublishedHeads;
import chat.foyer.room.AwayChanged;
import chat.foyer.room.AwayChangedElsewhere;
import chat.foyer.room.Guest;
import chat.foyer.room.GuestArrived;
import chat.foyer.room.GuestLeft;
import chat.foyer.room.GuestTyped;
import chat.foyer.room.GuestTypedElsewhere;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRead;
import chat.foyer.room.RoomUsedElsewhere;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.session.SessionsEnded;
import chat.foyer.session.SessionsEndedElsewhere;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SignalRelay}.
 */
class SignalRelayTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Username ANN = new Username("Ann");

	private static final Seat SEAT = new Seat("1", ATTIC, "ann", ANN);

	private final List<Ring> rung = new ArrayList<>();

	private final List<Object> published = new ArrayList<>();

	private final PublishedHeads heads = mock();

	private final Presence presence = mock();

	private final PostgresOtherNodes others = mock();

	private final SignalRelay relay = new SignalRelay(this.rung::add, this.heads, this.presence, this.others,
			this.published::add, Runnable::run);

	@Test
	void ringsForWhatHappensOnThisNode() {
		this.relay.on(new GuestTyped(SEAT));
		this.relay.on(new AwayChanged(SEAT, true));
		this.relay.on(new SessionsEnded(Set.of("one", "two")));
		this.relay.on(new GuestArrived(SEAT));
		this.relay.on(new RoomRead(SEAT));
		assertThat(this.rung).containsExactly(Ring.typing(ATTIC, ANN), Ring.away(ATTIC, ANN, true),
				Ring.ended(Set.of("one", "two")), Ring.guest(ATTIC, "ann"), Ring.guest(ATTIC, "ann"));
		assertThat(this.published).isEmpty();
	}

	@Test
	void publishesWhatOthersRingAndRingsNothing() {
		given(this.heads.isFollowed(ATTIC)).willReturn(true);
		this.relay.on(new Ring(false, Map.of("attic", 5L), Map.of("attic", Set.of("Ann"), "cellar", Set.of("Bob")),
				Map.of("attic", Map.of("Ann", false), "cellar", Map.of("Bob", true)), Map.of("attic", Set.of("ann")),
				Set.of("one")));
		assertThat(this.published).containsExactly(new GuestTypedElsewhere(ATTIC, ANN),
				new AwayChangedElsewhere(ATTIC, ANN, false), new RoomUsedElsewhere(new Guest("ann"), ATTIC),
				new SessionsEndedElsewhere(Set.of("one")));
		assertThat(this.rung).isEmpty();
	}

	@Test
	void guestWhoLooksOnThisNodeIsNotAway() {
		given(this.heads.isFollowed(ATTIC)).willReturn(true);
		given(this.presence.isLooking(ATTIC, ANN)).willReturn(true);
		this.relay.on(Ring.away(ATTIC, ANN, true));
		assertThat(this.published).isEmpty();
		assertThat(this.rung).containsExactly(Ring.away(ATTIC, ANN, false));
		this.relay.on(Ring.away(ATTIC, ANN, false));
		assertThat(this.published).containsExactly(new AwayChangedElsewhere(ATTIC, ANN, false));
		assertThat(this.rung).hasSize(1);
	}

	@Test
	void guestWhoLeavesThisNodeIsAwayIfAwayOnTheOthers() {
		this.relay.on(new GuestLeft(SEAT));
		assertThat(this.rung).isEmpty();
		given(this.others.isAway(SEAT)).willReturn(true);
		this.relay.on(new GuestLeft(SEAT));
		assertThat(this.rung).containsExactly(Ring.away(ATTIC, ANN, true));
		assertThat(this.published).containsExactly(new AwayChangedElsewhere(ATTIC, ANN, true));
	}

	@Test
	void publishesNothingWhereNobodyListens() {
		this.relay.on(Ring.typing(ATTIC, ANN));
		this.relay.on(Ring.away(ATTIC, ANN, true));
		this.relay.on(Ring.LOOK);
		assertThat(this.published).isEmpty();
	}

}
