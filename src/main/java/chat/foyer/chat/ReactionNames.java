package chat.foyer.chat;

import java.util.List;
import java.util.Locale;

import chat.foyer.message.Reaction;

import org.springframework.context.MessageSource;

/**
 * Says who reacted, in one language. The page's scripts say the same
 * ({@code line-state.js}).
 */
final class ReactionNames {

	private static final int MAX_NAMED = 10;

	private final MessageSource messages;

	private final Locale locale;

	ReactionNames(MessageSource messages, Locale locale) {
		this.messages = messages;
		this.locale = locale;
	}

	ReactionChip chip(Reaction reaction) {
		return new ReactionChip(reaction.emoji(), reaction.count(), reaction.mine(),
				String.join("\n", reaction.names()), inWords(reaction));
	}

	/**
	 * Names at most ten, and counts the others. Each name keeps its direction to itself.
	 */
	private String inWords(Reaction reaction) {
		List<String> names = reaction.names();
		int named = Math.min(names.size(), MAX_NAMED);
		int others = reaction.count() - named;
		if (others > 0) {
			return word("line.names.others", listed(names.subList(0, named)), others);
		}
		return (named < 2) ? listed(names)
				: word("line.names.and", listed(names.subList(0, named - 1)), listed(names.subList(named - 1, named)));
	}

	private String listed(List<String> names) {
		return names.stream()
			.map((name) -> "\u2068" + name + "\u2069")
			.reduce((list, name) -> word("line.names.comma", list, name))
			.orElse("");
	}

	private String word(String key, Object... values) {
		return String.valueOf(this.messages.getMessage(key, values, "", this.locale));
	}

}
