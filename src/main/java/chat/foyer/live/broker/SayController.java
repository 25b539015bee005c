package chat.foyer.live.broker;

import java.util.List;
import java.util.Objects;

import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SentFile;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Controller;

/**
 * Receives messages of guests, and answers each on the connection that it came from.
 */
@Controller
class SayController extends AppendingController {

	private final RateLimitedEventLog log;

	SayController(RoomRegistry registry, Presence presence, RateLimitedEventLog log, ReplySender replies) {
		super(registry, presence, replies);
		this.log = log;
	}

	@MessageMapping("/rooms.{room}.say")
	void say(Say say, @DestinationVariable RoomKey room, @Nullable Seat knownSeat, SendFrame frame) {
		MessageId id = new MessageId(StrictJsonMessageConverter.required(say.id()));
		String typed = Objects.requireNonNullElse(say.text(), "");
		List<SentFile> files = SentFile.of(say.files(), say.alts());
		MessageText text = files.isEmpty() ? this.log.check(typed) : this.log.checkOptional(typed);
		append(id, room, knownSeat, frame, (seat) -> this.log.say(seat, id, text, say.re(), files));
	}

}
