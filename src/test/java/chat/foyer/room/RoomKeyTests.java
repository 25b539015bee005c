package chat.foyer.room;

import java.util.stream.Stream;

import chat.foyer.room.InvalidNameException.Problem;
import com.ibm.icu.text.UnicodeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RoomKey}.
 */
class RoomKeyTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			Class 7b   | class 7B      | class 7b
			Tea  room  | TEA ROOM      | tea room
			Straße     | STRASSE       | strasse
			ΟΔΟΣ       | οδος          | οδοσ
			Комната    | КОМНАТА       | комната
			Ａｎｎ１       | ann1          | ann1
			Zoë        | ZOË     | zoë
			ﬁlm        | FILM          | film
			ΐ          | ΐ | ΐ
			ᾳ          | ΑΙ            | αι
			Ꭰ          | ꭰ             | Ꭰ
			Ｋelvin     | Kelvin   | kelvin
			小明         | 小明            | 小明
			""")
	void allSpellingsHaveOneKey(String one, String other, String key) {
		assertThat(RoomKey.of(one).value()).isEqualTo(key);
		assertThat(RoomKey.of(other)).isEqualTo(RoomKey.of(one));
	}

	@ParameterizedTest
	@CsvSource({ "Class 7b, Class 7c", "Zoe, Zoë", "a b, ab", "a-b, a_b", "カ, 力", "Anna, Анна", "Karl, Kari" })
	void differentNamesHaveDifferentKeys(String one, String other) {
		assertThat(RoomKey.of(one)).isNotEqualTo(RoomKey.of(other));
	}

	/**
	 * Whatever a name has, the address of its room is accepted and leads to the same
	 * room.
	 */
	@Test
	void keyOfKeyIsItself() {
		names().forEach((name) -> {
			RoomKey key = name.key();
			assertThat(RoomKey.of(key.value())).isEqualTo(key);
			assertThat(RoomKey.decode(key.encoded())).isEqualTo(key);
		});
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			general   | general
			Room_7-b  | room_7-b
			#general  | %23general
			v1.2      | v1%2E2
			a b       | a%20b
			a+b&c=d?  | a%2Bb%26c%3Dd%3F
			~'"<>*    x | %7E%27%22%3C%3E%2A%20x
			Zoë       | zo%C3%AB
			Комната   | %D0%BA%D0%BE%D0%BC%D0%BD%D0%B0%D1%82%D0%B0
			🦊        | %F0%9F%A6%8A
			""", delimiter = '|')
	void isEncodedAsOneWord(String name, String word) {
		assertThat(RoomKey.of(name).encoded()).isEqualTo(word);
		assertThat(RoomKey.decode(word)).isEqualTo(RoomKey.of(name));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			Class%207B        | class 7b
			class 7b          | class 7b
			%63lass%207b      | class 7b
			%20%20a%20%20b%20 | a b
			a+b               | a+b
			a%2bb             | a+b
			zo%c3%ab          | zoë
			Zoe%CC%88         | zoë
			Zoë               | zoë
			%EF%BC%A1nn       | ann
			%F0%9F%A6%8A      | 🦊
			v1.2              | v1.2
			""")
	void decodesAnySpelling(String word, String key) {
		assertThat(RoomKey.decode(word).value()).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%2", "a%", "%", "%zz", "%-1a", "% 1", "%+1a", "a%2fb", "a%5Cb", "a%25b", "a%3Bb",
			"%2E%2E", "..", "a%C3", "a%C3b", "a%C0%AF", "a%ED%A0%80", "a%F4%90%80%80", "%FF", "a%EF%BF%BD", "a%00b",
			"a%E2%80%AEb", "a/b", "%25%36%31" })
	void rejectsMalformedWords(String word) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomKey.decode(word))
			.returns(Problem.CHARACTERS, InvalidNameException::problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%20" })
	void rejectsBlankWords(String word) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RoomKey.decode(word))
			.returns(Problem.BLANK, InvalidNameException::problem);
	}

	private static Stream<RoomName> names() {
		return new UnicodeSet("[:Changes_When_NFKC_Casefolded:]").stream()
			.flatMap((character) -> Stream.of(character, "x" + character, character + "i", "i" + character))
			.flatMap((typed) -> {
				try {
					return Stream.of(RoomName.of(typed));
				}
				catch (InvalidNameException ex) {
					return Stream.empty();
				}
			});
	}

}
