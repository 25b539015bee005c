package chat.foyer.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.support.BareLine;
import chat.foyer.support.RawStomp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are no JSON (RFC 8259), or another one than is asked for. Each is answered,
 * and the connection is as good as before.
 */
class MalformedBodyIntegrationTests extends MischiefIntegrationTests {

	@ParameterizedTest
	@MethodSource
	void itIsAnsweredAndNothingMore(String body) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies");
		live.sendText(say() + "\n" + body + "\0");
		String id = body.startsWith("{\"id\":\"1\"") ? "\"id\":\"1\"," : "";
		assertThat(live.nextBody()).isEqualTo("{" + id + "\"error\":\"bad-frame\"}");
		live.sendText(say() + "\n{\"id\":\"last\",\"text\":\"\"}\0");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"last\",\"error\":\"empty\"}");
	}

	static Stream<String> itIsAnsweredAndNothingMore() {
		return Stream.of("[".repeat(16_000), "{\"a\":".repeat(3_000), "[".repeat(7_000) + "]".repeat(7_000),
				"{\"id\":\"1\",\"text\":\"x\",\"more\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
				"9".repeat(16_000), "-", "-9", "1e999999999", "1e-999999999", "0." + "1".repeat(15_000), "NaN",
				"Infinity", "+1", "01", "0x1", "true", "false", "nul", "undefined", "\"x", "x\"", "\"\\u12\"",
				"\"\\uD8\"", "\ufeff{\"id\":\"1\",\"text\":\"x\"}\ufeff", "{\"id\":\"1\",\"text\":\"x\"},",
				"{\"id\":\"1\",\"text\":\"x\",}", "{\"id\":\"1\" \"text\":\"x\"}", "{\"id\":\"1\",,\"text\":\"x\"}",
				"{\"id\":\"1\",\"text\":\"x\"}]", "{\"id\":\"1\",\"text\":\"x\"}{\"id\":\"2\",\"text\":\"y\"}",
				"{\"id\":\"1\",\"text\":\"x\"}\n\n7", "{\"id\":\"1\",\"text\":\"x\"}//", "/**/{\"id\":\"1\"}",
				"#\n{\"id\":\"1\"}", "{id:\"1\",text:\"x\"}", "{\"id\":`1`}", "{\"id\":\"1\",\"text\":\"a\nb\"}",
				"{\"id\":\"1\",\"text\":\"a\tb\"}", "{\"id\":\"1\",\"text\":\"\u0001\"}",
				"{\"id\":\"1\",\"text\":\"\\'\"}", "{\"id\":\"1\",\"text\":\"\\u{41}\"}",
				"{\"ID\":\"1\",\"text\":\"x\"}", "{\"id \":\"1\"}", "{\"__proto__\":{\"id\":\"1\"},\"text\":\"x\"}",
				"{\"\":1}", "{\"id\":{\"\":\"1\"},\"text\":\"x\"}", "{\"id\":[],\"text\":\"x\"}",
				"{\"id\":[\"1\"],\"text\":\"x\"}", "{\"id\":\"1\",\"text\":[[[]]]}", "{\"id\":1.5,\"text\":\"x\"}",
				"{\"id\":\"1\",\"text\":1e400}", "{\"id\":\"1\",\"text\":-0}", "{\"id\":false,\"text\":\"x\"}",
				"{\"id\":\"1\",\"text\":" + "9".repeat(15_000) + "}", "\u00a0{\"id\":\"1\",\"text\":\"x\"}",
				"{" + "\"id\":\"1\",".repeat(1_000) + "\"text\":\"x\"}", "{\"" + "x".repeat(15_000) + "\":1}",
				"{" + IntStream.range(0, 1_000).mapToObj((number) -> "\"" + number + "\":0").collect(joining(","))
						+ "}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "author", "room", "seq", "at", "html", "type", "seat", "guest", "@class", "Text" })
	void anUnknownFieldIsIgnored(String name) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies");
		live.sendText(say() + "\n{\"id\":\"1\",\"text\":\"\",\"" + name + "\":\"Bob\"}\0");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud800", "\\udc00\\ud800", "a\\ud83d", "\\u0000", "\\u001b[31m", "\\n\\n", "<b>",
			"\\u2028", "../..", "\\\\", "\\\"}" })
	void anIdIsGivenBackOrLeftOut(String id) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies");
		live.sendText(say() + "\n{\"id\":\"" + id + "\",\"text\":\"x\"}\0");
		assertThat(live.nextBody()).matches("(?s)\\{(\"id\":\".*\",)?\"error\":\"bad-frame\"}");
		live.sendText(say() + "\n{\"id\":\"last\",\"text\":\"\"}\0");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"last\",\"error\":\"empty\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud800", "\\udfff", "\\ud83d x", "\\ude00\\ud83d", "\\ud83d\\u0000\\ude00" })
	void aLoneSurrogateIsRefused(String text) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies");
		live.sendText(say() + "\n{\"id\":\"1\",\"text\":\"a" + text + "\"}\0");
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"bad-frame\"}");
	}

	/**
	 * The web server looks at the texts, but not into binary messages.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "80", "ff", "c080", "e08080", "eda080", "edbfbf", "eda080edb080", "f0808080", "f4908080",
			"f888808080", "e282", "00" })
	void whatIsNoTextIsRefusedInBinaryToo(String hex) {
		BareLine line = mallory().bareLine().connect();
		line.send(BareLine.text("SUBSCRIBE\nid:1\ndestination:/user/queue/replies\n\n\0"));
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		String body = "{\"id\":\"1\",\"text\":\"a?\"}";
		int length = body.length() - 1 + hex.length() / 2;
		frame.writeBytes(bytes(say() + "content-length:" + length + "\n\n" + body.substring(0, body.indexOf('?'))));
		frame.writeBytes(HexFormat.of().parseHex(hex));
		frame.writeBytes(bytes(body.substring(body.indexOf('?') + 1) + "\0"));
		line.send(BareLine.binary(frame.toByteArray()));
		assertThat(line.next()).endsWith("\"error\":\"bad-frame\"}\0");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
