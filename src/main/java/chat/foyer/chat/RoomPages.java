package chat.foyer.chat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.file.FileProperties;
import chat.foyer.file.UploadProblems;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.EditProperties;
import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.LineWindow;
import chat.foyer.message.Quote;
import chat.foyer.message.RoomSummary;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.message.SentFile;
import chat.foyer.message.Unread;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Makes the chat page of a room as the guest in one of its seats sees it.
 */
@Component
class RoomPages {

	private static final int EVENTS = 50;

	private static final long NEWEST = Long.MAX_VALUE;

	/**
	 * The script modules of the page, but for the one that starts the others.
	 */
	private static final List<String> MODULES = List.of("appearance", "attachments", "changes", "completion",
			"composer", "connection", "controls", "date-jump", "emoji", "emoji-picker", "event-log", "file-size",
			"files", "heartbeat-worker", "i18n", "invitation", "kept-files", "keys", "line", "line-files", "line-state",
			"line-touch", "mention", "message-menu", "modes", "notifications", "outbox", "overlay", "people", "picture",
			"pins", "places", "polling", "reading", "rooms", "search", "storage", "timeline", "toast", "upload");

	private final Events events;

	private final Presence presence;

	private final RoomRegistry registry;

	private final ReadCursors cursors;

	private final RoomSummaryService summaries;

	private final RoomLines lines;

	private final MessageSource messages;

	private final String limits;

	private final int messageLimit;

	private final long fileLimit;

	private final UploadProblems uploadProblems;

	RoomPages(Events events, Presence presence, RoomRegistry registry, ReadCursors cursors,
			RoomSummaryService summaries, RoomLines lines, MessageSource messages, LimitsProperties limits,
			EditProperties edits, FileProperties files, UploadProblems uploadProblems) {
		this.events = events;
		this.presence = presence;
		this.registry = registry;
		this.cursors = cursors;
		this.summaries = summaries;
		this.lines = lines;
		this.messages = messages;
		this.limits = JsonMapper.shared().writeValueAsString(RoomLimits.of(limits, edits, files));
		this.messageLimit = limits.messageCodePoints();
		this.fileLimit = files.maxSize().toBytes();
		this.uploadProblems = uploadProblems;
	}

	/**
	 * The page with the newest events.
	 */
	ModelAndView newest(Seat seat, Locale locale) {
		return before(NEWEST, seat, locale);
	}

	/**
	 * The page with the events next before a number. A guest who opens the newest page
	 * has read the room; what was new by then is told all the same.
	 */
	ModelAndView before(long seq, Seat seat, Locale locale) {
		// One more than is shown tells whether there are older ones.
		EventPage page = this.events.before(seat, seq, EVENTS + 1);
		List<Event> read = page.events();
		boolean older = read.size() > EVENTS;
		List<Event> shown = older ? read.subList(1, read.size()) : read;
		Optional<Long> next = (seq == NEWEST || shown.isEmpty()) ? Optional.empty()
				: this.events.nextLine(seat.room(), shown.get(shown.size() - 1).seq());
		return page(new LineWindow(shown, 0, false, older, next.orElse(null)), page.lastSeq(), seq == NEWEST, seat,
				locale);
	}

	/**
	 * Makes the page with the lines around a line. A number of a change stands for the
	 * line that it changes. If the line was purged, the page shows the nearest one; if
	 * the room has never given the number, it shows the newest lines. In both cases a
	 * sentence says so. The lines do not count as read.
	 */
	ModelAndView around(long seq, Seat seat, Locale locale) {
		// Read before the lines: the page is told of all that comes after.
		EventPage newest = this.events.newest(seat, 1);
		if (seq < 1 || seq > newest.lastSeq()) {
			return newest(seat, locale).addObject("notice", "reading.no-line");
		}
		LineWindow window = this.events.around(seat, seq, EVENTS / 2).upTo(newest.lastSeq());
		if (window.lines().isEmpty()) {
			return newest(seat, locale).addObject("notice", "reading.line-gone");
		}
		ModelAndView model = page(window, newest.lastSeq(), false, seat, locale);
		List<RoomLine> lines = pageOf(model).lines();
		int place = place(lines, window.middle());
		long asked = lines.get(place).event().seq();
		return model.addObject("asked", asked)
			.addObject("notice", (window.exact() && asked == window.middle()) ? null : "reading.line-gone")
			.addObject("lines", html(lines, place, seq, locale));
	}

	private ModelAndView page(LineWindow window, long lastSeq, boolean isNewest, Seat seat, Locale locale) {
		Comparator<String> order = NameOrder.of(this.messages.getMessage("page.lang", null, locale));
		// Read after the events: the page gets the event of a guest who comes or goes in
		// between, and applies it again, which does no harm. Missing one would.
		List<Present> people = people(seat, order);
		long since = this.events.firstOf(seat).orElse(lastSeq + 1);
		Guest guest = new Guest(seat.guest());
		List<Seat> seats = this.registry.findAll(guest);
		List<Seat> known = Stream.concat(Stream.of(seat), seats.stream()).toList();
		Map<RoomKey, List<String>> namesakes = this.summaries.namesakes(known);
		Map<RoomKey, RoomName> names = this.registry.namesOf(known.stream().map(Seat::room).toList());
		Unread unread = this.summaries.unread(seat, lastSeq);
		if (isNewest) {
			this.cursors.advance(seat, lastSeq);
		}
		String me = seat.username().value();
		List<RoomLine> lines = this.lines.of(seat.room(), window.lines(), me, since, locale);
		long through = through(window, lastSeq);
		return new ModelAndView("room").addObject("room", seat.room())
			.addObject("roomName", nameOf(seat, names).value())
			.addObject("me", me)
			.addObject("seat", seat)
			.addObject("namesakes", namesakes.getOrDefault(seat.room(), List.of()))
			.addObject("rooms", rooms(seats, names, this.summaries.of(guest, seats), namesakes, order))
			.addObject("page",
					new RoomPage(lines, window.older(), since, through, timeOf(through, window.lines(), seat.room()),
							unread, people, window.next()))
			.addObject("lines", this.lines.html(lines, locale))
			.addObject("pins", this.events.pinned(seat))
			.addObject("modules", MODULES)
			.addObject("zone", RoomLines.zoneName(locale))
			.addObject("limits", this.limits)
			.addObject("messageLimit", this.messageLimit)
			.addObject("fileLimit", this.fileLimit)
			.addObject("fileLimitInWords", this.uploadProblems.maxSize(locale))
			.addObject("files", SentFile.MAX_FILES)
			.addObject("messageId", UUID.randomUUID().toString());
	}

