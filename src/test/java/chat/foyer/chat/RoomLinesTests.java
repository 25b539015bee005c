package chat.foyer.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link RoomLines}.
 */
class RoomLinesTests {

	private final List<Event> events = new ArrayList<>();

	private Instant at = Instant.parse("2026-01-31T23:50:00Z");

	private RoomLines lines;

	@AfterEach
	void forgetReader() {
		LocaleContextHolder.resetLocaleContext();
	}

	@BeforeEach
	void readBundles() {
		LocaleContextHolder.setTimeZone(TimeZone.getTimeZone("UTC"));
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasenames("messages/common");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		this.lines = new RoomLines(messages, mock());
	}

	@Test
	void eachDayBeginsWithItsDate() {
		say("Bob");
		after(Duration.ofMinutes(9)).say("Bob");
		after(Duration.ofMinutes(2)).say("Bob");
		assertThat(lines()).extracting(RoomLine::day)
			.containsExactly("Saturday, January 31, 2026", null, "Sunday, February 1, 2026");
		assertThat(this.lines.of(this.events, "Me", 1, Locale.forLanguageTag("xx"))).extracting(RoomLine::day)
			.startsWith("Saturday, January 31, 2026");
	}

	@Test
	void daysAndTimesAreThoseOfTheReadersZone() {
		say("Bob");
		after(Duration.ofMinutes(20)).say("Bob");
		assertThat(lines()).extracting(RoomLine::time).containsExactly("23:50", "00:10");
		assertThat(RoomLines.zoneName(Locale.GERMAN)).isEqualTo("UTC");
		LocaleContextHolder.setTimeZone(TimeZone.getTimeZone("Asia/Kolkata"));
		assertThat(lines()).extracting(RoomLine::time).containsExactly("05:20", "05:40");
		assertThat(lines()).extracting(RoomLine::day).containsExactly("Sunday, February 1, 2026", null);
		assertThat(RoomLines.zoneName(Locale.ENGLISH)).containsPattern("(India|Kolkata).* Time");
	}

	@Test
	void onlyTheSeatsOwnEventsAreOwn() {
		say("Me");
		say("Me");
		say("Bob");
		assertThat(this.lines.of(this.events, "Me", 2, Locale.ENGLISH)).extracting(RoomLine::own)
			.containsExactly(false, true, false);
	}

	@Test
	void eachNoticeIsALine() {
		notice("Ann", EventType.JOIN);
		notice("Bob", EventType.LEAVE);
		assertThat(lines()).extracting(RoomLine::event).isEqualTo(this.events);
	}

	@Test
	void classesTellOwnFollowingAndActionLines() {
		say("Me");
		this.events.add(new Event(2, EventType.MESSAGE, "m", "Me", "", "/me waves", this.at, 3, true));
		say("Bob");
		after(Duration.ofMinutes(12));
		this.events.add(new Event(4, EventType.MESSAGE, "m", "Bob", "", "hi", this.at, 3, true));
		assertThat(lines()).extracting(RoomLine::classes).containsExactly("own", "own follows does", "", "");
	}

	private List<RoomLine> lines() {
		return this.lines.of(this.events, "Me", 1, Locale.ENGLISH);
	}

	private RoomLinesTests after(Duration span) {
		this.at = this.at.plus(span);
		return this;
	}

	private void say(String author) {
		this.events
			.add(new Event(this.events.size() + 1, EventType.MESSAGE, "m", author, "hi", "hi", this.at, 0, false));
	}

	private void notice(String author, EventType type) {
		this.events.add(new Event(this.events.size() + 1, type, null, author, null, null, this.at, 0, false));
	}

}
