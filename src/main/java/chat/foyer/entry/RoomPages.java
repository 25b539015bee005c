package chat.foyer.entry;

import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.Events;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Makes the chat page of a room as the guest in one of its seats sees it.
 */
@Component
class RoomPages {

	private static final int EVENTS = 50;

	private final Events events;

	private final Presence presence;

	private final RoomRegistry registry;

	RoomPages(Events events, Presence presence, RoomRegistry registry) {
		this.events = events;
		this.presence = presence;
		this.registry = registry;
	}

	/**
	 * The page with the newest events.
	 */
	ModelAndView newest(Seat seat, Locale locale) {
		return before(Long.MAX_VALUE, seat, locale);
	}

	/**
	 * The page with the events next before a number.
	 */
	ModelAndView before(long seq, Seat seat, Locale locale) {
		// One more than is shown tells whether there are older ones.
		EventPage newest = this.events.before(seat.room(), seq, EVENTS + 1);
		List<Event> read = newest.events();
		boolean older = read.size() > EVENTS;
		List<Event> shown = older ? read.subList(1, read.size()) : read;
		long since = this.events.firstOf(seat).orElse(newest.lastSeq() + 1);
		// Read after the events: whoever comes or goes in between is told of again by an
		// event that the page has yet to get, which does no harm; missing one would.
		List<Present> people = people(seat, locale);
		return new ModelAndView("room").addObject("room", seat.room())
			.addObject("me", seat.username().value())
			.addObject("seat", seat.id())
			.addObject("rooms", rooms(seat))
			.addObject("page", new RoomPage(shown, older, since, people))
			.addObject("messageId", UUID.randomUUID().toString());
	}

	private List<RoomLink> rooms(Seat reader) {
		return this.registry.findAll(new Guest(reader.guest()))
			.stream()
			.map((seat) -> new RoomLink(seat, this.events.lastSeq(seat.room())))
			.toList();
	}

	private List<Present> people(Seat reader, Locale locale) {
		List<Present> here = this.presence.here(reader.room());
		boolean isHere = here.stream().anyMatch((person) -> person.username().equals(reader.username()));
		Stream<Present> others = here.stream();
		return (isHere ? others : Stream.concat(Stream.of(new Present(reader.username(), false)), others))
			.sorted(Comparator.comparing((person) -> person.username().value(), Collator.getInstance(locale)))
			.toList();
	}

}
