package chat.foyer.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

import chat.foyer.room.InvalidNameException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Username}.
 */
class UsernameTests {

	@Test
	void normalisesSpellings() {
		assertThat(Username.of(" Ａnn  Lee ")).isEqualTo(Username.of("Ann Lee"));
		assertThat(Username.of("Ann").value()).isEqualTo("Ann");
		assertThat(Username.of("Ann")).isNotEqualTo(Username.of("ann"));
	}

	@Test
	void hasLimits() {
		assertThat(Username.of("ж".repeat(32)).value()).hasSize(32);
		assertRefused("a".repeat(33), Problem.TOO_LONG);
		assertThat(Username.of("𠀀".repeat(32)).value()).hasSize(64);
		assertRefused("𠀀".repeat(31) + "q\u0323\u0331", Problem.TOO_LONG);
		assertRefused(" ", Problem.BLANK);
		assertRefused("A\u202Enn", Problem.CHARACTERS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "system", "admin", "ADMIN", " Admin ", "\u0410dmin", "аdmіn", "adm1n", "adm|n", "ADM1N",
			"Аdmіnіѕtrаtоr", "Ａｄｍｉｎ", "ádmin", "Admin.", "@admin", "[Admin]", "A d m i n", "Admin ✅", "👑 admin 👑",
			"R00T", "Foyer", "mоd", "Administrator", "@everyone", "here", "Süpport", "\u202Aadmin\u202C", "ѕtaff",
			"ѕуѕtеm" })
	void refusesWhoSpeaksForTheHouse(String typed) {
		assertRefused(typed, Problem.RESERVED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ali", "Al", "Theresa", "Guest", "Guest 2", "Adminah", "Rooty", "Modesty", "Roomi",
			"Heretic", "🦊", "Bob (admin)", "Mo D", "Mo D.", "Her E", "Ro Ot", "Host", "Adrian", "Adrnin", "Mord",
			"Roomy", "Олег", "モデ" })
	void acceptsNamesNearReservedWords(String typed) {
		assertThat(Username.of(typed).value()).isEqualTo(typed);
	}

	@ParameterizedTest
	@CsvSource({ "ann, A", "Zoë, Z", "émile, É", "e\u030Bva, E\u030B", "7th, 7", "@ann, A", "-_- bob, B", "(42), 4",
			"علي, ع", "李雷, 李", "ไทย, ไ", "नीता, नी", "한글, 한", "ß, ß", "ßen, ß", "ᾳ, ᾳ", "ǆ, Ǆ", "ж, Ж", "𐐨x, 𐐀",
			"🎉 Bob, B", "🎉🎊, 🎉", "👩\u200D💻, 👩\u200D💻", "👩🏽\u200D🔬 9, 9", "🇩🇪🇫🇷, 🇩🇪", "1️⃣, 1️⃣",
			"♥️♥️, ♥️", "a\u0308, A\u0308", "(יוסי), י", "״יוסי״, י", "-\u200Fיוסי, י", "«علي», ع", "_ 9, 9",
			"(🎉), (" })
	void hasAnInitial(String name, String initial) {
		assertThat(new Username(name).initial()).isEqualTo(initial);
	}

	@ParameterizedTest
	@CsvFileSource(resources = "honest-names.tsv", delimiter = '\t')
	void honestNamesDoNotResembleEachOther(String one, String other) {
		assertThat(Username.of(one).resembles(Username.of(other))).isFalse();
		assertThat(Username.of(other).resembles(Username.of(one))).isFalse();
	}

	@ParameterizedTest
	@CsvFileSource(resources = "spoofed-names.tsv", delimiter = '\t')
	void resemblesSpoofs(String one, String other) {
		assertThat(Username.of(one).resembles(Username.of(other))).isTrue();
		assertThat(Username.of(other).resembles(Username.of(one))).isTrue();
	}

	/**
	 * The database finds those that may resemble a name by these keys.
	 */
	@ParameterizedTest
	@CsvFileSource(resources = "spoofed-names.tsv", delimiter = '\t')
	void sharesKeyWithSpoofs(String one, String other) {
		assertThat(keys(Username.of(one))).containsAnyElementsOf(keys(Username.of(other)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ann", "ANN", "Zoë", "I", "O'Neil", "小明", "ヘいた", "علی", "İpek", "Боб 2" })
	void resemblesItself(String name) {
		assertThat(Username.of(name).resembles(Username.of(name))).isTrue();
	}

	/**
	 * A later release may refuse what an earlier one stored.
	 */
	@Test
	void trustsStoredNames() {
		assertThat(new Username("admin").value()).isEqualTo("admin");
		assertThat(new Username("Admin\u200E").resembles(Username.of("Ann"))).isFalse();
	}

	@Test
	void survivesSerialisation() throws Exception {
		Username username = Username.of("Zoë 👩🏽\u200D🔬");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(username);
		assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
			.isEqualTo(username);
	}

	private static List<String> keys(Username name) {
		return List.of("folded " + name.folded(), "skeleton " + name.skeleton());
	}

	private static void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Username.of(typed))
			.returns(problem, InvalidNameException::problem);
	}

}
