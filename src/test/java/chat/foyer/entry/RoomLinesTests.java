package chat.foyer.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RoomLines}.
 */
class RoomLinesTests {

	private final List<Event> events = new ArrayList<>();

	private Instant at = Instant.parse("2026-01-31T23:50:00Z");

	private RoomLines lines;

	@BeforeEach
	void readBundles() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasenames("messages/common", "messages/reading");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		this.lines = new RoomLines(messages);
	}

	@Test
	void messagesThatFollowEachOtherBelongTogether() {
		say("Ann");
		say("Ann");
		say("Bob");
		say("Bob");
		after(Duration.ofMinutes(5)).say("Bob");
		notice("Cat", EventType.JOIN);
		say("Bob");
		assertThat(lines(0)).extracting(RoomLine::follows)
			.containsExactly(false, true, false, true, false, false, false);
	}

	@Test
	void unreadMessageBeginsAnew() {
		say("Bob");
		say("Bob");
		assertThat(lines(2)).extracting(RoomLine::unread).containsExactly(false, true);
		assertThat(lines(2)).extracting(RoomLine::follows).containsExactly(false, false);
	}

	@Test
	void eachDayBeginsWithItsDate() {
		say("Bob");
		after(Duration.ofMinutes(9)).say("Bob");
		after(Duration.ofMinutes(2)).say("Bob");
		assertThat(lines(0)).extracting(RoomLine::day)
			.containsExactly("Saturday, January 31, 2026", null, "Sunday, February 1, 2026");
		assertThat(this.lines.of(this.events, "Me", 1, 0, Locale.forLanguageTag("xx"))).extracting(RoomLine::day)
			.startsWith("Saturday, January 31, 2026");
	}

	@Test
	void onlyTheSeatsOwnEventsAreOwn() {
		say("Me");
		say("Me");
		say("Bob");
		assertThat(this.lines.of(this.events, "Me", 2, 0, Locale.ENGLISH)).extracting(RoomLine::own)
			.containsExactly(false, true, false);
		assertThat(this.lines.of(this.events, "Me", 2, 0, Locale.ENGLISH).get(1).follows()).isFalse();
	}

	@Test
	void noticesInARowComeDownToOne() {
		notice("Ann", EventType.JOIN);
		notice("Bob", EventType.LEAVE);
		notice("Cat", EventType.JOIN);
		notice("Bob", EventType.JOIN);
		notice("Dan", EventType.LEAVE);
		notice("Dan", EventType.LEAVE);
		say("Ann");
		notice("Ann", EventType.LEAVE);
		assertThat(lines(0)).extracting(RoomLine::folded)
			.containsExactly(true, true, true, true, true, true, false, false);
		assertThat(summaries()).containsExactly("Ann and 2 others joined, Dan left");
	}

	@Test
	void ownNoticeIsNeverFolded() {
		notice("Ann", EventType.JOIN);
		notice("Bob", EventType.JOIN);
		notice("Me", EventType.JOIN);
		notice("Cat", EventType.JOIN);
		assertThat(lines(0)).extracting(RoomLine::folded).containsExactly(true, true, false, false);
		assertThat(summaries()).containsExactly("Ann and Bob joined");
	}

	@Test
	void noticesOfAnotherDayAreAnotherRow() {
		notice("Ann", EventType.LEAVE);
		notice("Bob", EventType.LEAVE);
		after(Duration.ofMinutes(20)).notice("Cat", EventType.JOIN);
		assertThat(summaries()).containsExactly("Ann and Bob left");
	}

	@Test
	void noticesAreSummedUpInTheReadersLanguage() {
		notice("Ann", EventType.JOIN);
		notice("Bob", EventType.JOIN);
		notice("Cat", EventType.JOIN);
		assertThat(this.lines.of(this.events, "Me", 1, 0, Locale.GERMAN).get(0).summary())
			.isEqualTo("\u2068Ann\u2069 und 2 weitere sind dabei");
	}

	private List<RoomLine> lines(long unread) {
		return this.lines.of(this.events, "Me", 1, unread, Locale.ENGLISH);
	}

	private List<String> summaries() {
		return lines(0).stream()
			.map(RoomLine::summary)
			.filter((summary) -> summary != null)
			.map((summary) -> summary.replaceAll("[\u2068\u2069]", ""))
			.toList();
	}

	private RoomLinesTests after(Duration span) {
		this.at = this.at.plus(span);
		return this;
	}

	private void say(String author) {
		this.events.add(new Event(this.events.size() + 1, EventType.MESSAGE, "m", author, "hi", "hi", this.at));
	}

	private void notice(String author, EventType type) {
		this.events.add(new Event(this.events.size() + 1, type, null, author, null, null, this.at));
	}

}
