package chat.foyer.room;

import chat.foyer.room.InvalidNameException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RoomName}.
 */
class RoomNameTests {

	@Test
	void normalisesSpellings() {
		assertThat(RoomName.of(" Tea  room\n")).isEqualTo(RoomName.of("Tea room"));
		assertThat(RoomName.of("system").value()).isEqualTo("system");
	}

	@Test
	void keepsItsSpelling() {
		assertThat(RoomName.of("Class 7b").value()).isEqualTo("Class 7b");
	}

	/**
	 * Otherwise its own address would be refused.
	 */
	@Test
	void refusesNameWhoseKeyIsTooLong() {
		assertThat(RoomName.of("\u00DF".repeat(32)).key().value()).isEqualTo("s".repeat(64));
		assertRefused("\u00DF".repeat(33), Problem.TOO_LONG);
	}

	@Test
	void hasLimits() {
		assertThat(RoomName.of("𠀀".repeat(64)).value()).hasSize(128);
		assertRefused("a".repeat(65), Problem.TOO_LONG);
		assertRefused("𠀀".repeat(63) + "q\u0323\u0331", Problem.TOO_LONG);
		assertRefused("", Problem.BLANK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../x", "a\\b", "%2f", "100%", "a;b", "a；b", "a／b", "a％b", "a＼b", "a﹨b", ".", "..",
			"․․", "#", "--", "A\u200Bb", "a\u202Eb" })
	void rejectsCharactersThatPathsCannotHave(String typed) {
		assertRefused(typed, Problem.CHARACTERS);
	}

	private static void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomName.of(typed))
			.returns(problem, InvalidNameException::problem);
	}

}
