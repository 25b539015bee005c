package chat.foyer.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AddressRepair}.
 */
class AddressRepairTests {

	@ParameterizedTest
	@CsvSource({ "//rooms/lobby, /rooms/lobby", "/rooms//lobby, /rooms/lobby", "//evil.example, /evil.example",
			"/\\evil.example, /evil.example", "/rooms\\lobby, /rooms/lobby", "/rooms%2Flobby, /rooms/lobby",
			"/rooms%5clobby, /rooms/lobby", "%2F%2Fevil.example, /evil.example", "/rooms/lobby\\, /rooms/lobby/",
			"/rooms/lobby;, /rooms/lobby", "/rooms/lobby;jsessionid=a.b, /rooms/lobby",
			"/rooms/lobby;a=b;c/events, /rooms/lobby;c/events", "/rooms/lobby%3B, /rooms/lobby",
			"/rooms/caf%25C3%25A9, /rooms/caf%C3%A9", "/rooms/a%252520b, /rooms/a%20b", "/rooms/a%252Fb, /rooms/a/b",
			"/rooms/caf%E9, /rooms/caf%C3%A9", "/rooms/a%20%E9, /rooms/a%20%C3%A9", "/chat., /chat",
			"/;/evil.example, /evil.example", "/%3B/evil.example, /evil.example", "/;a=b/evil.example, /evil.example",
			"/%253B%252Fevil.example, /evil.example", "/move/abc)., /move/abc", "/chat%E3%80%82, /chat", "/), /" })
	void pathIsThatForWhichItStands(String path, String repaired) {
		assertThat(AddressRepair.repair(path)).contains(repaired);
		assertThat(AddressRepair.repair(repaired)).isEmpty();
	}

	@Test
	void longPathsAreRepairedInLinearTime() {
		assertThat(AddressRepair.repair("/".repeat(30_000) + "chat")).contains("/chat");
		assertThat(AddressRepair.repair("/" + ".".repeat(30_000))).isEmpty();
		assertThat(AddressRepair.repair("/chat" + ")".repeat(30_000))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/rooms/lobby", "/rooms/lobby%2E", "/rooms/lobby)", "/rooms/[x]", "/rooms/caf%C3%A9",
			"/rooms/100%", "/rooms/%zz", "/rooms/a;b", "/rooms/a%20b/leave", "/js/room-0123.js",
			"/context/rooms/lobby!", "*", "" })
	void othersStay(String path) {
		assertThat(AddressRepair.repair(path)).isEmpty();
	}

}
