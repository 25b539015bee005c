package chat.foyer.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;

import chat.foyer.message.AttachedFile;
import chat.foyer.message.EditProperties;
import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.LineState;
import chat.foyer.message.Quote;
import chat.foyer.message.Reaction;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;
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

	private static final RoomKey ROOM = RoomKey.of("caf\u00E9");

	private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

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
		messages.setBasenames("messages/common", "messages/line", "messages/attachment");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		this.lines = new RoomLines(messages, mock(), Clock.fixed(NOW, ZoneOffset.UTC),
				new EditProperties(Duration.ofMinutes(15)));
	}

	@Test
	void eachDayBeginsWithItsDate() {
		say("Bob");
		after(Duration.ofMinutes(9)).say("Bob");
		after(Duration.ofMinutes(2)).say("Bob");
		assertThat(lines()).extracting(RoomLine::day)
			.containsExactly("Saturday, January 31, 2026", null, "Sunday, February 1, 2026");
		assertThat(this.lines.of(ROOM, this.events, "Me", 1, Locale.forLanguageTag("xx"))).extracting(RoomLine::day)
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
		assertThat(this.lines.of(ROOM, this.events, "Me", 2, Locale.ENGLISH)).extracting(RoomLine::own)
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

	@Test
	void messagesBelowADeletedOneAndRepliesShowTheirAuthor() {
		say("Bob");
		follow("Bob", null, null);
		follow("Bob", null, state(2, null, this.at));
		follow("Bob", null, null);
		follow("Bob", 1L, null);
		follow("Bob", null, null);
		assertThat(lines()).extracting(RoomLine::follows).containsExactly(false, true, true, false, false, true);
	}

	@Test
	void hidesWhatWasDeletedLongAgoUnlessALineShownQuotesIt() {
		Instant old = NOW.minus(Duration.ofMinutes(61));
		follow("Bob", null, state(9, null, old));
		follow("Bob", null, state(9, null, old));
		follow("Bob", null, state(9, null, old));
		follow("Bob", null, state(9, null, NOW.minus(Duration.ofMinutes(59))));
		follow("Bob", 2L, null);
		follow("Bob", 3L, state(9, null, NOW));
		assertThat(lines()).extracting(RoomLine::hidden).containsExactly(true, false, true, false, false, false);
	}

	@Test
	void saysWhoReactedAndWhenItWasEdited() {
		List<String> many = IntStream.rangeClosed(1, 12).mapToObj((number) -> "N" + number).toList();
		follow("Me", null, new LineState(7, this.at.plusSeconds(70), null,
				List.of(new Reaction("1", 1, false, List.of("Ann")),
						new Reaction("2", 3, true, List.of("Ann", "Bob", "Me")), new Reaction("3", 60, false, many),
						new Reaction("4", 11, false, many.subList(0, 11))),
				true));
		RoomLine line = lines().get(0);
		assertThat(line.chips()).extracting((chip) -> chip.who().replaceAll("[\u2068\u2069]", ""))
			.containsExactly("Ann", "Ann, Bob and Me", "N1, N2, N3, N4, N5, N6, N7, N8, N9, N10 and 50 others",
					"N1, N2, N3, N4, N5, N6, N7, N8, N9, N10 and 1 other");
		assertThat(line.edited()).contains("January 31, 2026", "11:51:10");
		assertThat(line).returns("own pinned", RoomLine::classes)
			.returns(7L, RoomLine::rev)
			.returns("hi", RoomLine::typed);
	}

	@Test
	void quotesLeadToTheLineOrToAPageWithIt() {
		say("Bob");
		follow("Bob", 1L, null);
		follow("Bob", 400L, null);
		assertThat(lines()).extracting(RoomLine::quoteLink).containsExactly(null, "#m1", "?before=425#m400");
	}

	@Test
	void picturesStandBeforeOtherFilesInFullRows() {
		say(file("a.pdf", "application/pdf", 1_500_000), picture(3000, 2000), picture(300, 200), picture(20, 2560),
				picture(4, 4), picture(300, 200));
		RoomLine line = lines().get(0);
		assertThat(line.isTiled()).isTrue();
		assertThat(line.files()).extracting(LineFile::kind)
			.containsExactly("picture", "picture", "picture", "picture", "picture", "other");
		assertThat(line.files()).extracting(LineFile::wide).containsExactly(true, true, false, false, false, false);
		assertThat(line.files()).extracting(LineFile::isLong).containsExactly(false, false, true, true, false, false);
		assertThat(line.files()).extracting(LineFile::shownWidth).containsExactly(480, 300, 24, 24, 300, null);
		assertThat(line.files()).extracting(LineFile::shownHeight).containsExactly(320, 200, 320, 24, 200, null);
	}

	@Test
	void filesAreCalledByTheirTextOrName() {
		say(picture(300, 200), new AttachedFile("id", "p.png", "image/png", 1, 3, 2, "Our tent"),
				file("a#b (\u00E9).pdf", "application/pdf", 1_500_000), file("Makefile", "text/plain", 0),
				file("a.mp3", "audio/mpeg", 1_048_576), file("a.avi", "video/x-msvideo", 1_047_553));
		List<LineFile> files = lines().get(0).files();
		assertThat(files).extracting(LineFile::label)
			.containsExactly("Picture: \u2068p.png\u2069", "Our tent", "a#b (\u00E9).pdf", "Makefile", "a.mp3",
					"a.avi");
		assertThat(files).extracting((file) -> file.detail().replaceAll("[\u2068\u2069]", ""))
			.endsWith("PDF \u00B7 1.4 MB", "File \u00B7 1 kB", "MP3 \u00B7 1 MB", "AVI \u00B7 1 MB");
		assertThat(files).extracting(LineFile::kind).endsWith("other", "other", "audio", "other");
		assertThat(files.get(2).address()).isEqualTo("/rooms/caf%C3%A9/files/id/a%23b%20%28%C3%A9%29.pdf");
		assertThat(files.get(0).thumbnail()).isEqualTo("/rooms/caf%C3%A9/files/id/thumbnail");
	}

	private static AttachedFile picture(int width, int height) {
		return new AttachedFile("id", "p.png", "image/png", 1, width, height, null);
	}

	private static AttachedFile file(String name, String type, long size) {
		return new AttachedFile("id", name, type, size, null, null, null);
	}

	private void say(AttachedFile... files) {
		this.events.add(new Event(this.events.size() + 1, EventType.MESSAGE, "m", "Bob", "", "", this.at, 0, false,
				null, null, List.of(files), null, null));
	}

	private void follow(String author, @Nullable Long re, @Nullable LineState state) {
		long seq = this.events.size() + 1L;
		this.events.add(new Event(seq, EventType.MESSAGE, "m", author, "hi", "hi", this.at, 0, true, re,
				(re != null) ? new Quote(re, "Bob", "hi", false) : null, null, null, state));
	}

	private static LineState state(long rev, @Nullable Instant editedAt, @Nullable Instant deletedAt) {
		return new LineState(rev, editedAt, deletedAt, List.of(), false);
	}

	private List<RoomLine> lines() {
		return this.lines.of(ROOM, this.events, "Me", 1, Locale.ENGLISH);
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
