package chat.foyer.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import chat.foyer.room.InvalidNameException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RoomName}.
 */
class RoomNameTests {

	@Test
	void hasOneForm() {
		assertThat(new RoomName(" Tea  room\n")).isEqualTo(new RoomName("Tea room"));
		assertThat(new RoomName("tea room")).isNotEqualTo(new RoomName("Tea room"));
		assertThat(new RoomName("system").value()).isEqualTo("system");
	}

	@Test
	void hasLimits() {
		assertThat(new RoomName("𠀀".repeat(64)).value()).hasSize(128);
		assertRefused("a".repeat(65), Problem.TOO_LONG);
		assertRefused("𠀀".repeat(63) + "q\u0323\u0331", Problem.TOO_LONG);
		assertRefused("", Problem.BLANK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../x", "a\\b", "%2f", "100%", "a;b", "a；b", "a／b", "a％b", "a＼b", "a﹨b", ".", "..",
			"․․", "#", "--", "A\u200Bb", "\u202Eab" })
	void refusesWhatAnAddressCannotBear(String typed) {
		assertRefused(typed, Problem.CHARACTERS);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			general   | general
			Room_7-b  | Room_7-b
			#general  | %23general
			v1.2      | v1%2E2
			a b       | a%20b
			a+b&c=d?  | a%2Bb%26c%3Dd%3F
			~'"<>*    x | %7E%27%22%3C%3E%2A%20x
			Zoë       | Zo%C3%AB
			Комната   | %D0%9A%D0%BE%D0%BC%D0%BD%D0%B0%D1%82%D0%B0
			🦊        | %F0%9F%A6%8A
			""", delimiter = '|')
	void hasAKey(String name, String key) {
		RoomName room = new RoomName(name);
		assertThat(room.key()).isEqualTo(key);
		assertThat(RoomName.fromKey(key)).isEqualTo(room);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a+b", "a%2", "a%", "%zz", "%-1a", "a%2fb", "a%2Fb", "a%5Cb", "a%25b", "a%3Bb",
			"zo%C3%ab", "Zoë", "%61bc", "a%2Db", "v1.2", "%2E%2E", "..", "a%20", "%20a", "a%20%20b", "Zoe%CC%88",
			"%EF%BC%A1nn", "a%C3", "a%C0%AF", "a%ED%A0%80", "a%F4%90%80%80", "a%EF%BF%BD", "a%00", "a%E2%80%AEb", "a/b",
			"a#b", "a?b" })
	void takesNoOtherKey(String key) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomName.fromKey(key))
			.returns(Problem.CHARACTERS, InvalidNameException::problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%20", "+" })
	void takesNoKeyOfNothing(String key) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomName.fromKey(key));
	}

	@Test
	void survivesTheSession() throws Exception {
		RoomName room = new RoomName("Tea room 🫖");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(room);
		assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()).isEqualTo(room);
	}

	private static void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> new RoomName(typed))
			.returns(problem, InvalidNameException::problem);
	}

}
