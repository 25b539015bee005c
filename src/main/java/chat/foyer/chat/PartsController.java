package chat.foyer.chat;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves the parts of the chat page that its scripts load when they are first needed, in
 * the reader's language. They are the same for all guests and need no seat.
 */
@Controller
class PartsController {

	@GetMapping("/parts/{part:emoji-picker|message-menu}")
	String part(@PathVariable String part) {
		return "parts/" + part;
	}

}
