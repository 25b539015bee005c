package chat.foyer.room;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PresenceLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PresenceLoggerTests {

	private final Seat seat = new Seat("seat", RoomKey.of("The \"Room\""), "guest", new Username("Ann"));

	@Test
	void comingAndGoingAreALineEach(CapturedOutput output) {
		PresenceLogger journal = new PresenceLogger();
		journal.on(new GuestArrived(this.seat));
		journal.on(new GuestLeft(this.seat));
		assertThat(output.getOut().lines()).satisfiesExactly(
				(line) -> assertThat(line).endsWith("\"Ann\" joined \"the \\\"room\\\"\""),
				(line) -> assertThat(line).endsWith("\"Ann\" left \"the \\\"room\\\"\""));
	}

	@ParameterizedTest
	@CsvSource({ "Zoë 😀,Zoë 😀", "a\"b,a\\\"b", "a\\b,a\\\\b" })
	void nameStaysInItsQuotes(String name, String quoted) {
		assertThat(PresenceLogger.quote(name)).isEqualTo('"' + quoted + '"');
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, '\n', '\r', 0x1b, 0x85, 0x202e, 0x2028, 0x2029, 0xd800, 0xe000 })
	void nameStaysOnItsLine(int codePoint) {
		assertThat(PresenceLogger.quote("a" + Character.toString(codePoint) + "b"))
			.isEqualTo("\"a\\u{%08x}b\"".formatted(codePoint));
	}

}
