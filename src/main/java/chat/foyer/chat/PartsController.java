package chat.foyer.chat;

import chat.foyer.message.ReactionEmoji;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves the parts of the chat page that its scripts load when they are first needed, in
 * the reader's language. They are the same for all guests and need no seat.
 */
@Controller
class PartsController {

	@GetMapping("/parts/{part:attachments|emoji-picker|files|keys|message-menu|viewer}")
	String part(@PathVariable String part, Model model) {
		model.addAttribute("common", ReactionEmoji.COMMON);
		return "parts/" + part;
	}

}
