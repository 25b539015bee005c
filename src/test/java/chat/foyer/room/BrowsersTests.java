package chat.foyer.room;

import java.util.HashSet;
import java.util.List;

import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.Race;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Browsers} on a real database.
 */
@EachDatabase
class BrowsersTests {

	private static final RoomName ATTIC = new RoomName("Attic");

	private static final Guest ANN = new Guest("ann");

	@RegisterExtension
	static final TestStore store = new TestStore(Browsers.class, Usernames.class);

	private Browsers browsers;

	private RoomRegistry registry;

	@BeforeEach
	void openBrowsers() {
		this.browsers = store.get(Browsers.class);
		this.registry = RoomRegistryTests.open(store, 20, (event) -> {
		});
	}

	@RepeatedTest(5)
	void concurrentRequestsOfOneBrowserAreOfOneGuest() throws Exception {
		List<Seat> seats = Race.run(6, this::takeFirst);
		assertThat(new HashSet<>(seats)).hasSize(1);
		assertThat(SeatRows.all(store.jdbc())).containsExactly(seats.get(0));
		assertThat(this.browsers.find("phone")).contains(new Guest(seats.get(0).guest()));
	}

	@Test
	void assignedBrowserIsTheOnlyOneOfItsGuest() {
		this.browsers.assign("laptop", ANN);
		Guest before = new Guest(takeFirst().guest());
		this.browsers.assign("phone", ANN);
		assertThat(this.browsers.find("phone")).contains(ANN);
		assertThat(this.browsers.find("laptop")).isEmpty();
		assertThat(this.browsers.existsFor(before)).isFalse();
		this.browsers.assign("phone", ANN);
		assertThat(this.browsers.find("phone")).contains(ANN);
	}

	@Test
	void firstBrowserOfGuestStays() {
		assertThat(this.browsers.assignFirst("phone", ANN)).isTrue();
		assertThat(this.browsers.assignFirst("phone", ANN)).isFalse();
		assertThat(this.browsers.assignFirst("laptop", ANN)).isFalse();
		assertThat(this.browsers.assignFirst("phone", new Guest("bob"))).isFalse();
		assertThat(this.browsers.find("phone")).contains(ANN);
	}

	@RepeatedTest(5)
	void concurrentAssignmentsLeaveOneBrowser() throws Exception {
		Runnable phone = () -> this.browsers.assign("phone", ANN);
		Runnable laptop = () -> this.browsers.assign("laptop", ANN);
		Race.of(phone, laptop, phone, laptop);
		assertThat(store.jdbc().sql("select guest from browser").query(String.class).list()).containsExactly(ANN.id());
	}

	@RepeatedTest(5)
	void guestsWhoSwapBrowsersAtOnceBothGetThem() throws Exception {
		Guest bob = new Guest("bob");
		this.browsers.assign("phone", ANN);
		this.browsers.assign("laptop", bob);
		for (int i = 0; i < 10; i++) {
			Race.of(() -> this.registry.assign("laptop", ANN), () -> this.registry.assign("phone", bob));
			Race.of(() -> this.registry.assign("phone", ANN), () -> this.registry.assign("laptop", bob));
		}
		assertThat(this.browsers.find("phone")).contains(ANN);
		assertThat(this.browsers.find("laptop")).contains(bob);
	}

	@RepeatedTest(5)
	void browserThatEntersWhileItIsAssignedBecomesThatOfTheGuest() throws Exception {
		this.browsers.assign("laptop", ANN);
		Race.of(this::takeFirst, () -> this.browsers.assign("phone", ANN));
		assertThat(this.browsers.find("phone")).contains(ANN);
	}

	@RepeatedTest(5)
	void guestWhoEntersWhileSeatlessOnesAreRemovedKeepsTheBrowser() throws Exception {
		this.browsers.assign("phone", ANN);
		Race.of(this::takeFirst, () -> this.browsers.removeSeatless(ANN));
		Seat seat = SeatRows.all(store.jdbc()).get(0);
		assertThat(this.browsers.find("phone")).contains(new Guest(seat.guest()));
	}

	private Seat takeFirst() {
		return this.registry.takeFirst("phone", ATTIC, new Username("Ann"));
	}

}
