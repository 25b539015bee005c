package chat.foyer.message;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import chat.foyer.room.LogProperties;
import chat.foyer.room.RoomHash;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
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
	void logsHashOfRoom(CapturedOutput output) {
		log("key", false);
		log("other key", false);
		assertThat(lines(output)).satisfiesExactly(
				(line) -> assertThat(line).endsWith("\"Ann\" joined room 0af8785df9"),
				(line) -> assertThat(line).endsWith("\"Ann\" left room 0af8785df9"),
				(line) -> assertThat(line).doesNotContain("0af8785df9"),
				(line) -> assertThat(line).doesNotContain("0af8785df9"));
		assertThat(lines(output)).noneMatch((line) -> line.contains("the \\\"room"));
	}

	@Test
	void logsNameOfRoomIfConfigured(CapturedOutput output) {
		log("key", true);
		assertThat(lines(output)).satisfiesExactly(
				(line) -> assertThat(line).endsWith("\"Ann\" joined \"the \\\"room\\\"\""),
				(line) -> assertThat(line).endsWith("\"Ann\" left \"the \\\"room\\\"\""));
	}

	private static Stream<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("\"Ann\""));
	}

	private void log(String key, boolean names) {
		PresenceLogger presence = new PresenceLogger(new RoomHash(key.getBytes(StandardCharsets.UTF_8)),
				new LogProperties(names));
		presence.on(new NoticeAppended(this.seat, EventType.JOIN, false));
		presence.on(new NoticeAppended(this.seat, EventType.LEAVE, false));
	}

	@ParameterizedTest
	@CsvSource({ "Zoë 😀,Zoë 😀", "a\"b,a\\\"b", "a\\b,a\\\\b" })
	void escapesQuotationMarks(String name, String quoted) {
		assertThat(PresenceLogger.quote(name)).isEqualTo('"' + quoted + '"');
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, '\n', '\r', 0x1b, 0x85, 0x202e, 0x2028, 0x2029, 0xd800, 0xe000 })
	void escapesLineEnds(int codePoint) {
		assertThat(PresenceLogger.quote("a" + Character.toString(codePoint) + "b"))
			.isEqualTo("\"a\\u{%08x}b\"".formatted(codePoint));
	}

}
