package bench.baseline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.stereotype.Controller;

/**
 * Relays what is said to all who subscribed, as an event of the product's form and size.
 */
@Controller
class RelayController {

	private final Map<String, AtomicLong> seqs = new ConcurrentHashMap<>();

	private final SimpMessagingTemplate template;

	RelayController(SimpMessagingTemplate template) {
		this.template = template;
	}

	@MessageMapping("/rooms.{room}.say")
	void say(@DestinationVariable String room, Said said) {
		long seq = this.seqs.computeIfAbsent(room, (key) -> new AtomicLong()).incrementAndGet();
		Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		this.template.convertAndSend("/topic/rooms." + room,
				new Relayed(seq, "message", said.id(), "Guest 0000", said.text(), said.text(), at));
	}

	record Said(String id, String text) {
	}

	record Relayed(long seq, String type, String id, String author, String html, String text, Instant at) {
	}

}
