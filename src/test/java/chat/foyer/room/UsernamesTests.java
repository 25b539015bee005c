package chat.foyer.room;

import java.util.List;

import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Usernames} on a real database.
 */
@EachDatabase
class UsernamesTests {

	private static final RoomName ATTIC_NAME = new RoomName("Attic");

	private static final RoomKey ATTIC = ATTIC_NAME.key();

	private static final RoomKey CELLAR = new RoomKey("cellar");

	private static final Username ANN = new Username("Ann");

	@RegisterExtension
	static final TestStore store = new TestStore(Browsers.class, Usernames.class);

	@Test
	void findsUsernamesOfSeveralRooms() {
		take("Ann");
		take("Bob");
		assertThat(usernames().in(List.of(ATTIC, CELLAR))).containsOnlyKeys(ATTIC);
		assertThat(usernames().in(List.of(ATTIC)).get(ATTIC)).containsExactlyInAnyOrder(ANN, new Username("Bob"));
		assertThat(usernames().in(List.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "Ann, ANN", "\u03B3\u03BD, \u03B3\u2228", "Paul, P\u0430ul", "Paul, Paul" })
	void findsHolderOfConfusableUsername(String held, String wanted) {
		Seat seat = take(held);
		assertThat(usernames().findHolder(ATTIC, new Username(wanted))).contains(seat);
		assertThat(usernames().findHolder(CELLAR, new Username(wanted))).isEmpty();
	}

	@Test
	void suggestionResemblesNoOtherName() {
		take("Ann");
		take("\u0410nn 2");
		assertThat(usernames().suggest(ATTIC, ANN)).contains(new Username("Ann 3"));
	}

	@Test
	void suggestionIsFree() {
		take("Ann");
		take("Ann 2");
		assertThat(usernames().suggest(ATTIC, ANN)).contains(new Username("Ann 3"));
		assertThat(usernames().suggest(CELLAR, ANN)).contains(new Username("Ann 2"));
	}

	@Test
	void suggestsNothingForNamesOfMaximumLength() {
		assertThat(usernames().suggest(ATTIC, new Username("x".repeat(32)))).isEmpty();
	}

	@Test
	void limitsNumberOfSuggestionsTried() {
		for (int number = 2; number < 60; number++) {
			take("Ann " + number);
		}
		assertThat(usernames().suggest(ATTIC, ANN)).isEmpty();
	}

	private static Seat take(String username) {
		return RoomRegistryTests.open(store, 20, (event) -> {
		}).take(Guest.arrive(), ATTIC_NAME, new Username(username));
	}

	private static Usernames usernames() {
		return store.get(Usernames.class);
	}

}
