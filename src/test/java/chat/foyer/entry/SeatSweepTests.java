package chat.foyer.entry;

import java.time.Duration;
import java.util.List;

import chat.foyer.room.Browsers;
import chat.foyer.room.Guest;
import chat.foyer.room.PresenceProperties;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.SeatProperties;
import chat.foyer.room.SeatRows;
import chat.foyer.room.Username;
import chat.foyer.session.Sessions;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SeatSweep} on a real database.
 */
@EachDatabase
class SeatSweepTests {

	private static final Duration TWO_HOURS = Duration.ofHours(2);

	private static final Duration NAME_GRACE = Duration.ofMinutes(10);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final Guest ANN = new Guest("ann");

	private static final RoomName ATTIC = RoomName.of("Attic");

	private static final RoomName CELLAR = RoomName.of("Cellar");

	@RegisterExtension
	static final TestStore store = new TestStore(Sessions.class, Rooms.class);

	private RoomRegistry registry;

	private SeatSweep sweep;

	@BeforeEach
	void openSweep() {
		this.registry = store.get(RoomRegistry.class);
		this.sweep = new SeatSweep(store.get(Sessions.class), this.registry, store.get(Browsers.class),
				new PresenceProperties(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, NAME_GRACE),
				store.clock());
	}

	@Test
	void seatsWithoutSessionAreGivenUp() {
		take(ATTIC);
		take(CELLAR);
		assertThat(seatsAfter(Duration.ofMinutes(2))).isEmpty();
	}

	@Test
	void seatOfAnEndedSessionIsGivenUp() {
		take(ATTIC);
		beginSession("ann");
		assertThat(seatsAfter(TWO_HOURS)).isEmpty();
	}

	@Test
	void seatIsKeptAsLongAsTheSession() {
		Seat seat = take(ATTIC);
		beginSession("ann");
		beginSession("bob");
		assertThat(seatsAfter(TWO_HOURS.minus(MOMENT))).containsExactly(seat);
	}

	@Test
	void sessionOfSomebodyElseKeepsNoSeat() {
		take(ATTIC);
		beginSession("bob");
		assertThat(seatsAfter(Duration.ofMinutes(2))).isEmpty();
	}

	@Test
	void seatThatWasJustTakenMayWaitForItsSession() {
		Seat seat = take(ATTIC);
		assertThat(seatsAfter(Duration.ofMinutes(1))).containsExactly(seat);
	}

	@Test
	void seatOfAGuestWhoNeverCameBackIsGivenUp() {
		Seat seat = take(ATTIC);
		beginSession("ann");
		store.jdbc().sql("update spring_session set last_access_time = creation_time").update();
		assertThat(seatsAfter(Duration.ofMinutes(1))).containsExactly(seat);
		assertThat(seatsAfter(MOMENT)).isEmpty();
	}

	@Test
	void nameIsKeptForTenMinutesAfterTheLastConnectionOfAnEndedSession() {
		Seat seat = take(ATTIC);
		store.clock().move(Duration.ofDays(7));
		this.registry.see(List.of(ANN));
		assertThat(seatsAfter(NAME_GRACE)).containsExactly(seat);
		assertThat(seatsAfter(MOMENT)).isEmpty();
	}

	@Test
	void sessionThatEndsLongAfterTheLastConnectionKeepsNoName() {
		take(ATTIC);
		beginSession("ann");
		this.registry.see(List.of(ANN));
		assertThat(seatsAfter(TWO_HOURS)).isEmpty();
	}

	@Test
	void nameThatItsBrowserJustAskedForAgainIsKept() {
		Seat seat = this.registry.takeFirst("browser", ATTIC, new Username("Ann"));
		store.clock().move(Duration.ofMinutes(2));
		assertThat(this.registry.takeFirst("browser", ATTIC, new Username("Ann"))).isEqualTo(seat);
		this.sweep.sweep();
		assertThat(SeatRows.all(store.jdbc())).containsExactly(seat);
	}

	@Test
	void browserIsKnownAgainForAsLongAsItsGuestHasASeatOrASession() {
		Guest guest = new Guest(this.registry.takeFirst("browser", ATTIC, new Username("Ann")).guest());
		beginSession(guest.id());
		this.registry.leave(guest, ATTIC.key());
		this.sweep.sweep();
		assertThat(guestOfBrowser()).isEqualTo(guest);
		this.registry.leave(guest, ATTIC.key());
		store.clock().move(TWO_HOURS);
		this.sweep.sweep();
		assertThat(guestOfBrowser()).isNotEqualTo(guest);
	}

	private Guest guestOfBrowser() {
		return new Guest(this.registry.takeFirst("browser", ATTIC, new Username("Ann")).guest());
	}

	private List<Seat> seatsAfter(Duration time) {
		store.clock().move(time);
		this.sweep.sweep();
		return SeatRows.all(store.jdbc());
	}

	private Seat take(RoomName room) {
		return this.registry.take(ANN, room, new Username("Ann"));
	}

	private static void beginSession(String guest) {
		long now = store.clock().millis();
		store.jdbc()
			.sql("insert into spring_session values (:guest, :guest, :now, :now + 1, :seconds, :end, :guest)")
			.param("guest", guest)
			.param("now", now)
			.param("seconds", TWO_HOURS.toSeconds())
			.param("end", now + TWO_HOURS.toMillis())
			.update();
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SeatProperties.class)
	@ComponentScan(basePackages = "chat.foyer.room", useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX,
					pattern = "chat\\.foyer\\.room\\.(Browsers|RoomRegistry|Usernames)"))
	static class Rooms {

	}

}
