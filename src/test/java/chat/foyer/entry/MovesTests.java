package chat.foyer.entry;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import chat.foyer.room.Guest;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import chat.foyer.support.Race;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Moves} on a real database.
 */
@EachDatabase
class MovesTests {

	@RegisterExtension
	static final TestStore store = new TestStore(Moves.class);

	private Moves moves;

	@BeforeEach
	void findMoves() {
		this.moves = store.get(Moves.class);
	}

	@Test
	void tokenLeadsToItsGuestAndSeat() {
		String token = this.moves.begin(ANN_IN_ATTIC);
		assertThat(this.moves.find(token, "phone")).contains(new Move(ANN, ANN_IN_ATTIC.id()));
		assertThat(this.moves.find(token + "A", "phone")).isEmpty();
		assertThat(this.moves.find("", "phone")).isEmpty();
	}

	@Test
	void tokenIsLongAndStoredAsAHashOnly() {
		List<String> tokens = IntStream.range(0, 10).mapToObj((i) -> this.moves.begin(ANN_IN_ATTIC)).toList();
		assertThat(tokens).doesNotHaveDuplicates().allMatch((token) -> token.matches("[\\w-]{22}"));
		List<String> row = store.jdbc().sql("select token_hash || guest || seat from move").query(String.class).list();
		assertThat(row).hasSize(1);
		assertThat(row.get(0)).doesNotContain(tokens);
	}

	@Test
	void tokenExpiresAfterTwoMinutes() {
		String token = this.moves.begin(ANN_IN_ATTIC);
		store.clock().move(Duration.ofMinutes(2).minusMillis(1));
		assertThat(this.moves.find(token, "phone")).isPresent();
		store.clock().move(Duration.ofMillis(1));
		assertThat(this.moves.find(token, "phone")).isEmpty();
		assertThat(this.moves.take(token, "phone")).isFalse();
	}

	@Test
	void newTokenReplacesTheOldOne() {
		String first = this.moves.begin(ANN_IN_ATTIC);
		String second = this.moves.begin(ANN_IN_CAFE);
		assertThat(this.moves.find(first, "phone")).isEmpty();
		assertThat(this.moves.take(first, "phone")).isFalse();
		assertThat(this.moves.find(second, "phone")).contains(new Move(ANN, ANN_IN_CAFE.id()));
	}

	@Test
	void expiredTokensAreDeleted() {
		this.moves.begin(ANN_IN_ATTIC);
		store.clock().move(Duration.ofMinutes(2));
		Guest bob = new Guest("bob");
		this.moves.begin(new Seat("3", ATTIC, bob.id(), new Username("Bob")));
		assertThat(store.jdbc().sql("select guest from move").query(String.class).list()).containsExactly("bob");
	}

	@Test
	void oneBrowserMayUseATokenAndRepeatIt() {
		String token = this.moves.begin(ANN_IN_ATTIC);
		assertThat(this.moves.take(token, "phone")).isTrue();
		assertThat(this.moves.take(token, "phone")).isFalse();
		assertThat(this.moves.find(token, "phone")).isPresent();
		assertThat(this.moves.take(token, "thief")).isFalse();
		assertThat(this.moves.find(token, "thief")).isEmpty();
	}

	@Test
	void exactlyOneOfManyBrowsersGetsIt() {
		for (int round = 0; round < 20; round++) {
			String token = this.moves.begin(ANN_IN_ATTIC);
			assertThat(IntStream.range(0, 8)
				.parallel()
				.filter((number) -> this.moves.take(token, "browser " + number))
				.count()).isEqualTo(1);
		}
	}

	@RepeatedTest(5)
	void oneOfSeveralMovesThatBeginAtOnceIsValid() throws Exception {
		List<String> tokens = Race.run(4, () -> this.moves.begin(ANN_IN_ATTIC));
		assertThat(tokens).filteredOn((token) -> this.moves.find(token, "phone").isPresent()).hasSize(1);
	}

	@Test
	void moveThatBeginsAgainCanBeUsedAgain() {
		this.moves.take(this.moves.begin(ANN_IN_ATTIC), "phone");
		String token = this.moves.begin(ANN_IN_ATTIC);
		assertThat(this.moves.stateOf(token)).isEqualTo(Moves.State.PENDING);
		assertThat(this.moves.take(token, "tablet")).isTrue();
	}

}
