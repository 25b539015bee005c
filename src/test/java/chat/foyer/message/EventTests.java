package chat.foyer.message;

import java.time.Instant;
import java.util.List;

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

	@Test
	void changeHasTheFieldsOfItsType() {
		assertThatJson(change(EventType.REACT, null, new Change(42, "\uD83D\uDC4D", true))).isEqualTo(JSON.readTree("""
				{"seq":43,"type":"react","id":"c","author":"Ann","at":"1970-01-01T00:00:00.000Z","color":0,
				"initial":"A","follows":false,"of":42,"emoji":"\uD83D\uDC4D","on":true}"""));
		assertThatJson(change(EventType.EDIT, "new", new Change(42, null, null))).isEqualTo(JSON.readTree("""
				{"seq":43,"type":"edit","id":"c","author":"Ann","html":"new","text":"new",
				"at":"1970-01-01T00:00:00.000Z","color":0,"initial":"A","follows":false,"of":42}"""));
		assertThatJson(change(EventType.PIN, null, new Change(42, null, false))).isEqualTo(JSON.readTree("""
				{"seq":43,"type":"pin","id":"c","author":"Ann","at":"1970-01-01T00:00:00.000Z","color":0,
				"initial":"A","follows":false,"of":42,"on":false}"""));
	}

	@Test
	void lineHasWhatWasChanged() {
		Event line = new Event(42, EventType.MESSAGE, "m", "Ann", "a", "a", Instant.EPOCH, 0, false).withReply(7L,
				Quote.of(7, "Bob", "hi", null));
		assertThatJson(line.withState(LineState.unchanged(42))).isEqualTo(JSON.readTree("""
				{"seq":42,"type":"message","id":"m","author":"Ann","html":"a","text":"a",
				"at":"1970-01-01T00:00:00.000Z","color":0,"initial":"A","follows":false,"re":7,
				"quote":{"seq":7,"author":"Bob","text":"hi"},"rev":42}"""));
		assertThatJson(line.withReply(7L, Quote.purged(7))
			.withState(new LineState(45, Instant.EPOCH, null,
					List.of(new Reaction("\uD83D\uDC4D", 2, true, List.of("Ann", "Bob"))), true)))
			.isEqualTo(JSON.readTree(
					"""
							{"seq":42,"type":"message","id":"m","author":"Ann","html":"a","text":"a",
							"at":"1970-01-01T00:00:00.000Z","color":0,"initial":"A","follows":false,"re":7,
							"quote":{"seq":7,"deleted":true},"rev":45,"edited":true,"editedAt":"1970-01-01T00:00:00.000Z",
							"reactions":[{"emoji":"\uD83D\uDC4D","count":2,"mine":true,"names":["Ann","Bob"]}],"pinned":true}"""));
		assertThatJson(new Event(42, EventType.MESSAGE, "m", "Ann", null, null, Instant.EPOCH, 0, false)
			.withState(new LineState(45, null, Instant.EPOCH, List.of(), false))).isEqualTo(JSON.readTree("""
					{"seq":42,"type":"message","id":"m","author":"Ann","at":"1970-01-01T00:00:00.000Z","color":0,
					"initial":"A","follows":false,"rev":45,"deleted":true,"deletedAt":"1970-01-01T00:00:00.000Z"}"""));
	}

	private static Event change(EventType type, String text, Change change) {
		return new Event(43, type, "c", "Ann", text, text, Instant.EPOCH, 0, false, null, null, null, change, null);
	}

	private static ObjectAssert<Object> assertThatJson(Event event) {
		return assertThat((Object) JSON.readTree(JSON.writeValueAsString(event)));
	}

}
