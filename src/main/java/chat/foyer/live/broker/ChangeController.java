package chat.foyer.live.broker;

import java.util.Objects;

import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.ReactionEmoji;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Controller;

import static chat.foyer.live.broker.StrictJsonMessageConverter.required;

/**
 * Receives changes of messages, and answers each on the connection that it came from. The
 * guest and the room are never taken from the body.
 */
@Controller
class ChangeController extends AppendingController {

	private final RateLimitedEventLog log;

	ChangeController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, ReplySender replies) {
		super(registry, presence, replies);
		this.log = log;
	}

	@MessageMapping("/rooms.{room}.edit")
	void edit(Edit edit, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		MessageId id = new MessageId(required(edit.id()));
		long of = required(edit.of());
		MessageText text = this.log.checkOptional(Objects.requireNonNullElse(edit.text(), ""));
		append(id, room, knownSeat, frame, (seat) -> this.log.edit(seat, id, of, text));
	}

	@MessageMapping("/rooms.{room}.delete")
	void delete(Delete delete, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		MessageId id = new MessageId(required(delete.id()));
		long of = required(delete.of());
		append(id, room, knownSeat, frame, (seat) -> this.log.delete(seat, id, of));
	}

	@MessageMapping("/rooms.{room}.react")
	void react(React react, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		MessageId id = new MessageId(required(react.id()));
		long of = required(react.of());
		ReactionEmoji emoji = ReactionEmoji.of(required(react.emoji()));
		boolean on = required(react.on());
		append(id, room, knownSeat, frame, (seat) -> this.log.react(seat, id, of, emoji, on));
	}

	@MessageMapping("/rooms.{room}.pin")
	void pin(Pin pin, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		MessageId id = new MessageId(required(pin.id()));
		long of = required(pin.of());
		boolean on = required(pin.on());
		append(id, room, knownSeat, frame, (seat) -> this.log.pin(seat, id, of, on));
	}

	/**
	 * The body of a frame that edits a message.
	 *
	 * @param id the id that the sender gives the change
	 * @param of the number of the message
	 * @param text what was typed
	 */
	record Edit(@Nullable String id, @Nullable Long of, @Nullable String text) {
	}

	/**
	 * The body of a frame that deletes a message.
	 *
	 * @param id the id that the sender gives the change
	 * @param of the number of the message
	 */
	record Delete(@Nullable String id, @Nullable Long of) {
	}

	/**
	 * The body of a frame that adds or removes a reaction.
	 *
	 * @param id the id that the sender gives the change
	 * @param of the number of the message
	 * @param emoji the reaction
	 * @param on whether it is there afterwards
	 */
	record React(@Nullable String id, @Nullable Long of, @Nullable String emoji, @Nullable Boolean on) {
	}

	/**
	 * The body of a frame that pins a message, or unpins it.
	 *
	 * @param id the id that the sender gives the change
	 * @param of the number of the message
	 * @param on whether it is pinned afterwards
	 */
	record Pin(@Nullable String id, @Nullable Long of, @Nullable Boolean on) {
	}

}
