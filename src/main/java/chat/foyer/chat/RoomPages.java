package chat.foyer.chat;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.Events;
import chat.foyer.message.RoomSummaryService;
import chat.foyer.message.Unread;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;

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

	private final Events events;

	private final Presence presence;

	private final RoomRegistry registry;

	private final ReadCursors cursors;

	private final RoomSummaryService heads;

	private final RoomLines lines;

	private final MessageSource messages;

	private final String limits;

	private final int messageLimit;

	RoomPages(Events events, Presence presence, RoomRegistry registry, ReadCursors cursors, RoomSummaryService heads,
			RoomLines lines, MessageSource messages, LimitsProperties limits) {
		this.events = events;
		this.presence = presence;
		this.registry = registry;
		this.cursors = cursors;
		this.heads = heads;
		this.lines = lines;
		this.messages = messages;
		this.limits = "{\"message\":%d,\"frame\":%d,\"subscriptions\":%d}".formatted(limits.messageCodePoints(),
				limits.frame().toBytes(), limits.subscriptions());
		this.messageLimit = limits.messageCodePoints();
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
		Comparator<String> order = NameOrder.of(this.messages.getMessage("page.lang", null, locale));
		// One more than is shown tells whether there are older ones.
		EventPage page = this.events.before(seat.room(), seq, EVENTS + 1);
		List<Event> read = page.events();
		boolean older = read.size() > EVENTS;
		List<Event> shown = older ? read.subList(1, read.size()) : read;
		// Read after the events: the page gets the event of a guest who comes or goes in
		// between, and applies it again, which does no harm. Missing one would.
		List<Present> people = people(seat, order);
		long since = this.events.firstOf(seat).orElse(page.lastSeq() + 1);
		List<String> namesakes = this.heads.namesakes(seat);
		Unread unread = this.heads.unread(seat, page.lastSeq());
		if (seq == NEWEST) {
			this.cursors.advance(seat, page.lastSeq());
		}
		String me = seat.username().value();
		return new ModelAndView("room").addObject("room", seat.room())
			.addObject("roomName", this.registry.nameOf(seat.room()).value())
			.addObject("me", me)
			.addObject("seat", seat)
			.addObject("namesakes", namesakes)
			.addObject("rooms", rooms(seat, order))
			.addObject("page",
					new RoomPage(this.lines.of(shown, me, since, locale), older, since, unread, people,
							isPast(shown, page.lastSeq())))
			.addObject("zone", RoomLines.zoneName(locale))
			.addObject("limits", this.limits)
			.addObject("messageLimit", this.messageLimit)
			.addObject("messageId", UUID.randomUUID().toString());
	}

	private static boolean isPast(List<Event> shown, long lastSeq) {
		return !shown.isEmpty() && shown.get(shown.size() - 1).seq() < lastSeq;
	}

	private List<RoomLink> rooms(Seat reader, Comparator<String> order) {
		return this.registry.findAll(new Guest(reader.guest()))
			.stream()
			.map(this::link)
			.sorted(Comparator.comparing((link) -> link.name().value(), order))
			.toList();
	}

	private RoomLink link(Seat seat) {
		long lastSeq = this.events.lastSeq(seat.room());
		List<String> namesakes = this.heads.namesakes(seat);
		return new RoomLink(seat, this.registry.nameOf(seat.room()), lastSeq, this.heads.unread(seat, lastSeq),
				namesakes);
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
