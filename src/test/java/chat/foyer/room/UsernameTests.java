package chat.foyer.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import chat.foyer.room.InvalidNameException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Username}.
 */
class UsernameTests {

	@Test
	void hasOneForm() {
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
	@ValueSource(strings = { "system", "admin", "ADMIN", " Admin ", "\u0410dmin", "аdmіn", "adrnin", "adm1n", "Ａｄｍｉｎ",
			"ádmin", "Admin.", "@admin", "[Admin]", "A d m i n", "Admin ✅", "👑 admin 👑", "R00T", "Foyer", "mоd",
			"Administrator", "@everyone", "here", "Süpport" })
	void refusesWhoSpeaksForTheHouse(String typed) {
		assertRefused(typed, Problem.RESERVED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ali", "Al", "Theresa", "Guest", "Guest 2", "Adminah", "Rooty", "Modesty", "Roomi",
			"Heretic", "🦊", "Bob (admin)" })
	void takesWhoDoesNot(String typed) {
		assertThat(Username.of(typed).value()).isEqualTo(typed);
	}

	@Test
	void showsItsSkeleton() {
		assertThat(Username.of("Bob").skeleton()).isEqualTo(Username.of("ВОВ").skeleton());
		assertThat(Username.of("Bob").skeleton()).isNotEqualTo(Username.of("Rob").skeleton());
	}

	@Test
	void survivesTheSession() throws Exception {
		Username username = Username.of("Zoë 👩🏽\u200D🔬");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(username);
		assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
			.isEqualTo(username);
	}

	private static void assertRefused(String typed, Problem problem) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Username.of(typed))
			.returns(problem, InvalidNameException::problem);
	}

}
