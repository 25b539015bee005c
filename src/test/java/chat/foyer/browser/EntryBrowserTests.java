package chat.foyer.browser;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

@BrowserTest
class EntryBrowserTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'  '                               | Please type a name.
			012345678901234567890123456789012  | That name is too long: 32 characters at most.
			gni\u202erts                       | Use at least one letter, number or emoji, and no invisible characters.
			a\u200bb                           | Use at least one letter, number or emoji, and no invisible characters.
			Admin                              | That name is reserved. Please choose another.
			<b>&'"</b>012345678901234567890123 | That name is too long: 32 characters at most.
			""", quoteCharacter = '\'')
	void aWrongNameIsKeptAndTheErrorStandsBesideIt(String name, String error, People people) {
		String room = Visitors.newRoom();
		Person ann = people.arrive().expects("422").open("/").comeIn(name, room);
		assertIsWrong(ann.nameField(), name, error);
		assertIsRight(ann.roomField(), room);
		ann.nameField().fill("Ann");
		ann.button("Come in").click();
		ann.isConnected();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''   | Please type the name of a room.
			../x | Use at least one letter, number or emoji, no invisible characters, and none of these: / \\ % ;
			a/b  | Use at least one letter, number or emoji, no invisible characters, and none of these: / \\ % ;
			#    | Use at least one letter, number or emoji, no invisible characters, and none of these: / \\ % ;
			%2f  | Use at least one letter, number or emoji, no invisible characters, and none of these: / \\ % ;
			.    | Use at least one letter, number or emoji, no invisible characters, and none of these: / \\ % ;
			""")
	void aWrongRoomIsKeptAndTheErrorStandsBesideIt(String room, String error, People people) {
		Person ann = people.arrive().expects("422").open("/").comeIn("Ann", room);
		assertIsWrong(ann.roomField(), room, error);
		assertIsRight(ann.nameField(), "Ann");
	}

	@Test
	void twoErrorsStandEachBesideItsField(People people) {
		Person ann = people.arrive().expects("422").open("/").comeIn("", "");
		assertIsWrong(ann.nameField(), "", "Please type a name.");
		assertThat(ann.roomField()).hasAttribute("aria-invalid", "true");
		assertThat(ann.roomField()).hasAccessibleDescription("Please type the name of a room.");
	}

	@Test
	void anAddressThatLeadsNowhereLeadsBack(People people) {
		Person ann = people.arrive().expects("404").open("/no/such/door");
		assertThat(ann.page().locator("h1")).hasText("Page not found");
		ann.link("Go to the start page").click();
		assertThat(ann.nameField()).isFocused();
	}

	private static void assertIsWrong(Locator field, String typed, String error) {
		assertThat(field).hasAttribute("aria-invalid", "true");
		assertThat(field).hasAccessibleDescription(error);
		assertThat(field).hasValue(typed);
		assertThat(field).isFocused();
	}

	private static void assertIsRight(Locator field, String typed) {
		assertThat(field).not().hasAttribute("aria-invalid", "true");
		assertThat(field).hasValue(typed);
	}

}