	/**
	 * A page with a message and, for readers without scripts, what can be done with it.
	 * @param of the number of the message
	 */
	ModelAndView withMenu(long of, Seat seat, Locale locale) {
		ModelAndView newest = newest(seat, locale);
		ModelAndView model = pageOf(newest).shows(of) ? newest : before(of + RoomLine.AFTER_QUOTED, seat, locale);
		RoomPage page = pageOf(model);
		return model.addObject("lines", this.lines.htmlWithMenu(page.lines(), of, seat.room(), locale));
	}

	/**
	 * The newest page, whose composer replies to a message for readers without scripts.
	 * @param re the number of the message
	 */
	ModelAndView withReply(long re, Seat seat, Locale locale) {
		ModelAndView page = newest(seat, locale);
		quote(seat, re).ifPresent((quote) -> page.addObject("re", re).addObject("reply", quote));
		return page;
	}

	/**
	 * Has the composer of a page reply to a message, and shows the message unless it is
	 * gone.
	 * @param re the number of the message
	 */
	void addReply(ModelAndView page, Seat seat, long re) {
		page.addObject("re", re).addObject("reply", quote(seat, re).orElse(null));
	}

	/**
	 * Quotes a message of a seat's room; empty if it is gone, or is no message.
	 */
	private Optional<Quote> quote(Seat seat, long of) {
		return this.events.before(seat, of + 1, 1)
			.events()
			.stream()
			.filter((event) -> event.seq() == of && event.type() == EventType.MESSAGE)
			.map(Quote::of)
			.filter((quote) -> !quote.deleted())
			.findFirst();
	}

	private static RoomPage pageOf(ModelAndView model) {
		return (RoomPage) Objects.requireNonNull(model.getModel().get("page"));
	}

	/**
	 * The time of the event of a number, which mostly is the last line that is shown.
	 */
	private @Nullable Instant timeOf(long seq, List<Event> shown, RoomKey room) {
		Event last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
		return (last != null && last.seq() == seq) ? last.at() : this.events.timeOf(room, seq).orElse(null);
	}

	/**
	 * The number after which the page reads events. The page around a line follows the
	 * newest ones; another page with earlier lines reads on after its last line.
	 */
	private static long through(LineWindow window, long lastSeq) {
		boolean isPart = window.middle() == 0 && window.next() != null;
		return isPart ? window.lines().get(window.lines().size() - 1).seq() : lastSeq;
	}

	/**
	 * The index of the first line from a number on that is not hidden, or else of the
	 * last one.
	 */
	private static int place(List<RoomLine> lines, long seq) {
		int[] shown = IntStream.range(0, lines.size()).filter((i) -> !lines.get(i).hidden()).toArray();
		return IntStream.of(shown)
			.filter((i) -> lines.get(i).event().seq() >= seq)
			.findFirst()
			.orElseGet(() -> (shown.length > 0) ? shown[shown.length - 1] : 0);
	}

	/**
	 * The lines with a mark above one of them. A link to something else than that line
	 * leads to the mark.
	 * @param asked the number that the link has
	 */
	private String html(List<RoomLine> lines, int place, long asked, Locale locale) {
		Event event = lines.get(place).event();
		boolean isTarget = asked == event.seq() && event.type() == EventType.MESSAGE;
		return this.lines.html(lines.subList(0, place), locale) + "<li class=\"mark asked\" aria-hidden=\"true\""
				+ (isTarget ? "" : " id=\"m" + asked + "\"") + "></li>"
				+ this.lines.html(lines.subList(place, lines.size()), locale);
	}

	private static List<RoomLink> rooms(List<Seat> seats, Map<RoomKey, RoomName> names, List<RoomSummary> summaries,
			Map<RoomKey, List<String>> namesakes, Comparator<String> order) {
		return IntStream.range(0, seats.size())
			.mapToObj((i) -> link(seats.get(i), nameOf(seats.get(i), names), summaries.get(i), namesakes))
			.sorted(Comparator.comparing((link) -> link.name().value(), order))
			.toList();
	}

	private static RoomLink link(Seat seat, RoomName name, RoomSummary summary, Map<RoomKey, List<String>> namesakes) {
		return new RoomLink(seat, name, summary, namesakes.getOrDefault(seat.room(), List.of()));
	}

	private static RoomName nameOf(Seat seat, Map<RoomKey, RoomName> names) {
		return names.getOrDefault(seat.room(), new RoomName(seat.room().value()));
	}

	private List<Present> people(Seat reader, Comparator<String> order) {
		List<Present> here = this.presence.here(reader.room());
		boolean isHere = here.stream().anyMatch((person) -> person.username().equals(reader.username()));
		Stream<Present> others = here.stream();
		return (isHere ? others
				: Stream.concat(Stream.of(new Present(reader.username(), reader.color(), false)), others))
			.sorted(Comparator.comparing((person) -> person.username().value(), order))
			.toList();
	}

}
