package chat.foyer.message;

import java.time.Instant;

import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Event} as JSON, on which other programs rely.
 */
class EventTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void messageHasAllFields() {
		Event event = new Event(42, EventType.MESSAGE, "m-1", "Ann", "&lt;b&gt;", "<b>",
				Instant.parse("2026-01-31T12:00:00.123Z"), 11, true);
		assertThatJson(event).isEqualTo(JSON.readTree("""
				{"seq":42,"type":"message","id":"m-1","author":"Ann","html":"&lt;b&gt;","text":"<b>",
				"at":"2026-01-31T12:00:00.123Z","color":11,"initial":"A","follows":true}"""));
	}

	@Test
	void noticeHasAuthorAndNoText() {
		Event event = new Event(1, EventType.LEAVE, null, "Ann", null, null, Instant.parse("2026-01-31T12:00:00.5Z"), 0,
				false);
		assertThatJson(event).isEqualTo(JSON.readTree("""
				{"seq":1,"type":"leave","author":"Ann","at":"2026-01-31T12:00:00.500Z","color":0,
				"initial":"A","follows":false}"""));
	}

	@Test
	void alwaysWritesMilliseconds() {
		Event event = new Event(1, EventType.JOIN, null, "Ann", null, null, Instant.parse("2026-12-01T00:00:00Z"), 0,
				false);
		assertThatJson(event).isEqualTo(JSON.readTree("""
				{"seq":1,"type":"join","author":"Ann","at":"2026-12-01T00:00:00.000Z","color":0,
				"initial":"A","follows":false}"""));
	}

	private static ObjectAssert<Object> assertThatJson(Event event) {
		return assertThat((Object) JSON.readTree(JSON.writeValueAsString(event)));
	}

}
